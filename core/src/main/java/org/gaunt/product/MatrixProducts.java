package org.gaunt.product;

import java.util.List;
import org.gaunt.o3.Irrep;
import org.gaunt.o3.Irreps;
import org.gaunt.o3.MulIrrep;
import org.gaunt.o3.Wigner3j;
import org.gaunt.o3.Wigner6j;
import org.gaunt.product.ProductSpec.Coefficient;

/**
 * The matrix product of irreps (the "fused tensors" of Unke and Maennel 2024; minimal form with one space).
 *
 * <p>Matrices on the space of degree Λ have 2Λ + 1 rows and hold the degrees 0..2Λ once each. x and y are written as matrices, the
 * matrices are multiplied, and the degrees of the result are read off. The coefficient of the path (l1, l2, l3) is (-1)^l3
 * √((2l1+1)(2l2+1)(2l3+1)) {l1 l2 l3; Λ Λ Λ} times Wigner's 3j. Paths with an odd sum of degrees exist (the commutator); parity is not
 * respected. A few 6j symbols vanish by accident (Λ = 3: 3 5 5), these paths are missing.
 */
public final class MatrixProducts {
    /** Smaller factors are rounding errors of a 6j symbol that is zero. */
    private static final double ZERO = 1e-13;

    private MatrixProducts() {}

    /** The smallest Λ whose matrices hold all degrees to l1, l2 and l3: half the largest, rounded up. */
    public static int smallestSpace(int l1, int l2, int l3) {
        return Math.ceilDiv(Math.max(l1, Math.max(l2, l3)), 2);
    }

    /**
     * Degrees 0..l1 times 0..l2, of the result 0..l3, on the smallest space. Operands x, y, z, channel by channel.
     *
     * @throws IllegalArgumentException if a degree is negative or l3 exceeds l1 + l2
     */
    public static ProductSpec elementwise(int l1, int l2, int l3, int channels) {
        if (Math.min(l1, Math.min(l2, l3)) < 0 || l3 > l1 + l2) {
            throw new IllegalArgumentException("degrees 0.." + l1 + " and 0.." + l2 + " couple to 0.." + (l1 + l2)
                    + ", but the output asks for 0.." + l3 + "; give degrees of 0 or more within reach");
        }
        return of(
                even(range(l1), channels),
                even(range(l2), channels),
                even(range(l3), channels),
                smallestSpace(l1, l2, l3),
                false);
    }

    /** As {@link #elementwise}, with weights for each degree and channel on both sides: operands x, y, wx, wy, wz, z. */
    public static ProductSpec weighted(int l1, int l2, int l3, int channels) {
        return of(
                even(range(l1), channels),
                even(range(l2), channels),
                even(range(l3), channels),
                smallestSpace(l1, l2, l3),
                true);
    }

    /**
     * The product of lists of irreps with one multiplicity. The product respects rotations, not inversion: parities are ignored, and
     * the spec has even irreps.
     *
     * @throws IllegalArgumentException if multiplicities differ
     */
    public static ProductSpec of(Irreps x, Irreps y, Irreps out) {
        int channels = x.size() == 0 ? 0 : x.get(0).mul();
        for (Irreps irreps : List.of(x, y, out)) {
            for (MulIrrep term : irreps.terms()) {
                if (term.mul() != channels) {
                    throw new IllegalArgumentException("a matrix product works channel by channel: all terms of " + x
                            + ", " + y + " and " + out + " need the same multiplicity");
                }
            }
        }
        int space = smallestSpace(x.lmax(), y.lmax(), out.lmax());
        return of(even(degrees(x), channels), even(degrees(y), channels), even(degrees(out), channels), space, false);
    }

    /**
     * The product on a chosen space.
     *
     * @param x degrees of the segments of x, each at most {@code 2 space}; likewise y and z
     * @param space Λ
     * @param weighted whether there are weights for each segment and channel: operands x, y, wx, wy, wz, z
     */
    public static ProductSpec of(
            List<Integer> x, List<Integer> y, List<Integer> z, int space, int channels, boolean weighted) {
        return of(even(x, channels), even(y, channels), even(z, channels), space, weighted);
    }

    private static ProductSpec of(Irreps x, Irreps y, Irreps z, int space, boolean weighted) {
        for (Irreps irreps : List.of(x, y, z)) {
            for (MulIrrep term : irreps.terms()) {
                if (term.ir().l() > 2 * space) {
                    throw new IllegalArgumentException("matrices on the space of degree " + space + " hold degrees 0.."
                            + 2 * space + ", not " + term.ir().l() + "; take a space of degree "
                            + Math.ceilDiv(term.ir().l(), 2) + " or more");
                }
            }
        }
        return ChannelProducts.build(
                "matrix product on degree " + space,
                x,
                y,
                z,
                weighted,
                new ProductStructure.Matrix(space),
                (a, b, c, weights) -> {
                    int l1 = x.get(a).ir().l();
                    int l2 = y.get(b).ir().l();
                    int l3 = z.get(c).ir().l();
                    double factor = ((l3 & 1) == 0 ? 1 : -1)
                            * Math.sqrt((2 * l1 + 1.0) * (2 * l2 + 1) * (2 * l3 + 1))
                            * Wigner6j.of(l1, l2, l3, space, space, space);
                    return Math.abs(factor) > ZERO
                            ? Coefficient.of(Wigner3j.of(l1, l2, l3), factor, weights)
                            : List.of();
                });
    }

    /** Even irreps of given degrees. */
    private static Irreps even(List<Integer> degrees, int channels) {
        if (channels < 1) {
            throw new IllegalArgumentException("a product has 1 channel or more, not " + channels);
        }
        return new Irreps(degrees.stream()
                .map(l -> new MulIrrep(channels, new Irrep(l, 1)))
                .toList());
    }

    private static List<Integer> range(int l) {
        return java.util.stream.IntStream.rangeClosed(0, l).boxed().toList();
    }

    private static List<Integer> degrees(Irreps irreps) {
        return irreps.terms().stream().map(t -> t.ir().l()).toList();
    }
}
