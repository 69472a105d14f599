package org.gaunt.autodiff;

import java.util.List;
import org.gaunt.form.Form;
import org.gaunt.form.Operand;
import org.gaunt.form.Operand.Access;
import org.jspecify.annotations.Nullable;

/** Values whose rows are rows, or sums of rows or of columns, of another. */
final class Sums {
    private static final Form ROWS = identity("sum of rows", Access.row(), Access.shared(), true);
    private static final Form COLUMNS = identity("sum of columns", Access.row(), Access.row(), false);
    private static final Form GATHER = identity("gather", Access.gather(0), Access.row(), true);
    private static final Form SCATTER = identity("scatter-add", Access.row(), Access.gather(0), true);

    private Sums() {}

    private static Form identity(String name, Access x, Access z, boolean channels) {
        return Form.of(
                name,
                List.of(new Operand("x", 1, true, x), new Operand("z", 1, channels, z)),
                g -> g.mul(g.input(0, 0), g.input(1, 0)));
    }

    static Var overRows(Var x) {
        return x.form(ROWS);
    }

    static Var overColumns(Var x) {
        return x.form(COLUMNS);
    }

    static Var gather(Var x, int[] index) {
        check(index, x.rows(), "gather of rows of " + x);
        Rows rows = Rows.of(index.length, index, x.rows());
        return x.tape().form(GATHER, x.width(), rows, new @Nullable Var[] {x, null}, 1)[0];
    }

    static Var scatterAdd(Var x, int[] index, int count) {
        if (index.length != x.rows()) {
            throw new IllegalArgumentException(
                    "scatter-add of " + x + " by " + index.length + " row numbers: give one for each row");
        }
        check(index, count, "scatter-add to " + count + " rows");
        Rows rows = Rows.of(index.length, index, count);
        return x.tape().form(SCATTER, x.width(), rows, new @Nullable Var[] {x, null}, 1)[0];
    }

    private static void check(int[] index, int rows, String what) {
        for (int k = 0; k < index.length; k++) {
            if (index[k] < 0 || index[k] >= rows) {
                throw new IllegalArgumentException(
                        what + ": index " + k + " is " + index[k] + ", but rows are numbered 0 to " + (rows - 1));
            }
        }
    }
}
