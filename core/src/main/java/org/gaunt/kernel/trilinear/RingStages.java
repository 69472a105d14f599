package org.gaunt.kernel.trilinear;

import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;
import org.gaunt.kernel.ConstantMatrix;
import org.gaunt.o3.SphereGrid;

/** The matrices that take harmonics to some rings of a grid whose number of alphas is a multiple of four. */
final class RingStages {
    private RingStages() {}

    /** The smallest such grid that is exact for the product of functions of these degrees. */
    static SphereGrid grid(int l1, int l2, int l3) {
        SphereGrid least = SphereGrid.forProduct(l1, l2, l3);
        return SphereGrid.of(least.betas(), Math.ceilDiv(least.alphas(), 4) * 4);
    }

    /**
     * From fields [field][l² + l + m] to points [field][ring][alpha].
     *
     * @param from the first ring
     * @param to after the last ring
     * @param weighted whether to multiply by the weights of the quadrature
     */
    static List<ConstantMatrix> toPoints(SphereGrid grid, int from, int to, int l, int fields, boolean weighted) {
        int blocks = (to - from) * fields;
        return List.of(
                legendre(grid, from, to, l, fields, weighted),
                quarter(grid.alphas(), blocks, l, m -> l + m, j -> 1),
                whole(grid, blocks));
    }

    /** From fields [field][lm] to [field][ring][m]. */
    private static ConstantMatrix legendre(SphereGrid grid, int from, int to, int l, int fields, boolean weighted) {
        int size = (l + 1) * (l + 1);
        int width = 2 * l + 1;
        int rings = to - from;
        ConstantMatrix.Builder builder = ConstantMatrix.builder(fields * rings * width, fields * size);
        for (int ring = from; ring < to; ring++) {
            double[][] t = grid.polarFunctions(l, ring);
            for (int f = 0; f < fields; f++) {
                for (int m = -l; m <= l; m++) {
                    for (int k = Math.abs(m); k <= l; k++) {
                        double value = t[k][Math.abs(m)] * (weighted ? grid.weight(ring) : 1);
                        builder.set((f * rings + ring - from) * width + l + m, f * size + k * k + k + m, value);
                    }
                }
            }
        }
        return builder.build();
    }

    /**
     * From [block][wave] to [block][kind][angle of the first quarter turn]: the sums of cosines of even and of odd m and of sines of
     * even and of odd m. The values in the other quarters are these up to signs.
     *
     * @param place of wave m among those of a block, negative m for sines
     * @param weight of an angle
     */
    static ConstantMatrix quarter(int alphas, int blocks, int l, IntUnaryOperator place, IntToDoubleFunction weight) {
        int width = 2 * l + 1;
        int count = angles(alphas);
        ConstantMatrix.Builder builder = ConstantMatrix.builder(blocks * 4 * count, blocks * width);
        for (int b = 0; b < blocks; b++) {
            for (int j = 0; j < count; j++) {
                for (int m = -l; m <= l; m++) {
                    int turn = Math.abs(m) * j % alphas;
                    double value = m < 0 ? TrigSynthesis.sine(turn, alphas) : TrigSynthesis.cosine(turn, alphas);
                    int kind = (m < 0 ? 2 : 0) + (m & 1);
                    builder.set(
                            (b * 4 + kind) * count + j,
                            b * width + place.applyAsInt(m),
                            weight.applyAsDouble(j) * value);
                }
            }
        }
        return builder.build();
    }

    /** Angles of a quarter turn, both ends included. */
    static int angles(int alphas) {
        return alphas / 4 + 1;
    }

    /** From the four kinds of sums to all alpha: alpha, -alpha, pi - alpha and pi + alpha. */
    private static ConstantMatrix whole(SphereGrid grid, int blocks) {
        int alphas = grid.alphas();
        int count = angles(alphas);
        double[][] signs = {{1, 1, 1, 1}, {1, 1, -1, -1}, {1, -1, -1, 1}, {1, -1, 1, -1}};
        ConstantMatrix.Builder builder = ConstantMatrix.builder(blocks * alphas, blocks * 4 * count);
        for (int b = 0; b < blocks; b++) {
            boolean[] done = new boolean[alphas];
            for (int j = 0; j < count; j++) {
                int[] places = {j, (alphas - j) % alphas, alphas / 2 - j, alphas / 2 + j};
                for (int image = 0; image < 4; image++) {
                    for (int kind = 0; kind < 4 && !done[places[image]]; kind++) {
                        builder.set(b * alphas + places[image], (b * 4 + kind) * count + j, signs[image][kind]);
                    }
                    done[places[image]] = true;
                }
            }
        }
        return builder.build();
    }
}
