package org.gaunt.autodiff;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows that a form is evaluated over, and the index arrays that its operands are gathered with.
 *
 * @param count how many rows
 * @param index index arrays, each at least {@code count} long; not copied, not modified
 * @param domain for each index array how many rows the gathered operands have
 * @param rounds the order in which ranges of the rows are taken, by several threads where there are; null for all rows one after another
 */
public record Rows(
        int count,
        List<int[]> index,
        List<Integer> domain,
        @Nullable Rounds rounds) {
    public Rows {
        index = List.copyOf(index);
        domain = List.copyOf(domain);
        if (index.size() != domain.size()) {
            throw new IllegalArgumentException(
                    index.size() + " index arrays, but the number of rows of " + domain.size() + " gathered operands");
        }
        for (int[] i : index) {
            if (i.length < count) {
                throw new IllegalArgumentException(
                        "an index array has " + i.length + " entries for " + count + " rows");
            }
        }
    }

    /** Rows that are taken one after another. */
    public Rows(int count, List<int[]> index, List<Integer> domain) {
        this(count, index, domain, null);
    }

    /** Rows without gathers. */
    public static Rows of(int count) {
        return new Rows(count, List.of(), List.of());
    }

    /** Rows with one index array. */
    public static Rows of(int count, int[] index, int domain) {
        return new Rows(count, List.of(index), List.of(domain));
    }
}
