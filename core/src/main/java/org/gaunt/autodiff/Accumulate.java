package org.gaunt.autodiff;

import java.util.List;
import org.gaunt.form.CompiledLinearMap;
import org.gaunt.form.Form;
import org.gaunt.form.LinearMap;
import org.gaunt.form.TrilinearMap;
import org.gaunt.linalg.Precision;
import org.jspecify.annotations.Nullable;

/**
 * Operations of a {@link Tape} that add to a value in place, so that a sum of many terms needs one array.
 *
 * <p>Backward steps never read the values of results. Several operations may therefore add to one value of a recorded tape, and its
 * derivatives stay right. Each method takes the sum to add to, or null for a new value, and returns the value with its result.
 */
public final class Accumulate {
    private Accumulate() {}

    /**
     * Zeros to add to.
     *
     * @param of all values that the terms of the sum will be computed from: the sum depends on the leaves that these depend on
     */
    public static Var zeros(Tape tape, Precision precision, int rows, int width, List<Var> of) {
        int tags = 0;
        for (Var v : of) {
            tags |= v.tags();
        }
        return tape.zeros(precision, rows, width, tags);
    }

    /**
     * The partial derivative of a form by its last operand.
     *
     * @param channels the number of channels of the operands that have them
     * @param operands all operands but the last
     */
    public static Var form(Tape tape, Form form, int channels, Rows rows, List<Var> operands, @Nullable Var sum) {
        @Nullable Var[] all = operands.toArray(new @Nullable Var[operands.size() + 1]);
        int[] open = {operands.size()};
        return FormNode.evaluate(tape, form, channels, rows, all, open, new @Nullable Var[] {sum})[0];
    }

    /** {@link Tape#linear(LinearMap, Groups, Var, Var)}. */
    public static Var linear(Tape tape, LinearMap map, Groups groups, Var x, Var weights, @Nullable Var sum) {
        return LinearNode.evaluate(
                tape, map, groups, new @Nullable Var[] {x, weights, null}, CompiledLinearMap.RESULT, sum);
    }

    /** {@link Tape#trilinear(TrilinearMap, int, Var, Var)}. */
    public static Var trilinear(Tape tape, TrilinearMap map, int rows, Var x, Var y, @Nullable Var sum) {
        return TrilinearNode.evaluate(tape, map, rows, new @Nullable Var[] {x, y, null}, TrilinearMap.Z, sum);
    }

    /** {@link Tape#columns(ColumnMap, Var)}. */
    public static Var gather(Tape tape, ColumnMap map, Var x, @Nullable Var sum) {
        return ColumnNode.evaluate(tape, map, false, x, sum);
    }

    /** The transpose of {@link #gather}: the numbers of x are added to the places they would be picked from. */
    public static Var scatterAdd(Tape tape, ColumnMap map, Var x, @Nullable Var sum) {
        return ColumnNode.evaluate(tape, map, true, x, sum);
    }
}
