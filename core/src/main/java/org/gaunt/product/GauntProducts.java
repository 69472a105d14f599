package org.gaunt.product;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.gaunt.o3.Gaunt;
import org.gaunt.o3.Irrep;
import org.gaunt.o3.Irreps;
import org.gaunt.o3.MulIrrep;
import org.gaunt.o3.SphereGrid;
import org.gaunt.o3.Wigner3j;
import org.gaunt.product.ProductSpec.Coefficient;
import org.gaunt.product.ProductSpec.Factor;
import org.gaunt.product.ProductSpec.Operand;
import org.gaunt.product.ProductSpec.Path;
import org.gaunt.product.ProductSpec.Role;

/**
 * Gaunt products: pointwise multiplication of functions on the sphere, channel by channel (Luo, Chen and Krishnapriyan 2024).
 *
 * <p>x and y are coefficients of real spherical harmonics of integral normalisation, and z those of the product of the two functions.
 * A path (l1, l2, l3) has the integrals of three harmonics ({@link Gaunt}) as coefficients; it exists where the degrees couple and
 * their sum is even. All parities are natural, (-1)^l, so nothing antisymmetric (a cross product, a pseudoscalar) can come out.
 *
 * <p>The specs say {@link ProductStructure.Sphere}: the same numbers can be computed on the sphere grid or in the Fourier basis.
 */
public final class GauntProducts {
    private static final int DENSE_LIMIT = 5_000_000;

    private GauntProducts() {}

    /**
     * The product of degrees 0..l1 and 0..l2, projected to 0..l3.
     *
     * <p>Operands: x, y, z, each with one segment for each degree, laid out [component][channel].
     *
     * @param l3 at most l1 + l2
     * @param channels 1 or more; channel by channel (e3nn's {@code uuu})
     * @throws IllegalArgumentException if a degree is out of range
     */
    public static ProductSpec elementwise(int l1, int l2, int l3, int channels) {
        return build(l1, l2, l3, channels, false);
    }

    /**
     * The same with a weight for each degree and channel of both inputs and of the output: path (l1, l2, l3) has the weight
     * wx[l1] wy[l2] wz[l3].
     *
     * <p>Operands: x, y, wx, wy, wz, z; the weights are [degree][channel]. They may be shared by all rows or differ from row to row.
     */
    public static ProductSpec weighted(int l1, int l2, int l3, int channels) {
        return build(l1, l2, l3, channels, true);
    }

    private static ProductSpec build(int l1, int l2, int l3, int channels, boolean weighted) {
        check(l1, l2, l3, channels);
        return ChannelProducts.build(
                weighted ? "Gaunt product with weights per degree" : "Gaunt product",
                natural(l1, channels),
                natural(l2, channels),
                natural(l3, channels),
                weighted,
                new ProductStructure.Sphere(l1, l2, l3),
                (a, b, c, weights) -> Coefficient.of(Gaunt.of(a, b, c), 1, weights));
    }

    /**
     * The product of two lists of irreps.
     *
     * <p>x and the result have the same multiplicity in all terms; y either has it too, or has one channel that multiplies all
     * channels of x. Every list names natural parities (0e, 1o, 2e ...), each degree once, in ascending order without gaps.
     *
     * @throws IllegalArgumentException if a list is not of this kind or an output degree is out of reach
     */
    public static ProductSpec of(Irreps x, Irreps y, Irreps out) {
        int l1 = naturalDegrees(x, "the first input");
        int l2 = naturalDegrees(y, "the second input");
        int l3 = naturalDegrees(out, "the output");
        int channels = x.get(0).mul();
        if (out.get(0).mul() != channels) {
            throw new IllegalArgumentException("a Gaunt product works channel by channel: the output " + out
                    + " needs the multiplicity " + channels + " of the first input " + x);
        }
        if (y.get(0).mul() == channels) {
            return elementwise(l1, l2, l3, channels);
        }
        if (y.get(0).mul() != 1) {
            throw new IllegalArgumentException("a Gaunt product works channel by channel: the second input " + y
                    + " needs the multiplicity " + channels + " of the first input " + x + ", or 1");
        }
        ProductSpec equal = elementwise(l1, l2, l3, channels);
        return new ProductSpec(
                equal.name(),
                List.of(equal.operands().get(0), Operand.of("y", Role.INPUT, y).withoutChannels(), equal.output()),
                equal.paths().stream()
                        .map(p -> new Path(
                                List.of(
                                        p.factors().get(0),
                                        new Factor(1, p.factors().get(1).segment(), ""),
                                        p.factors().get(2)),
                                p.coefficients()))
                        .toList());
    }

    /**
     * The power f^order of a function, projected to degrees 0..l3: the many-body product of one input with itself.
     *
     * <p>Operands: x, z. A path multiplies {@code order} segments of x; of coefficients that differ by the order of equal factors
     * only one is listed, with their sum.
     *
     * @throws IllegalArgumentException if the order is below 1, l3 is beyond order times l, or the table would have more than five
     *     million entries (many-body products on the grid or in the Fourier basis need no table)
     */
    public static ProductSpec power(int l, int order, int l3, int channels) {
        if (order < 1) {
            throw new IllegalArgumentException("the order of a power is 1 or more, not " + order);
        }
        check(l, l * (order - 1), l3, channels);
        SphereGrid grid = SphereGrid.exactFor(l * order + l3);
        int components = (l + 1) * (l + 1);
        double size = (l3 + 1) * (l3 + 1);
        for (int k = 1; k <= order; k++) {
            size *= (components + order - k) / (double) k;
        }
        if (size > DENSE_LIMIT) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "the table of power %d of degrees 0..%d has about %.0f entries, more than %d; lower the order or the degree,"
                            + " or use the product without its table",
                    order,
                    l,
                    size,
                    DENSE_LIMIT));
        }
        List<Path> paths = new ArrayList<>();
        new Powers(grid, l, order, l3).addPaths(paths);
        return new ProductSpec(
                "power " + order + " on the sphere",
                List.of(
                        Operand.of("x", Role.INPUT, natural(l, channels)),
                        Operand.of("z", Role.OUTPUT, natural(l3, channels))),
                paths);
    }

    private static int naturalDegrees(Irreps irreps, String what) {
        int l = 0;
        for (MulIrrep term : irreps.terms()) {
            if (!term.ir().equals(new Irrep(l, (l & 1) == 0 ? 1 : -1))
                    || term.mul() != irreps.get(0).mul()
                    || term.mul() < 1) {
                throw new IllegalArgumentException(what + " of a Gaunt product has the degrees 0, 1, 2 ... of natural"
                        + " parity with one multiplicity, as 8x0e+8x1o+8x2e, not " + irreps);
            }
            l++;
        }
        if (l == 0) {
            throw new IllegalArgumentException(what + " of a Gaunt product is empty; give at least 1x0e");
        }
        return l - 1;
    }

    private static void check(int l1, int l2, int l3, int channels) {
        if (l1 < 0 || l2 < 0 || l3 < 0) {
            throw new IllegalArgumentException("degrees are 0 or more, not " + l1 + ", " + l2 + " and " + l3);
        }
        if (l3 > l1 + l2) {
            throw new IllegalArgumentException("degrees 0.." + l1 + " and 0.." + l2 + " reach degree " + (l1 + l2)
                    + ", but the output asks for " + l3 + "; lower it");
        }
        if (l1 + l2 + l3 > Wigner3j.MAX_DEGREE_SUM) {
            throw new IllegalArgumentException("the degrees " + l1 + ", " + l2 + " and " + l3
                    + " sum to more than the tables' " + Wigner3j.MAX_DEGREE_SUM + "; lower one");
        }
        if (channels < 1) {
            throw new IllegalArgumentException("a product has 1 channel or more, not " + channels);
        }
    }

    /** Degrees 0..l of natural parity, the irreps of a function on the sphere. */
    private static Irreps natural(int l, int channels) {
        return SphereSignal.scalar(l).irreps(channels);
    }

    /** The coefficients of powers, by exact quadrature: products of harmonics at the points of a grid. */
    private static final class Powers {
        private static final double NOISE = 1e-13;

        private final int order;
        private final int l;
        private final int l3;
        /** [component][point]. */
        private final double[][] harmonics;

        private final double[] weights;
        private final int[] chosen;

        Powers(SphereGrid grid, int l, int order, int l3) {
            this.order = order;
            this.l = l;
            this.l3 = l3;
            int largest = Math.max(l, l3);
            harmonics = new double[(largest + 1) * (largest + 1)][];
            for (int i = 0; i < harmonics.length; i++) {
                double[] unit = new double[harmonics.length];
                unit[i] = 1;
                harmonics[i] = grid.toGrid(largest, unit);
            }
            weights = new double[grid.points()];
            for (int p = 0; p < weights.length; p++) {
                weights[p] = grid.weight(p / grid.alphas());
            }
            chosen = new int[order];
        }

        /** One path for each ascending list of input degrees and each output degree. */
        void addPaths(List<Path> paths) {
            List<int[]> lists = new ArrayList<>();
            ascending(0, 0, l, new int[order], lists);
            for (int[] degrees : lists) {
                for (int out = 0; out <= l3; out++) {
                    List<Coefficient> coefficients = new ArrayList<>();
                    fill(0, degrees, out, weights, 1, coefficients);
                    if (!coefficients.isEmpty()) {
                        List<Factor> factors = new ArrayList<>();
                        for (int degree : degrees) {
                            factors.add(new Factor(0, degree, "u"));
                        }
                        factors.add(new Factor(1, out, "u"));
                        paths.add(new Path(factors, coefficients));
                    }
                }
            }
        }

        private static void ascending(int at, int least, int most, int[] list, List<int[]> lists) {
            if (at == list.length) {
                lists.add(list.clone());
                return;
            }
            for (int v = least; v <= most; v++) {
                list[at] = v;
                ascending(at + 1, v, most, list, lists);
            }
        }

        /** Components ascend where degrees are equal; {@code permutations} counts the orders that one list stands for. */
        private void fill(
                int at, int[] degrees, int out, double[] product, double permutations, List<Coefficient> list) {
            if (at == order) {
                for (int k = 0; k <= 2 * out; k++) {
                    double integral = 0;
                    double size = 0;
                    for (int p = 0; p < product.length; p++) {
                        double term = product[p] * harmonics[out * out + k][p];
                        integral += term;
                        size += Math.abs(term);
                    }
                    if (Math.abs(integral) > NOISE * size) {
                        List<Integer> components = new ArrayList<>();
                        for (int i : chosen) {
                            components.add(i);
                        }
                        components.add(k);
                        list.add(new Coefficient(components, permutations * integral));
                    }
                }
                return;
            }
            boolean same = at > 0 && degrees[at] == degrees[at - 1];
            for (int i = same ? chosen[at - 1] : 0; i <= 2 * degrees[at]; i++) {
                chosen[at] = i;
                int equal = 1;
                while (equal <= at && degrees[at - equal] == degrees[at] && chosen[at - equal] == i) {
                    equal++;
                }
                double[] next = product.clone();
                double[] harmonic = harmonics[degrees[at] * degrees[at] + i];
                for (int p = 0; p < next.length; p++) {
                    next[p] *= harmonic[p];
                }
                // the multinomial coefficient, factor by factor
                fill(at + 1, degrees, out, next, permutations * (at + 1) / equal, list);
            }
        }
    }
}
