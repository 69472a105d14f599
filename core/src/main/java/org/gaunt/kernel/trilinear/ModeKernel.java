package org.gaunt.kernel.trilinear;

import org.gaunt.kernel.ConstantMatrix;
import org.gaunt.kernel.LaneLoops;
import org.gaunt.kernel.LaneMatrix;
import org.gaunt.kernel.Precision;
import org.gaunt.kernel.form.FormKernels;
import org.jspecify.annotations.Nullable;

/** Applies a {@link ModeTransform}, or its transpose, to the coefficients of a panel. */
final class ModeKernel {
    private final LaneMatrix there;
    private final LaneMatrix back;
    private final @Nullable Mirror mirror;
    private final int panelLength;

    /**
     * Prepares the map.
     *
     * @param place where the components of the result are; rows one after another if the map is mirrored
     * @param width pairs of a panel, a multiple of the loops' granularity
     */
    ModeKernel(
            ModeTransform transform,
            ModeTransform.Place place,
            int width,
            Precision precision,
            LaneLoops loops,
            FormKernels kernels) {
        ConstantMatrix matrix = transform.matrix(place);
        there = LaneMatrix.of(matrix, loops, precision, width);
        back = LaneMatrix.of(matrix.transpose(), loops, precision, width);
        mirror = transform.mirrored()
                ? new Mirror(transform.rows(), Waves.count(transform.l()), width, precision, kernels)
                : null;
        panelLength = matrix.columns() * width;
    }

    /**
     * Coefficients to rows of waves.
     *
     * @param panel rows of [coefficient][pair]
     * @param row which of them
     * @param waves overwritten: [row][wave][pair], or as the place says
     * @param spare number of an array of {@code inner}, as long as {@code waves}
     * @param scratch number of another, of any length
     */
    void forward(Object panel, int row, Object waves, Object[] inner, int spare, int scratch) {
        if (mirror != null) {
            there.apply(panel, row * panelLength, inner[spare], 0, false);
            mirror.apply(inner[spare], waves, inner, scratch);
        } else {
            there.apply(panel, row * panelLength, waves, 0, false);
        }
    }

    /**
     * The transpose: rows of waves to coefficients.
     *
     * @param accumulate whether to add to the panel
     */
    void backward(Object waves, Object panel, int row, boolean accumulate, Object[] inner, int spare, int scratch) {
        if (mirror != null) {
            mirror.apply(waves, inner[spare], inner, scratch);
            back.apply(inner[spare], 0, panel, row * panelLength, accumulate);
        } else {
            back.apply(waves, 0, panel, row * panelLength, accumulate);
        }
    }
}
