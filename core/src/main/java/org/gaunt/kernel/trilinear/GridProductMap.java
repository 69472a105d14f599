package org.gaunt.kernel.trilinear;

import java.util.Arrays;
import java.util.List;
import org.gaunt.kernel.LaneLoops;
import org.gaunt.kernel.Precision;
import org.gaunt.kernel.Provider;
import org.gaunt.kernel.form.Form;
import org.gaunt.kernel.form.FormKernels;
import org.gaunt.kernel.form.Operand;
import org.gaunt.o3.SphereGrid;
import org.jspecify.annotations.Nullable;

/**
 * The Gaunt product by way of the sphere grid: evaluate both functions at the points, multiply, integrate with the harmonics of the
 * result. Exact, because the quadrature is exact for the product of all three.
 *
 * <p>Transforms are separable and use all symmetries of the grid: mirror images in beta, half and quarter turns in alpha. The work
 * is O(L^3) per pair.
 *
 * @param l1 the largest degree of x
 * @param l2 the largest degree of y
 * @param l3 the largest degree of z
 */
public record GridProductMap(int l1, int l2, int l3, int channels) implements TrilinearMap {
    /** Points from which on products along alpha are faster by {@link RingProduct} than as one expression. */
    private static final int LEAST_ALPHAS = 24;

    public GridProductMap {
        SphereMaps.check(l1, l2, l3, channels);
    }

    @Override
    public int components(int seat) {
        return SphereMaps.components(seat == X ? l1 : seat == Y ? l2 : l3);
    }

    /** The grid: as few points as the degrees allow, alpha rounded up to a multiple of four for its symmetries. */
    public SphereGrid grid() {
        SphereGrid least = SphereGrid.forProduct(l1, l2, l3);
        return SphereGrid.of(least.betas(), SphereMaps.symmetricPoints(least.alphas()));
    }

    /** Multiply-adds of one row and channel. */
    public long cost() {
        SphereGrid grid = grid();
        int[] degrees = {l1, l2, l3};
        long ring = grid.alphas();
        long sum = 0;
        for (int l : degrees) {
            sum += ModeTransform.toGrid(l, grid, false).size();
            ring += Waves.count(l) + TrigSynthesis.operations(grid.alphas(), l + 1);
        }
        return sum + grid.betas() * (byMatrices(grid) ? RingProduct.cost(degrees, grid.alphas()) : ring);
    }

    @Override
    public TrilinearKernel kernel(Precision precision, Provider provider) {
        return new Kernel(this, precision, provider);
    }

    private static boolean byMatrices(SphereGrid grid) {
        return grid.alphas() >= Integer.getInteger("rings", LEAST_ALPHAS);
    }

    /** The triple product along alpha at one beta: Σ over points of x y z. */
    private Form alongAlpha(int alphas) {
        List<Operand> operands = List.of(
                new Operand("x", Waves.count(l1), true, Operand.Access.row()),
                new Operand("y", Waves.count(l2), true, Operand.Access.row()),
                new Operand("z", Waves.count(l3), true, Operand.Access.row()));
        int[] degrees = {l1, l2, l3};
        return Form.of("product along alpha", operands, g -> {
            int[][] values = new int[3][];
            for (int k = 0; k < 3; k++) {
                values[k] = SphereForms.atAlphas(g, k, degrees[k], alphas);
            }
            int sum = g.constant(0);
            for (int j = 0; j < alphas; j++) {
                sum = g.add(sum, g.mul(g.mul(values[0][j], values[1][j]), values[2][j]));
            }
            return sum;
        });
    }

    private static final class Kernel extends PanelKernel {
        private static final int SPARE = 3;
        private static final int SCRATCH = 4;
        private static final int POINTS = 5;

        private final ModeKernel[] modes = new ModeKernel[3];
        private final @Nullable FormProgram product;
        private final @Nullable RingProduct rings;
        private final int betas;
        private final int[] lengths;

        Kernel(GridProductMap map, Precision precision, Provider provider) {
            super(map, precision, provider);
            SphereGrid grid = map.grid();
            FormKernels kernels = new FormKernels(provider);
            LaneLoops loops = LaneLoops.of(provider, precision);
            betas = grid.betas();
            int[] degrees = {map.l1(), map.l2(), map.l3()};
            lengths = new int[POINTS + 3];
            for (int k = 0; k < 3; k++) {
                ModeTransform transform = ModeTransform.toGrid(degrees[k], grid, k == 2);
                modes[k] = new ModeKernel(transform, transform::rowMajor, width(), precision, loops, kernels);
                lengths[k] = betas * Waves.count(degrees[k]) * width();
                lengths[SPARE] = Math.max(lengths[SPARE], lengths[k]);
            }
            if (byMatrices(grid)) {
                product = null;
                rings = new RingProduct(degrees, grid.alphas(), width(), precision, provider, kernels);
                Arrays.fill(lengths, POINTS, POINTS + 3, rings.pointsLength());
            } else {
                product = new FormProgram(map.alongAlpha(grid.alphas()), width(), precision, kernels);
                rings = null;
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
                Object[] inner) {
            int first = seat == 0 ? 1 : 0;
            int second = seat == 2 ? 1 : 2;
            modes[first].forward(a, aRow, inner[first], inner, SPARE, SCRATCH);
            modes[second].forward(b, bRow, inner[second], inner, SPARE, SCRATCH);
            Object[] waves = {inner[0], inner[1], inner[2]};
            if (rings != null) {
                Object[] at = {inner[POINTS], inner[POINTS + 1], inner[POINTS + 2]};
                rings.evaluate(seat, betas, waves, at, inner, SCRATCH);
            } else if (product != null) {
                product.rows(seat, betas, waves, inner[seat], inner, SCRATCH);
            }
            modes[seat].backward(inner[seat], out, outRow, accumulate, inner, SPARE, SCRATCH);
        }
    }
}
