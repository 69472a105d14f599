package org.gaunt.kernel.trilinear;

import org.gaunt.form.CompiledTrilinearMap;
import org.gaunt.kernel.code.Target;
import org.gaunt.kernel.form.FormKernels;
import org.gaunt.linalg.Precision;
import org.gaunt.linalg.Workspace;
import org.gaunt.nn.SphereForms;
import org.jspecify.annotations.Nullable;

/**
 * The product of two functions that are given by their waves ({@link SphereForms#toWaves}): the convolution of their arrays.
 *
 * <p>An array of band b has the components [wave of alpha][wave of beta], 2 b + 1 by b + 1.
 *
 * @param band1 the largest wave of x, in both angles
 * @param band2 the largest wave of y, in both angles
 * @param waves the largest wave of alpha that is kept of the product; waves of beta go to band1 + band2
 */
public record ConvolutionMap(int band1, int band2, int waves, int channels) implements KernelMap {
    public ConvolutionMap {
        if (band1 < 0 || band2 < 0 || waves < 0 || waves > band1 + band2 || channels < 1) {
            throw new IllegalArgumentException("waves up to " + band1 + " and " + band2 + " multiply to waves up to "
                    + (band1 + band2) + "; wanted " + waves + " with " + channels
                    + " channels: give bands from 0, waves within reach, and 1 channel or more");
        }
    }

    @Override
    public int components(int seat) {
        return switch (seat) {
            case X -> Waves.count(band1) * (band1 + 1);
            case Y -> Waves.count(band2) * (band2 + 1);
            default -> Waves.count(waves) * (band1 + band2 + 1);
        };
    }

    @Override
    public CompiledTrilinearMap kernel(Precision precision, Target target) {
        return new Kernel(this, precision, target);
    }

    private static final class Kernel extends PanelKernel {
        private final Convolution convolution;
        private final int[] lengths = new int[3];

        Kernel(ConvolutionMap map, Precision precision, Target target) {
            super(map, precision, target);
            convolution = new Convolution(
                    new int[] {map.band1(), map.band2(), map.waves()},
                    new int[] {map.band1(), map.band2(), map.band1() + map.band2()},
                    width(),
                    precision,
                    new FormKernels(target));
            for (int k = 0; k < 3; k++) {
                lengths[k] = map.components(k) * width();
            }
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
            // the convolution's index arrays count from the start of an array
            int first = seat == 0 ? 1 : 0;
            int second = seat == 2 ? 1 : 2;
            copy(a, aRow * lengths[first], inner[first], 0, lengths[first]);
            copy(b, bRow * lengths[second], inner[second], 0, lengths[second]);
            if (accumulate) {
                copy(out, outRow * lengths[seat], inner[seat], 0, lengths[seat]);
            } else {
                Precision.clear(inner[seat], 0, lengths[seat]);
            }
            convolution.add(seat, new @Nullable Object[] {inner[0], inner[1], inner[2]}, inner[seat], workspace);
            copy(inner[seat], 0, out, outRow * lengths[seat], lengths[seat]);
        }

        @SuppressWarnings("SuspiciousSystemArraycopy") // both are arrays of one precision
        private static void copy(Object from, int at, Object to, int start, int length) {
            System.arraycopy(from, at, to, start, length);
        }
    }
}
