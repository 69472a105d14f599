package org.gaunt.product;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.gaunt.o3.SphereGrid;
import org.gaunt.product.Choice.Estimate;
import org.gaunt.product.ProductSpec.Operand;
import org.gaunt.product.ProductStructure.Factored;
import org.gaunt.product.ProductStructure.General;
import org.gaunt.product.ProductStructure.Matrix;
import org.gaunt.product.ProductStructure.Sphere;
import org.gaunt.product.ProductStructure.VectorSphere;

/**
 * The routes that a product's structure allows, with their multiply-adds and what these take.
 *
 * <p>Multiply-adds are counted from the degrees, as the kernels do them. The time of one depends on the route: constants of generated
 * code cost nothing until there are too many for the instruction cache, transforms load their matrices. The rates below were fitted to
 * {@code gaunt bench elementwise} and {@code gaunt bench products} on Zen 3 with AVX2 (see docs/products.md); only their ratios
 * matter for the choice, and the choice among elementwise products is the fastest way on a Xeon with AVX-512, too, for every
 * degree that was measured (docs/notebook/products.md).
 */
final class RouteCosts {
    /** Multiply-adds per nanosecond of generated code whose table fits the instruction cache. */
    private static final double SPARSE_RATE = 19;

    /** Multiply-adds per nanosecond of longer tables, which are worked through as outer products and sparse matrices. */
    private static final double LARGE_RATE = 7;

    /** Coefficients of tables that become generated code which fits the instruction cache. */
    private static final int SMALL_TABLE = 500;

    private static final double GEMM_RATE = 20;
    private static final double GRID_RATE = 25;
    private static final double VECTOR_RATE = 8;
    private static final double FOURIER_RATE = 5.5;
    private static final double MATRIX_RATE = 7;
    private static final double FACTORED_RATE = 20;

    private RouteCosts() {}

    static List<Estimate> of(ProductSpec spec) {
        List<Estimate> all = new ArrayList<>();
        ProductCost cost = spec.cost();
        all.add(table(spec, cost));
        if (!oneIndex(spec)) {
            return all;
        }
        int channels = spec.output().segments().getFirst().channels();
        switch (spec.structure()) {
            case General _ -> {}
            case Sphere s -> {
                all.add(estimate(Route.GRID, channels * grid(s.l1(), s.l2(), s.l3(), 1, 1, 1, 1), GRID_RATE));
                all.add(estimate(Route.FOURIER, channels * fourier(s.l1(), s.l2(), s.l3()), FOURIER_RATE));
            }
            case Matrix m -> all.add(estimate(Route.MATRIX, channels * matrix(spec, m.degree()), MATRIX_RATE));
            case VectorSphere v -> all.add(estimate(Route.GRID, channels * vectorGrid(v), VECTOR_RATE));
            case Factored f ->
                all.add(estimate(
                        Route.FACTORED,
                        (long) channels
                                * f.rank()
                                * features(spec).mapToInt(Operand::components).sum(),
                        FACTORED_RATE));
        }
        all.sort((a, b) -> Double.compare(a.nanoseconds(), b.nanoseconds()));
        return all;
    }

    private static Estimate estimate(Route route, long multiplyAdds, double rate) {
        return new Estimate(route, multiplyAdds, multiplyAdds / rate);
    }

    private static Estimate table(ProductSpec spec, ProductCost cost) {
        if (!oneIndex(spec)) {
            return estimate(Route.GEMM, cost.multiplyAdds(), GEMM_RATE);
        }
        double rate = cost.coefficients() <= SMALL_TABLE ? SPARSE_RATE : LARGE_RATE;
        return estimate(Route.SPARSE, cost.multiplyAdds(), rate);
    }

    /** Whether all channels run together, as kernels other than the table's need it; letters with one value do not count. */
    private static boolean oneIndex(ProductSpec spec) {
        return spec.paths().stream().allMatch(p -> {
            Set<Character> letters = new HashSet<>();
            for (ProductSpec.Factor f : p.factors()) {
                ProductSpec.Segment s = spec.segment(f);
                for (int k = 0; k < f.subscripts().length(); k++) {
                    if (!f.selection().isEmpty() || s.extents().get(k) > 1) {
                        letters.add(f.subscripts().charAt(k));
                    }
                }
            }
            return letters.size() <= 1;
        });
    }

    /** Inputs and output. */
    private static Stream<Operand> features(ProductSpec spec) {
        return Stream.concat(spec.inputs().stream(), Stream.of(spec.output()));
    }

    private static long vectorGrid(VectorSphere v) {
        SphereSignal x = v.x();
        SphereSignal y = v.y();
        SphereSignal z = v.z();
        int ranks = x.rank() + y.rank() + z.rank();
        int terms = ranks == 0 ? 1 : ranks == 3 ? 6 : 3;
        long fields = grid(x.degree(), y.degree(), z.degree(), x.fields(), y.fields(), z.fields(), terms);
        for (SphereSignal s : List.of(x, y, z)) {
            // each vector harmonic has a few Cartesian components of each ordinary one
            fields += s.rank() == 0 ? 0 : 3L * s.components();
        }
        return fields;
    }

    /**
     * The product of three functions on a grid, of which the fields are given.
     *
     * @param terms products of numbers at each point
     */
    static long grid(int l1, int l2, int l3, int fields1, int fields2, int fields3, int terms) {
        SphereGrid least = SphereGrid.forProduct(l1, l2, l3);
        int alphas = least.alphas() == 1 ? 1 : Math.ceilDiv(least.alphas(), 4) * 4;
        long points = (long) least.betas() * alphas;
        return fields1 * transform(l1, least.betas(), alphas)
                + fields2 * transform(l2, least.betas(), alphas)
                + fields3 * transform(l3, least.betas(), alphas)
                + points * terms;
    }

    /** Degrees to values of beta, halved by mirror images, then waves to values of alpha. */
    private static long transform(int l, int betas, int alphas) {
        long legendre = (long) (l + 1) * (l + 1) * Math.ceilDiv(betas, 2) + (long) betas * (2 * l + 1);
        return legendre + betas * waves(alphas, l + 1);
    }

    /**
     * Operations of the recursive synthesis of cosines and sines at n points, the fewest. The grid's kernel sums small matrices
     * instead, up to half as many again at a higher rate; the rate above is that of this count.
     */
    private static long waves(int n, int count) {
        if (count <= 1) {
            return 0;
        }
        if ((n & 1) == 1) {
            return (n / 2 + 1L) * (2 * count - 1) + n;
        }
        int odd = count / 2;
        return waves(n / 2, (count + 1) / 2) + (n / 4 + 1L) * 2 * odd + n / 2 + n;
    }

    /** Conversion to waves, direct convolution of what parity leaves, conversion back. */
    private static long fourier(int l1, int l2, int l3) {
        return conversion(l1, l1) + conversion(l2, l2) + conversion(l3, l1 + l2) + convolution(l1, l2);
    }

    /** Nonzeros of the map between degrees 0..l and waves 0..band in beta. */
    private static long conversion(int l, int band) {
        long sum = 0;
        for (int d = 0; d <= l; d++) {
            sum += (2L * d + 1) * (band / 2 + 1);
        }
        return sum;
    }

    /** Direct or by fast transforms, whichever is less: real arrays of (2 l + 1) x (l + 1) waves. */
    private static long convolution(int l1, int l2) {
        long direct = (2L * l1 + 1) * (l1 + 1) * (2L * l2 + 1) * (l2 + 1);
        double side = 2.0 * (l1 + l2) + 1;
        long fast = (long) (2 * side * side * Math.log(side) / Math.log(2) * 1.5);
        return Math.min(direct, fast);
    }

    private static long matrix(ProductSpec spec, int degree) {
        long n = 2L * degree + 1;
        // each component of degree l lies on the two diagonals |m|, half of them for i <= j
        long change =
                features(spec).mapToLong(o -> o.components() * n + n * (n - 1)).sum();
        return change + n * n * n;
    }
}
