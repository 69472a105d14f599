package org.gaunt.o3;

import java.util.ArrayList;
import java.util.List;

/**
 * Spherical harmonics as Fourier series on the torus: Y_lm = sum over u, v of y e^(i (u beta + v alpha)), with beta continued past
 * the pole to [0, 2 pi) by the signed sine. Harmonics have integral normalisation.
 *
 * <p>Closed form, no quadrature. The polar part is a reduced Wigner function, and that of an angle is a Fourier series whose
 * coefficients are products of those at the right angle (Edmonds 1957, 4.5.2), which are sums of products of binomials (Krawtchouk
 * polynomials): integers, hence exact. An entry is zero unless |v| = |m|, u = l (mod 2) and, for odd m, u is not 0: O(lmax^3)
 * entries, 11, 34, 86, 163, 289, 452 for lmax = 1..6.
 *
 * <p>Because the polar part is even in beta for even m and odd for odd m, it is also a real series: of cos(u beta) for even m and
 * sin(u beta) for odd m, u = 0..l. Fast code uses this form.
 */
public final class FourierBasis {
    /** The largest degree: up to here the integers of the closed form are below 2^62. */
    public static final int MAX_DEGREE = 30;

    /**
     * One coefficient of a harmonic, or of the integrals that go back.
     *
     * @param l degree
     * @param m component, -l..l
     * @param u wave number of beta
     * @param v wave number of alpha, m or -m
     * @param re real part
     * @param im imaginary part
     */
    public record Entry(int l, int m, int u, int v, double re, double im) {}

    private final int lmax;
    /** [l][m][u] for m, u >= 0. */
    private final double[][][] polar;

    private FourierBasis(int lmax) {
        this.lmax = lmax;
        polar = new double[lmax + 1][][];
        for (int l = 0; l <= lmax; l++) {
            polar[l] = polarSeries(l);
        }
    }

    /**
     * The basis.
     *
     * @param lmax the largest degree, at most {@link #MAX_DEGREE}
     * @throws IllegalArgumentException if the degree is outside
     */
    public static FourierBasis of(int lmax) {
        if (lmax < 0 || lmax > MAX_DEGREE) {
            throw new IllegalArgumentException("the Fourier basis has degrees from 0 to " + MAX_DEGREE + ", not " + lmax
                    + "; products of higher degrees go over the sphere grid");
        }
        return new FourierBasis(lmax);
    }

    /** The largest degree. */
    public int lmax() {
        return lmax;
    }

    /**
     * The real series of the polar part T of Y_lm = T(beta) times 1, cos(m alpha) or sin(|m| alpha): coefficients of cos(u beta) for
     * even m, of sin(u beta) for odd m.
     *
     * @param l degree
     * @param m 0..l
     * @return a new array [u], u = 0..l; zero unless u = l (mod 2)
     */
    public double[] polarSeries(int l, int m) {
        return polar[l][m].clone();
    }

    /**
     * The integral over 0..pi of T_lm(beta) cos(u beta) sin(beta) for even m, of T_lm(beta) sin(u beta) sin(beta) for odd m: what a wave
     * contributes to a coefficient, but for the factor of alpha (2 pi for m = 0, else pi).
     *
     * @param l degree
     * @param m 0..l
     * @param u wave number, 0 or more, also above l
     */
    public double polarIntegral(int l, int m, int u) {
        double sum = 0;
        for (int v = 0; v <= l; v++) {
            double c = polar[l][m][v];
            if (c != 0) {
                double difference = waveIntegral(u - v);
                double total = waveIntegral(u + v);
                sum += c * 0.5 * ((m & 1) == 0 ? difference + total : difference - total);
            }
        }
        return sum;
    }

    /** The integral of cos(k beta) sin(beta) over 0..pi. */
    private static double waveIntegral(int k) {
        return (k & 1) == 1 ? 0 : 2 / (1.0 - (double) k * k);
    }

    /** The nonzero coefficients of all harmonics, ordered by l, m, u, v. */
    public List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        for (int l = 0; l <= lmax; l++) {
            for (int m = -l; m <= l; m++) {
                for (int u = -l; u <= l; u++) {
                    addEntries(entries, l, m, u, polar[l][Math.abs(m)][Math.abs(u)]);
                }
            }
        }
        return entries;
    }

    private static void addEntries(List<Entry> entries, int l, int m, int u, double series) {
        if (series == 0) {
            return;
        }
        int a = Math.abs(m);
        // cos(u b) = (e^iub + e^-iub) / 2, sin(u b) = -i/2 (e^iub - e^-iub); the same for alpha
        double polarRe = (a & 1) == 0 ? (u == 0 ? series : series / 2) : 0;
        double polarIm = (a & 1) == 0 ? 0 : u > 0 ? -series / 2 : series / 2;
        for (int v = -a; v <= a; v += Math.max(1, 2 * a)) {
            double waveRe = m == 0 ? 1 : m > 0 ? 0.5 : 0;
            double waveIm = m < 0 ? (v > 0 ? -0.5 : 0.5) : 0;
            double re = polarRe * waveRe - polarIm * waveIm;
            double im = polarRe * waveIm + polarIm * waveRe;
            entries.add(new Entry(l, m, u, v, re + 0.0, im + 0.0));
        }
    }

    /**
     * The integrals that go back from Fourier coefficients h of a product to those of harmonics: z_lm = sum over u, v of h times
     * entry, where an entry is the integral over the sphere of e^(i (u beta + v alpha)) Y_lm.
     *
     * <p>For single waves all u contribute. In the sum over a function whose continuation past the pole is consistent, u and -u come
     * together and only u = l (mod 2) remains.
     *
     * @param band the largest |u| of the product, l1 + l2
     */
    public List<Entry> integrals(int band) {
        List<Entry> entries = new ArrayList<>();
        for (int l = 0; l <= lmax; l++) {
            for (int m = -l; m <= l; m++) {
                int a = Math.abs(m);
                for (int u = -band; u <= band; u++) {
                    double re = waveProjection(l, a, u, true);
                    double im = waveProjection(l, a, u, false);
                    for (int v = -a; v <= a; v += Math.max(1, 2 * a)) {
                        // integral over alpha of e^iva times 1, cos, sin
                        double waveRe = m == 0 ? 2 * Math.PI : m > 0 ? Math.PI : 0;
                        double waveIm = m < 0 ? (v > 0 ? Math.PI : -Math.PI) : 0;
                        double entryRe = re * waveRe - im * waveIm;
                        double entryIm = re * waveIm + im * waveRe;
                        if (entryRe != 0 || entryIm != 0) {
                            entries.add(new Entry(l, m, u, v, entryRe, entryIm));
                        }
                    }
                }
            }
        }
        return entries;
    }

    /** The integral over 0..pi of cos(u b) (or sin) T_lm(b) sin b. */
    private double waveProjection(int l, int m, int u, boolean cosine) {
        double sum = 0;
        for (int v = 0; v <= l; v++) {
            double c = polar[l][m][v];
            if (c == 0) {
                continue;
            }
            boolean even = (m & 1) == 0;
            if (cosine && even) {
                sum += c * 0.5 * (waveIntegral(u - v) + waveIntegral(u + v));
            } else if (!cosine && !even) {
                sum += c * 0.5 * (waveIntegral(u - v) - waveIntegral(u + v));
            } else if (cosine) {
                sum += c * 0.5 * (sineIntegral(v + u) + sineIntegral(v - u));
            } else {
                sum += c * 0.5 * (sineIntegral(u + v) + sineIntegral(u - v));
            }
        }
        return sum;
    }

    /** The integral of sin(k beta) sin(beta) over 0..pi. */
    private static double sineIntegral(int k) {
        return k == 1 ? Math.PI / 2 : k == -1 ? -Math.PI / 2 : 0;
    }

    /** T_lm(beta) as a series: sqrt((2l+1)/4pi), times sqrt 2 for m > 0, times the reduced Wigner function d_m0. */
    private static double[][] polarSeries(int l) {
        double[][] right = rightAngle(l);
        double[][] series = new double[l + 1][l + 1];
        double norm = Math.sqrt((2 * l + 1) / (4 * Math.PI));
        for (int m = 0; m <= l; m++) {
            double scale = norm * (m == 0 ? 1 : Math.sqrt(2));
            // d_m0(b) is, up to a sign, the sum over u of d_um d_u0 cos(u b - m pi / 2) with d_um those at the right
            // angle. The
            // highest wave comes from sin^m cos^(l-m) times a positive number, which fixes the sign.
            double highest = right[2 * l][l + m] * right[2 * l][l];
            double sign = (highest > 0) == ((m / 2 & 1) == 0) ? 1 : -1;
            for (int u = l & 1; u <= l; u += 2) {
                if (u == 0 && (m & 1) == 1) {
                    continue;
                }
                double product = right[l + u][l + m] * right[l + u][l];
                series[m][u] = scale * product * (u == 0 ? 1 : 2) * sign;
            }
        }
        return series;
    }

    /** The reduced Wigner matrix of the right angle, but for signs of rows and columns: [l + u][l + m]. */
    private static double[][] rightAngle(int l) {
        int n = 2 * l;
        long[][] binomials = binomials(n);
        double[][] d = new double[n + 1][n + 1];
        for (int i = 0; i <= n; i++) {
            for (int j = 0; j <= n; j++) {
                long sum = 0;
                for (int k = Math.max(0, i + j - n); k <= Math.min(i, j); k++) {
                    long term = binomials[j][k] * binomials[n - j][i - k];
                    sum += (k & 1) == 0 ? term : -term;
                }
                d[i][j] = sum * Math.sqrt((double) binomials[n][j] / binomials[n][i]) / Math.scalb(1.0, l);
            }
        }
        return d;
    }

    private static long[][] binomials(int n) {
        long[][] rows = new long[n + 1][n + 1];
        for (int i = 0; i <= n; i++) {
            rows[i][0] = 1;
            for (int k = 1; k <= i; k++) {
                rows[i][k] = rows[i - 1][k - 1] + rows[i - 1][k];
            }
        }
        return rows;
    }
}
