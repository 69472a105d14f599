package org.gaunt.kernel.trilinear;

import org.gaunt.form.Form;
import org.gaunt.kernel.form.FormKernel;
import org.gaunt.kernel.form.FormKernels;
import org.gaunt.linalg.Precision;
import org.gaunt.linalg.Workspace;
import org.jspecify.annotations.Nullable;

/**
 * A form that a kernel runs as one of its steps, with one open seat; compiled when it is first used.
 *
 * @param width channels of the form, which are pairs of a panel
 */
record FormProgram(Form form, int width, Precision precision, FormKernels kernels) {
    private static final int[][] NO_INDEX = {};

    /** Evaluates rows 0..rows-1 of a form whose operands are all of the row itself. */
    void rows(int seat, int rows, @Nullable Object[] operands, Object out, Workspace workspace) {
        run(seat, false, rows, operands, out, NO_INDEX, workspace);
    }

    /** Evaluates rows of a form whose operands are gathered, adding to the result. */
    void gathered(int seat, int rows, @Nullable Object[] operands, Object out, int[][] index, Workspace workspace) {
        run(seat, true, rows, operands, out, index, workspace);
    }

    private void run(
            int seat,
            boolean accumulate,
            int rows,
            @Nullable Object[] operands,
            Object out,
            int[][] index,
            Workspace workspace) {
        FormKernel kernel = kernels.single(form, width, new int[] {seat}, new boolean[] {accumulate}, precision);
        @Nullable Object[] bound = new @Nullable Object[operands.length + 1];
        System.arraycopy(operands, 0, bound, 0, operands.length);
        bound[operands.length] = out;
        kernel.run(bound, index, 0, rows, workspace);
    }
}
