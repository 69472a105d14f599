package org.gaunt.kernel.trilinear;

import java.util.List;
import org.gaunt.kernel.LaneLoops;
import org.gaunt.kernel.Precision;
import org.gaunt.kernel.Provider;
import org.gaunt.kernel.form.Form;
import org.gaunt.kernel.form.FormKernels;
import org.gaunt.kernel.form.Operand;
import org.gaunt.o3.SphereGrid;

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
        long sum = (long) grid.betas() * grid.alphas();
        for (int seat = 0; seat < 3; seat++) {
            int l = seat == X ? l1 : seat == Y ? l2 : l3;
            sum += ModeTransform.toGrid(l, grid, false).size();
            sum += (long) grid.betas() * (Waves.count(l) + TrigSynthesis.operations(grid.alphas(), l + 1));
        }
        return sum;
    }

    @Override
    public TrilinearKernel kernel(Precision precision, Provider provider) {
        return new Kernel(this, precision, provider);
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

        private final ModeKernel[] modes = new ModeKernel[3];
        private final FormProgram product;
        private final int betas;
        private final int[] lengths;

        Kernel(GridProductMap map, Precision precision, Provider provider) {
            super(map, precision, provider);
            SphereGrid grid = map.grid();
            FormKernels kernels = new FormKernels(provider);
            LaneLoops loops = LaneLoops.of(provider, precision);
            betas = grid.betas();
            int[] degrees = {map.l1(), map.l2(), map.l3()};
            lengths = new int[5];
            for (int k = 0; k < 3; k++) {
                ModeTransform transform = ModeTransform.toGrid(degrees[k], grid, k == 2);
                modes[k] = new ModeKernel(transform, transform::rowMajor, width(), precision, loops, kernels);
                lengths[k] = betas * Waves.count(degrees[k]) * width();
                lengths[SPARE] = Math.max(lengths[SPARE], lengths[k]);
            }
            product = new FormProgram(map.alongAlpha(grid.alphas()), width(), precision, kernels);
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
            product.rows(seat, betas, new Object[] {inner[0], inner[1], inner[2]}, inner[seat], inner, SCRATCH);
            modes[seat].backward(inner[seat], out, outRow, accumulate, inner, SPARE, SCRATCH);
        }
    }
}
