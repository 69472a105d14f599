package org.gaunt.kernel.trilinear;

import java.util.List;
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
        return List.of(legendre(grid, from, to, l, fields, weighted), quarter(grid, blocks, l), whole(grid, blocks));
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
     * From [field][ring][m] to [field][ring][kind][alpha in the first quarter]: the sums of cosines of even and of odd m and of sines of
     * even and of odd m. The values in the other quarters are these up to signs.
     */
    private static ConstantMatrix quarter(SphereGrid grid, int blocks, int l) {
        int width = 2 * l + 1;
        int count = grid.alphas() / 4 + 1;
        ConstantMatrix.Builder builder = ConstantMatrix.builder(blocks * 4 * count, blocks * width);
        for (int b = 0; b < blocks; b++) {
            for (int j = 0; j < count; j++) {
                for (int m = -l; m <= l; m++) {
                    double angle = 2 * Math.PI * Math.abs(m) * j / grid.alphas();
                    int kind = (m < 0 ? 2 : 0) + (m & 1);
                    builder.set(
                            (b * 4 + kind) * count + j, b * width + l + m, m < 0 ? Math.sin(angle) : Math.cos(angle));
                }
            }
        }
        return builder.build();
    }

    /** From the four kinds of sums to all alpha: alpha, -alpha, pi - alpha and pi + alpha. */
    private static ConstantMatrix whole(SphereGrid grid, int blocks) {
        int alphas = grid.alphas();
        int count = alphas / 4 + 1;
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
