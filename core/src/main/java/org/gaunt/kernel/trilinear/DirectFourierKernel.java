package org.gaunt.kernel.trilinear;

import org.gaunt.kernel.LaneLoops;
import org.gaunt.kernel.code.Target;
import org.gaunt.kernel.form.FormKernels;
import org.gaunt.linalg.Precision;
import org.gaunt.linalg.Workspace;
import org.jspecify.annotations.Nullable;

/** Fourier arrays convolved wave by wave. */
final class DirectFourierKernel extends PanelKernel {
    private final ModeKernel[] modes = new ModeKernel[3];
    private final Convolution convolution;
    private final int[] lengths = new int[3];

    DirectFourierKernel(FourierProductMap map, Precision precision, Target target) {
        super(map, precision, target);
        FormKernels kernels = new FormKernels(target);
        LaneLoops loops = LaneLoops.of(target, precision);
        int[] degrees = {map.l1(), map.l2(), map.l3()};
        int[] bands = {map.l1(), map.l2(), map.band()};
        for (int k = 0; k < 3; k++) {
            ModeTransform transform = map.transform(k);
            modes[k] = new ModeKernel(transform, transform::waveMajor, width(), loops);
            lengths[k] = transform.rows() * Waves.count(degrees[k]) * width();
        }
        convolution = new Convolution(degrees, bands, width(), precision, kernels);
    }

    @Override
    int[] innerLengths() {
        return lengths.clone();
    }

    @Override
    void evaluate(
            int seat,
            Object a,
            int aRow,
            Object b,
            int bRow,
            Object out,
            int outRow,
            boolean accumulate,
            Object[] inner,
            Workspace workspace) {
        int first = seat == 0 ? 1 : 0;
        int second = seat == 2 ? 1 : 2;
        modes[first].forward(a, aRow, inner[first]);
        modes[second].forward(b, bRow, inner[second]);
        Precision.clear(inner[seat], 0, lengths[seat]);
        convolution.add(seat, new @Nullable Object[] {inner[0], inner[1], inner[2]}, inner[seat], workspace);
        modes[seat].backward(inner[seat], out, outRow, accumulate);
    }
}
