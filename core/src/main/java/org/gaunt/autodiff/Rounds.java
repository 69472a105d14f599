package org.gaunt.autodiff;

import java.util.List;

/**
 * Ranges of rows in rounds: the ranges of one round have no row of certain gathered operands in common, so that threads may add to these
 * at the same time. Rounds follow one another, and so every sum has one order, whatever the number of threads.
 *
 * @param ranges for each round the first row of each of its ranges and the row behind its last; all ranges together are all rows
 * @param apart the index arrays, by identity, that have no number in common between two ranges of a round
 */
@SuppressWarnings("ArrayRecordComponent") // index arrays, never compared by content
public record Rounds(List<List<Range>> ranges, List<int[]> apart) {
    /**
     * Some rows.
     *
     * @param from the first
     * @param to behind the last
     */
    public record Range(int from, int to) {}

    public Rounds {
        ranges = ranges.stream().map(List::copyOf).toList();
        apart = List.copyOf(apart);
    }

    /** The same ranges of rows whose operands are gathered with other index arrays. */
    public Rounds with(List<int[]> others) {
        return new Rounds(ranges, others);
    }

    /** Whether two ranges of a round have no number of an index array in common. */
    @SuppressWarnings("ReferenceEquality") // other arrays were not looked at
    boolean keepsApart(int[] index) {
        for (int[] known : apart) {
            if (known == index) {
                return true;
            }
        }
        return false;
    }

    /** Number of ranges of all rounds. */
    int size() {
        return ranges.stream().mapToInt(List::size).sum();
    }
}
