package org.gaunt.potential.network;

import java.util.ArrayList;
import java.util.List;
import org.gaunt.autodiff.Rows;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Form;
import org.gaunt.nn.DistanceForms;
import org.jspecify.annotations.Nullable;

/** Weighted sums of four rows of a table that follow each other: what a cubic spline is at a distance. */
final class FourRows {
    private final Form form = DistanceForms.gathered();

    /**
     * The rows of the table.
     *
     * @param first of the four, for each sum
     * @param tableRows rows of the table
     */
    static Rows from(int[] first, int tableRows) {
        List<int[]> index = new ArrayList<>();
        List<Integer> domain = new ArrayList<>();
        for (int k = 0; k < 4; k++) {
            int[] rows = new int[first.length];
            for (int p = 0; p < rows.length; p++) {
                rows[p] = first[p] + k;
            }
            index.add(rows);
            domain.add(tableRows);
        }
        return new Rows(first.length, index, domain);
    }

    /**
     * The sums.
     *
     * @param factors of the four rows [sums, 4]
     * @param rows what {@link #from} gave
     * @return [sums, columns of the table]
     */
    Var sums(NetworkInput in, Var factors, Var table, Rows rows) {
        @Nullable Var[] operands = {factors, table, table, table, table, null};
        return in.tape().form(form, table.width(), rows, operands, 5)[0];
    }
}
