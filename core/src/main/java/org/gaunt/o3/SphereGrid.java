package org.gaunt.o3;

/**
 * Points on the unit sphere on which integrals of polynomials are exact: Gauss-Legendre points in the cosine of the polar angle
 * beta, equispaced ones in alpha.
 *
 * <p>A point is (sin beta sin alpha, cos beta, sin beta cos alpha), the polar axis is y. Functions are kept as rows
 * [beta][alpha]. Coefficients are those of real spherical harmonics of integral normalisation, component m of degree l at index
 * l^2 + l + m. Transforms are separable: degrees and beta first, for each m, then m and alpha; they cost O(lmax^3).
 *
 * <p>The products of functions of degrees l1 and l2, projected to degrees up to l3, need a grid that is exact for the degree
 * l1 + l2 + l3: n_beta points integrate 2 n_beta - 1 exactly, n_alpha points waves up to n_alpha - 1.
 */
public final class SphereGrid {
    private final double[] cosBeta;
    private final double[] weight;
    private final int alphas;

    private SphereGrid(int betas, int alphas) {
        this.alphas = alphas;
        cosBeta = new double[betas];
        weight = new double[betas];
        for (int i = 0; i < (betas + 1) / 2; i++) {
            gaussPoint(betas, i);
        }
    }

    /** Newton's iteration for root i of the Legendre polynomial of degree n; mirrored to the root n - 1 - i. */
    private void gaussPoint(int n, int i) {
        double x = 2 * i + 1 == n ? 0 : Math.cos(Math.PI * (i + 0.75) / (n + 0.5));
        double derivative = 0;
        for (int step = 0; step < 100; step++) {
            double before = 1;
            double value = x;
            for (int k = 2; k <= n; k++) {
                double next = ((2 * k - 1) * x * value - (k - 1) * before) / k;
                before = value;
                value = next;
            }
            derivative = n * (before - x * value) / (1 - x * x);
            double change = value / derivative;
            x -= 2 * i + 1 == n ? 0 : change;
            if (Math.abs(change) < 1e-16) {
                break;
            }
        }
        cosBeta[i] = x;
        cosBeta[n - 1 - i] = -x;
        double w = 2 / ((1 - x * x) * derivative * derivative) * 2 * Math.PI / alphas;
        weight[i] = w;
        weight[n - 1 - i] = w;
    }

    /**
     * The smallest grid on which the integral over the sphere of every polynomial up to a degree is exact: degree / 2 + 1 values of
     * beta, degree + 1 of alpha.
     *
     * @throws IllegalArgumentException if the degree is negative
     */
    public static SphereGrid exactFor(int degree) {
        if (degree < 0) {
            throw new IllegalArgumentException(
                    "a grid is exact for polynomials up to a degree of 0 or more, not " + degree);
        }
        return new SphereGrid(degree / 2 + 1, degree + 1);
    }

    /**
     * The smallest grid on which the product of functions of two degrees is projected exactly to a third.
     *
     * @param l1 the largest degree of the first function
     * @param l2 the largest degree of the second function
     * @param l3 the largest degree wanted of the product
     */
    public static SphereGrid forProduct(int l1, int l2, int l3) {
        return exactFor(Math.addExact(l1, Math.addExact(l2, l3)));
    }

    /**
     * A grid of any size.
     *
     * @param betas Gauss-Legendre points in cos beta, 1 or more
     * @param alphas equispaced points 2 pi j / alphas, 1 or more
     */
    public static SphereGrid of(int betas, int alphas) {
        if (betas < 1 || alphas < 1) {
            throw new IllegalArgumentException(
                    "a grid has at least one value of beta and of alpha, not " + betas + " and " + alphas);
        }
        return new SphereGrid(betas, alphas);
    }

    /** How many values of beta there are. */
    public int betas() {
        return cosBeta.length;
    }

    /** How many values of alpha there are. */
    public int alphas() {
        return alphas;
    }

    /** How many points there are. */
    public int points() {
        return betas() * alphas;
    }

    /** The highest degree of polynomials whose integral is exact. */
    public int exactDegree() {
        return Math.min(2 * betas() - 1, alphas - 1);
    }

    /** The cosine of beta number i; descending, and the negative of that of number betas() - 1 - i. */
    public double cosBeta(int i) {
        return cosBeta[i];
    }

    /** The sine of beta number i. */
    public double sinBeta(int i) {
        return Math.sqrt((1 - cosBeta[i]) * (1 + cosBeta[i]));
    }

    /** The angle alpha number j. */
    public double alpha(int j) {
        return 2 * Math.PI * j / alphas;
    }

    /** The weight of every point of beta number i; the weights of all points sum to 4 pi. */
    public double weight(int i) {
        return weight[i];
    }

    /** The point of beta number i and alpha number j as a new vector (x, y, z). */
    public double[] direction(int i, int j) {
        return new double[] {
            sinBeta(i) * Math.sin(alpha(j)), cosBeta(i), sinBeta(i) * Math.cos(alpha(j)),
        };
    }

    /**
     * The polar part of the harmonics at beta number i: Y_lm is T[l][|m|] times 1 for m = 0, cos(m alpha) for m > 0 and
     * sin(|m| alpha) for m &lt; 0.
     *
     * @return a new array [l][m], l = 0..lmax, m = 0..l
     */
    public double[][] polarFunctions(int lmax, int i) {
        return ThetaFunctions.at(lmax, cosBeta(i), sinBeta(i));
    }

    /**
     * The values of a function.
     *
     * @param lmax its largest degree
     * @param coefficients shape [(lmax+1)^2]
     * @return a new array of shape [betas][alphas]
     */
    public double[] toGrid(int lmax, double[] coefficients) {
        check(coefficients.length, (lmax + 1) * (lmax + 1), "coefficients of degrees 0.." + lmax);
        double[] values = new double[points()];
        for (int i = 0; i < betas(); i++) {
            double[][] t = polarFunctions(lmax, i);
            for (int m = -lmax; m <= lmax; m++) {
                double sum = 0;
                for (int l = Math.abs(m); l <= lmax; l++) {
                    sum += t[l][Math.abs(m)] * coefficients[l * l + l + m];
                }
                for (int j = 0; j < alphas; j++) {
                    values[i * alphas + j] += sum * wave(m, j);
                }
            }
        }
        return values;
    }

    /**
     * The coefficients of a function: its integrals with the harmonics, exact if the degree of the function and lmax together are
     * at most {@link #exactDegree}.
     *
     * @param lmax the largest degree wanted
     * @param values shape [betas][alphas]
     * @return a new array of shape [(lmax+1)^2]
     */
    public double[] fromGrid(int lmax, double[] values) {
        check(values.length, points(), "values on " + betas() + " x " + alphas + " points");
        double[] coefficients = new double[(lmax + 1) * (lmax + 1)];
        for (int i = 0; i < betas(); i++) {
            double[][] t = polarFunctions(lmax, i);
            for (int m = -lmax; m <= lmax; m++) {
                double sum = 0;
                for (int j = 0; j < alphas; j++) {
                    sum += values[i * alphas + j] * wave(m, j);
                }
                for (int l = Math.abs(m); l <= lmax; l++) {
                    coefficients[l * l + l + m] += weight[i] * t[l][Math.abs(m)] * sum;
                }
            }
        }
        return coefficients;
    }

    private double wave(int m, int j) {
        double angle = 2 * Math.PI * Math.floorMod((long) m * j, alphas) / alphas;
        return m == 0 ? 1 : m > 0 ? Math.cos(angle) : -Math.sin(angle);
    }

    private static void check(int found, int wanted, String what) {
        if (found != wanted) {
            throw new IllegalArgumentException(
                    "there are " + found + " " + what + "; give an array of exactly " + wanted);
        }
    }

    @Override
    public String toString() {
        return betas() + " x " + alphas + " points, exact to degree " + exactDegree();
    }
}
