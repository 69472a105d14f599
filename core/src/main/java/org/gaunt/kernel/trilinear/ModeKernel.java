package org.gaunt.kernel.trilinear;

import org.gaunt.kernel.Precision;
import org.gaunt.kernel.form.FormKernels;
import org.gaunt.kernel.form.Operand;
import org.jspecify.annotations.Nullable;

/** Applies a {@link ModeTransform}, or its transpose, to the coefficients of a panel. */
final class ModeKernel {
    private static final int[] FIRST = {0};

    private final FormProgram program;

    /**
     * Prepares the map.
     *
     * @param width pairs of a panel
     */
    ModeKernel(ModeTransform transform, int width, Precision precision, FormKernels kernels) {
        this(transform, transform::rowMajor, width, precision, kernels);
    }

    /** The same with another order of the result. */
    ModeKernel(
            ModeTransform transform, ModeTransform.Place place, int width, Precision precision, FormKernels kernels) {
        program = new FormProgram(
                transform.form(Operand.Access.gather(0), Operand.Access.gather(1), place), width, precision, kernels);
    }

    /**
     * Coefficients to rows of waves.
     *
     * @param panel rows of [coefficient][pair]
     * @param row which of them
     * @param waves overwritten: [row][wave][pair]
     */
    void forward(Object panel, int row, Object waves, Object[] inner, int scratch) {
        program.row(1, false, new @Nullable Object[] {panel, null}, waves, new int[][] {{row}, FIRST}, inner, scratch);
    }

    /**
     * The transpose: rows of waves to coefficients.
     *
     * @param accumulate whether to add to the panel
     */
    void backward(Object waves, Object panel, int row, boolean accumulate, Object[] inner, int scratch) {
        program.row(
                0, accumulate, new @Nullable Object[] {null, waves}, panel, new int[][] {{row}, FIRST}, inner, scratch);
    }
}
