package org.gaunt.kernel.trilinear;

import org.gaunt.kernel.ConstantMatrix;
import org.gaunt.kernel.LaneLoops;
import org.gaunt.kernel.LaneMatrix;

/** Applies the matrices of a {@link ModeTransform}, or their transposes, to the coefficients of a panel. */
final class ModeKernel {
    private final LaneMatrix there;
    private final LaneMatrix back;
    private final int panelLength;

    /**
     * Prepares the map.
     *
     * @param place where the components of the result are
     * @param width pairs of a panel, a multiple of the loops' granularity
     */
    ModeKernel(ModeTransform transform, ModeTransform.Place place, int width, LaneLoops loops) {
        ConstantMatrix matrix = transform.matrix(place);
        there = LaneMatrix.of(matrix, loops, width);
        back = LaneMatrix.of(matrix.transpose(), loops, width);
        panelLength = matrix.columns() * width;
    }

    /**
     * Coefficients to rows of waves, before mirror images are combined.
     *
     * @param panel rows of [coefficient][pair]
     * @param row which of them
     * @param waves overwritten: [row][wave][pair], or as the place says
     */
    void forward(Object panel, int row, Object waves) {
        there.apply(panel, row * panelLength, waves, 0, false);
    }

    /**
     * The transpose: rows of waves to coefficients.
     *
     * @param accumulate whether to add to the panel
     */
    void backward(Object waves, Object panel, int row, boolean accumulate) {
        back.apply(waves, 0, panel, row * panelLength, accumulate);
    }
}
