package org.gaunt.kernel.trilinear;

import org.gaunt.form.CompiledTrilinearMap;
import org.gaunt.kernel.LaneLoops;
import org.gaunt.kernel.code.Target;
import org.gaunt.linalg.Precision;
import org.gaunt.linalg.Workspace;
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
public record GridProductMap(int l1, int l2, int l3, int channels) implements KernelMap {
    public GridProductMap {
        SphereMaps.check(l1, l2, l3, channels);
    }

    @Override
    public int components(int seat) {
        return SphereMaps.components(degrees()[seat]);
    }

    /** The grid: as few points as the degrees allow, alpha rounded up to a multiple of four for its symmetries. */
    public SphereGrid grid() {
        SphereGrid least = SphereGrid.forProduct(l1, l2, l3);
        return SphereGrid.of(least.betas(), SphereMaps.symmetricPoints(least.alphas()));
    }

    private int[] degrees() {
        return new int[] {l1, l2, l3};
    }

    /** Multiply-adds of one row and channel. */
    public long cost() {
        SphereGrid grid = grid();
        long sum = grid.betas() * RingProduct.operations(degrees(), grid.alphas());
        for (int l : degrees()) {
            sum += ModeTransform.toGrid(l, grid, false).size();
        }
        return sum;
    }

    @Override
    public CompiledTrilinearMap kernel(Precision precision, Target target) {
        return new Kernel(this, precision, target);
    }

    private static final class Kernel extends PanelKernel {
        /** Where the spaces of the rings' product follow the waves of the operands. */
        private static final int SPACES = 3;

        private final ModeKernel[] modes = new ModeKernel[3];
        private final RingProduct rings;
        private final int betas;
        private final int[] lengths = new int[2 * SPACES];

        Kernel(GridProductMap map, Precision precision, Target target) {
            super(map, precision, target);
            SphereGrid grid = map.grid();
            LaneLoops loops = LaneLoops.of(target, precision);
            betas = grid.betas();
            rings = new RingProduct(map.degrees(), grid.alphas(), width(), loops);
            for (int k = 0; k < 3; k++) {
                int degree = map.degrees()[k];
                ModeTransform transform = ModeTransform.toGrid(degree, grid, k == Z);
                modes[k] = new ModeKernel(transform, transform::rowMajor, width(), loops);
                lengths[k] = betas * Waves.count(degree) * width();
                lengths[SPACES + k] = rings.spaceLength();
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
            int first = seat == 0 ? 1 : 0;
            int second = seat == 2 ? 1 : 2;
            modes[first].forward(a, aRow, inner[first]);
            modes[second].forward(b, bRow, inner[second]);
            rings.evaluate(seat, betas, inner, SPACES);
            modes[seat].backward(inner[seat], out, outRow, accumulate);
        }
    }
}
