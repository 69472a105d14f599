package org.gaunt.product;

import java.util.List;
import org.gaunt.o3.Gaunt;
import org.gaunt.o3.Wigner3j;
import org.gaunt.o3.Wigner6j;
import org.gaunt.product.ProductSpec.Coefficient;

/**
 * Pointwise products of functions on the sphere whose values are numbers or vectors: dot product, cross product, number times vector
 * (the vector Gaunt product, Xie et al. 2025).
 *
 * <p>Unlike the Gaunt product of numbers they have paths with an odd sum of degrees, the cross product 1 x 1 -> 1 first of all. The
 * parity of the result is the product of the parities of the inputs; a cross product of two polar functions is axial.
 *
 * <p>The coefficient of the path (l1 j1, l2 j2, l3 j3) is √((2j1+1)(2j2+1)(2j3+1)) g(l1, l2, l3) κ {l1 t1 j1; l2 t2 j2; l3 t3 j3} times
 * Wigner's 3j, with g of {@link Gaunt#factor}, t the ranks of the values, a 9j symbol, and κ the norm of the product of values: 1
 * for numbers, √3 for the dot product and for number times vector, √6 for the cross product.
 */
public final class VectorGauntProducts {
    /** Smaller factors are rounding errors of a 9j symbol that is zero. */
    private static final double ZERO = 1e-13;

    private VectorGauntProducts() {}

    /**
     * x × y, polar vectors to axial vectors. Operands x, y, z, channel by channel; segments as {@link SphereSignal#harmonics}.
     *
     * @param l1 the largest degree of the harmonics of x
     * @param l2 of y
     * @param l3 of the result, at most l1 + l2
     */
    public static ProductSpec cross(int l1, int l2, int l3, int channels) {
        SphereSignal axial = SphereSignal.vector(l3).withParity(1);
        return of(SphereSignal.vector(l1), SphereSignal.vector(l2), axial, channels, false);
    }

    /** x · y, vectors to numbers. */
    public static ProductSpec dot(int l1, int l2, int l3, int channels) {
        return of(SphereSignal.vector(l1), SphereSignal.vector(l2), SphereSignal.scalar(l3), channels, false);
    }

    /**
     * Any product of values: numbers, number times vector, dot and cross product follow from the ranks.
     *
     * @param weighted whether there are weights for each segment and channel of x, y and z: operands x, y, wx, wy, wz, z
     * @throws IllegalArgumentException if the ranks or parities do not fit or z has a degree that is out of reach
     */
    public static ProductSpec of(SphereSignal x, SphereSignal y, SphereSignal z, int channels, boolean weighted) {
        if (!Wigner3j.triangle(x.rank(), y.rank(), z.rank())) {
            throw new IllegalArgumentException("no product of values takes " + x + " and " + y + " to " + z
                    + "; numbers and vectors give vectors, two vectors give numbers (dot) or vectors (cross)");
        }
        if (z.degree() > x.degree() + y.degree()) {
            throw new IllegalArgumentException("functions of degrees " + x.degree() + " and " + y.degree()
                    + " have products to degree " + (x.degree() + y.degree()) + ", but the output asks for "
                    + z.degree()
                    + "; lower it");
        }
        if (z.parity() != x.parity() * y.parity()) {
            throw new IllegalArgumentException("the product of " + x + " and " + y + " has the parity "
                    + x.parity() * y.parity() + ", but the output is " + z + "; take "
                    + z.withParity(-z.parity()));
        }
        if (channels < 1) {
            throw new IllegalArgumentException("a product has 1 channel or more, not " + channels);
        }
        if (x.degree() + y.degree() + z.degree() + x.rank() + y.rank() + z.rank() > Wigner3j.MAX_DEGREE_SUM) {
            throw new IllegalArgumentException("the degrees of " + x + ", " + y + " and " + z
                    + " sum to more than the tables' " + Wigner3j.MAX_DEGREE_SUM + "; lower one");
        }
        List<SphereSignal.Harmonic> a = x.harmonics();
        List<SphereSignal.Harmonic> b = y.harmonics();
        List<SphereSignal.Harmonic> c = z.harmonics();
        return ChannelProducts.build(
                "vector Gaunt product of " + x + " and " + y + " to " + z,
                x.irreps(channels),
                y.irreps(channels),
                z.irreps(channels),
                weighted,
                new ProductStructure.VectorSphere(x, y, z),
                (p, q, r, weights) -> {
                    double factor = strength(x, a.get(p), y, b.get(q), z, c.get(r));
                    double[][][] symbols =
                            Wigner3j.of(a.get(p).j(), b.get(q).j(), c.get(r).j());
                    return Math.abs(factor) > ZERO ? Coefficient.of(symbols, factor, weights) : List.of();
                });
    }

    /**
     * The strength of a path that the product of numbers lacks: vector harmonics of degree and irrep l1, times numbers of degree l2, to
     * vector harmonics of degree l and irrep j.
     *
     * @return the factor of Wigner's 3j of (l1, l2, j); 0 where there is no path
     */
    public static double oddStrength(int l1, int l2, int l, int j) {
        return strength(
                SphereSignal.vector(l1),
                new SphereSignal.Harmonic(l1, l1),
                SphereSignal.scalar(l2),
                new SphereSignal.Harmonic(l2, l2),
                SphereSignal.vector(l),
                new SphereSignal.Harmonic(l, j));
    }

    private static double strength(
            SphereSignal x,
            SphereSignal.Harmonic a,
            SphereSignal y,
            SphereSignal.Harmonic b,
            SphereSignal z,
            SphereSignal.Harmonic c) {
        double g = Gaunt.factor(a.l(), b.l(), c.l());
        if (g == 0) {
            return 0;
        }
        int ranks = x.rank() + y.rank() + z.rank();
        double norm = Math.sqrt(ranks == 0 ? 1 : ranks == 3 ? 6 : 3);
        return Math.sqrt((2 * a.j() + 1.0) * (2 * b.j() + 1) * (2 * c.j() + 1))
                * g
                * norm
                * Wigner6j.nineJ(a.l(), x.rank(), a.j(), b.l(), y.rank(), b.j(), c.l(), z.rank(), c.j());
    }
}
