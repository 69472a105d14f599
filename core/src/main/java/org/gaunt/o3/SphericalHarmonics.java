package org.gaunt.o3;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Real spherical harmonics of all degrees 0..lmax with exact first and second derivatives, in double precision: the
 * reference that faster code is tested against.
 *
 * <p>A vector is (x, y, z), the polar axis is y, and component m of degree l is at index l^2 + l + m, m = -l..l; degree
 * 1 is proportional to (x, y, z). There is no Condon-Shortley phase.
 *
 * <p>Values come from the stable three-term recursion in the degree, written for homogeneous polynomials of (x, y, z)
 * so that no angle and no division occurs. The gradient of a solid harmonic of degree l is a combination of those of
 * degree l-1, with {@link Wigner3j} coefficients of (l, 1, l-1): derivatives of any order are polynomials as exact as
 * the values, at the zero vector too.
 */
public final class SphericalHarmonics {

    /** The largest degree there is. */
    public static final int MAX_DEGREE = (Wigner3j.MAX_DEGREE_SUM - 1) / 2;

    /** The constant that each degree is scaled with. */
    public enum Normalization {
        /** The squares of the 2l+1 components sum to 2l+1 on the unit sphere. */
        COMPONENT,
        /** The squares of the 2l+1 components sum to 1 on the unit sphere. */
        NORM,
        /** The integral of each squared component over the unit sphere is 1. */
        INTEGRAL;

        /**
         * The factor from {@link #COMPONENT} to this.
         *
         * @param l the degree
         * @return the factor
         */
        public double scale(int l) {
            return switch (this) {
                case COMPONENT -> 1;
                case NORM -> 1 / Math.sqrt(2 * l + 1);
                case INTEGRAL -> 0.5 / Math.sqrt(Math.PI);
            };
        }
    }

    private final int lmax;
    private final Normalization normalization;
    private final boolean normalize;
    /** {@code gradient[l][m][i][m']}: derivative i of component m of degree l is the sum with degree l-1. */
    private final double[][][][] gradient;

    private SphericalHarmonics(int lmax, Normalization normalization, boolean normalize) {
        this.lmax = lmax;
        this.normalization = normalization;
        this.normalize = normalize;
        this.gradient = new double[lmax + 1][][][];
        for (int l = 1; l <= lmax; l++) {
            gradient[l] = gradientCoefficients(l, normalization);
        }
    }

    /**
     * Prepares the harmonics of all degrees up to the largest.
     *
     * @param lmax the largest degree, 0..{@link #MAX_DEGREE}
     * @param normalization the constant of each degree
     * @param normalize true: functions of the direction, the vector is first divided by its length; false: homogeneous
     *     polynomials of degree l (solid harmonics)
     * @return an immutable evaluator
     * @throws IllegalArgumentException if lmax is out of range
     */
    public static SphericalHarmonics of(int lmax, Normalization normalization, boolean normalize) {
        if (lmax < 0 || lmax > MAX_DEGREE) {
            throw new IllegalArgumentException(
                    "the largest degree must be between 0 and " + MAX_DEGREE + ", not " + lmax);
        }
        return new SphericalHarmonics(lmax, normalization, normalize);
    }

    /**
     * The gradient of the solid harmonics: dY_l[m]/dr_i = sum over m' of G[m][i][m'] Y_(l-1)[m'].
     *
     * @param l the degree, 1 or more
     * @param normalization the constant of the degrees l and l-1
     * @return G, a new array of shape [2l+1][3][2l-1]
     */
    public static double[][][] gradientCoefficients(int l, Normalization normalization) {
        if (l < 1 || l > MAX_DEGREE) {
            throw new IllegalArgumentException(
                    "gradients exist for degrees between 1 and " + MAX_DEGREE + ", not for " + l);
        }
        double[][][] coefficients = Wigner3j.of(l, 1, l - 1);
        double scale = (2 * l + 1) * Math.sqrt(l) * normalization.scale(l) / normalization.scale(l - 1);
        for (double[][] plane : coefficients) {
            for (double[] row : plane) {
                for (int i = 0; i < row.length; i++) {
                    row[i] *= scale;
                }
            }
        }
        return coefficients;
    }

    /** The largest degree. */
    public int lmax() {
        return lmax;
    }

    /** The constant of each degree. */
    public Normalization normalization() {
        return normalization;
    }

    /** True if the functions depend on the direction only. */
    public boolean normalize() {
        return normalize;
    }

    /** The number of components, (lmax+1)^2. */
    public int dim() {
        return (lmax + 1) * (lmax + 1);
    }

    /**
     * The values at a vector.
     *
     * @param x component
     * @param y component
     * @param z component
     * @return a new array of shape [dim]
     */
    public double[] values(double x, double y, double z) {
        double[] values = new double[dim()];
        evaluate(x, y, z, values, null, null);
        return values;
    }

    /**
     * Values and derivatives at a vector. At the zero vector, normalised harmonics of degree 1 and more are not
     * continuous: their value is 0 there, and so are their derivatives.
     *
     * @param x component
     * @param y component
     * @param z component
     * @param values filled: shape [dim]
     * @param first filled with the derivatives by x, y, z: shape [dim][3] in row-major order; or null
     * @param second filled with the second derivatives: shape [dim][3][3] in row-major order; or null
     */
    public void evaluate(
            double x, double y, double z, double[] values, double @Nullable [] first, double @Nullable [] second) {
        double length = normalize ? length(x, y, z) : 1;
        if (length == 0) {
            zeroVector(values, first, second);
            return;
        }
        double[] u = {x / length, y / length, z / length};
        if (normalize) {
            // once more, because the division leaves a length that is wrong in the last place
            double rest = Math.sqrt(u[0] * u[0] + u[1] * u[1] + u[2] * u[2]);
            u[0] /= rest;
            u[1] /= rest;
            u[2] /= rest;
        }
        double[] solid = solid(u[0], u[1], u[2]);
        System.arraycopy(solid, 0, values, 0, dim());
        if (first == null && second == null) {
            return;
        }
        double[] g = new double[3 * dim()];
        differentiate(solid, 1, g);
        if (second != null) {
            double[] h = new double[9 * dim()];
            differentiate(g, 3, h);
            System.arraycopy(h, 0, second, 0, h.length);
            if (normalize) {
                toSecondOfDirection(solid, g, u, length, second);
            }
        }
        if (first != null) {
            System.arraycopy(g, 0, first, 0, g.length);
            if (normalize) {
                toFirstOfDirection(solid, u, length, first);
            }
        }
    }

    private static double length(double x, double y, double z) {
        double largest = Math.max(Math.abs(x), Math.max(Math.abs(y), Math.abs(z)));
        if (largest == 0) {
            return 0;
        }
        double a = x / largest;
        double b = y / largest;
        double c = z / largest;
        return largest * Math.sqrt(a * a + b * b + c * c);
    }

    private void zeroVector(double[] values, double @Nullable [] first, double @Nullable [] second) {
        Arrays.fill(values, 0, dim(), 0);
        values[0] = normalization.scale(0);
        if (first != null) {
            Arrays.fill(first, 0, 3 * dim(), 0);
        }
        if (second != null) {
            Arrays.fill(second, 0, 9 * dim(), 0);
        }
    }

    /** Homogeneous polynomials: recursion in l for each m, times the real and imaginary part of (z + ix)^m. */
    private double[] solid(double x, double y, double z) {
        double[] out = new double[dim()];
        double square = x * x + y * y + z * z;
        double cos = 1;
        double sin = 0;
        double diagonal = 1;
        for (int m = 0; m <= lmax; m++) {
            if (m > 0) {
                double next = cos * z - sin * x;
                sin = cos * x + sin * z;
                cos = next;
                diagonal *= Math.sqrt((m == 1 ? 2.0 : 1.0) * (2 * m + 1) / (2.0 * m));
            }
            double before = 0;
            double current = diagonal;
            for (int l = m; l <= lmax; l++) {
                if (l > m) {
                    double a = Math.sqrt((4.0 * l * l - 1) / ((double) l * l - m * m));
                    double b = Math.sqrt(((l - 1.0) * (l - 1.0) - m * m) / (4.0 * (l - 1) * (l - 1) - 1));
                    double next = a * (y * current - (l > m + 1 ? b * square * before : 0));
                    before = current;
                    current = next;
                }
                double value = current * normalization.scale(l);
                out[l * l + l + m] = value * cos;
                if (m > 0) {
                    out[l * l + l - m] = value * sin;
                }
            }
        }
        return out;
    }

    /** Derivatives of width functions per component: from [dim][width] to [dim][width][3]. */
    private void differentiate(double[] from, int width, double[] to) {
        for (int l = 1; l <= lmax; l++) {
            for (int m = 0; m < 2 * l + 1; m++) {
                for (int i = 0; i < 3; i++) {
                    double[] row = gradient[l][m][i];
                    for (int k = 0; k < row.length; k++) {
                        for (int w = 0; row[k] != 0 && w < width; w++) {
                            to[((l * l + m) * width + w) * 3 + i] += row[k] * from[((l - 1) * (l - 1) + k) * width + w];
                        }
                    }
                }
            }
        }
    }

    /** From the solid harmonics' gradient at the unit vector u to that of Y(v/|v|) at v = length * u. */
    private void toFirstOfDirection(double[] solid, double[] u, double length, double[] first) {
        for (int l = 0; l <= lmax; l++) {
            for (int p = l * l; p < (l + 1) * (l + 1); p++) {
                for (int i = 0; i < 3; i++) {
                    first[3 * p + i] = (first[3 * p + i] - l * solid[p] * u[i]) / length;
                }
            }
        }
    }

    /** The same for second derivatives: those of r^-l S(v), by the product rule. */
    private void toSecondOfDirection(double[] solid, double[] g, double[] u, double length, double[] second) {
        for (int l = 0; l <= lmax; l++) {
            for (int p = l * l; p < (l + 1) * (l + 1); p++) {
                for (int i = 0; i < 3; i++) {
                    for (int j = 0; j < 3; j++) {
                        double cross = g[3 * p + i] * u[j] + g[3 * p + j] * u[i];
                        double radial = (l + 2) * u[i] * u[j] - (i == j ? 1 : 0);
                        int at = 9 * p + 3 * i + j;
                        second[at] = (second[at] - l * cross + l * solid[p] * radial) / (length * length);
                    }
                }
            }
        }
    }
}
