package org.gaunt.o3;

/**
 * The coupling coefficients of three irreps in the real basis: the tensor C[m1][m2][m3] that every rotation leaves as
 * it is, with Frobenius norm 1 and the signs of e3nn's {@code wigner_3j}.
 *
 * <p>Exchanging two of the three indices multiplies C by (-1)^(l1+l2+l3).
 *
 * <p>Method: Racah's sum in the form with three binomials is a sum of integers, hence exact; it is multiplied by a
 * square root of factorials, taken to the real basis with phases that are powers of i, and scaled to norm 1. The
 * coefficients are good to a few units in the last place and those that vanish are exactly zero.
 */
public final class Wigner3j {

    /** The largest sum of the three degrees for which Racah's sum fits into 64 bits. */
    public static final int MAX_DEGREE_SUM = 60;

    private Wigner3j() {}

    /**
     * Whether three degrees couple.
     *
     * @param l1 the first degree
     * @param l2 the second degree
     * @param l3 the third degree
     * @return true if each is at most the sum of the others
     */
    public static boolean triangle(int l1, int l2, int l3) {
        return Math.abs(l1 - l2) <= l3 && l3 <= l1 + l2;
    }

    /**
     * The coefficients.
     *
     * @param l1 the first degree
     * @param l2 the second degree
     * @param l3 the third degree
     * @return a new array of shape [2 l1+1][2 l2+1][2 l3+1]
     * @throws IllegalArgumentException if a degree is negative, if the degrees do not couple, or if their sum is larger
     *     than {@link #MAX_DEGREE_SUM}
     */
    public static double[][][] of(int l1, int l2, int l3) {
        if (l1 < 0 || l2 < 0 || l3 < 0 || !triangle(l1, l2, l3)) {
            throw new IllegalArgumentException("degrees " + l1 + ", " + l2 + ", " + l3
                    + " do not couple: each must be between 0 and the sum of the two others");
        }
        if (l1 + l2 + l3 > MAX_DEGREE_SUM) {
            throw new IllegalArgumentException(
                    "degrees " + l1 + ", " + l2 + ", " + l3 + " are too large: their sum may be at most "
                            + MAX_DEGREE_SUM + ", beyond which Racah's sum leaves 64 bits; lower one of them");
        }
        double[][][] c = new double[2 * l1 + 1][2 * l2 + 1][2 * l3 + 1];
        long[][] binomials = binomials(l1 + l2 + l3);
        double[] factorials = factorials(2 * Math.max(l1, Math.max(l2, l3)));
        for (int m1 = -l1; m1 <= l1; m1++) {
            for (int m2 = Math.max(-l2, -l3 - m1); m2 <= Math.min(l2, l3 - m1); m2++) {
                double value = racah(l1, m1, l2, m2, l3, binomials)
                        * Math.sqrt(factorials[l1 + m1]
                                * factorials[l1 - m1]
                                * (factorials[l2 + m2] * factorials[l2 - m2])
                                * (factorials[l3 + m1 + m2] * factorials[l3 - m1 - m2]));
                addToRealBasis(c, l1, m1, l2, m2, l3, value);
            }
        }
        normalise(c);
        return c;
    }

    /** The alternating sum of products of three binomials that a Clebsch-Gordan coefficient is proportional to. */
    private static long racah(int l1, int m1, int l2, int m2, int l3, long[][] binomials) {
        int a = l1 + l2 - l3;
        int b = l1 - l2 + l3;
        int c = -l1 + l2 + l3;
        long sum = 0;
        int last = Math.min(a, Math.min(l1 - m1, l2 + m2));
        for (int k = Math.max(0, Math.max(l1 - m1 - b, l2 + m2 - c)); k <= last; k++) {
            long term = binomials[a][k] * binomials[b][l1 - m1 - k] * binomials[c][l2 + m2 - k];
            sum += (k & 1) == 0 ? term : -term;
        }
        return sum;
    }

    /**
     * Adds a coefficient of the complex basis to those of the real basis it contributes to. The real function of index
     * +|m| (or -|m|) is a sum of the complex ones of m and -m; the weights are powers of i over sqrt 2.
     */
    private static void addToRealBasis(double[][][] c, int l1, int m1, int l2, int m2, int l3, double value) {
        int m3 = m1 + m2;
        double scale = value * (m1 == 0 ? 1 : Math.sqrt(0.5)) * (m2 == 0 ? 1 : Math.sqrt(0.5));
        scale *= m3 == 0 ? 1 : Math.sqrt(0.5);
        for (int s1 = m1 == 0 ? 1 : -1; s1 <= 1; s1 += 2) {
            for (int s2 = m2 == 0 ? 1 : -1; s2 <= 1; s2 += 2) {
                for (int s3 = m3 == 0 ? 1 : -1; s3 <= 1; s3 += 2) {
                    int power = 3 * (l1 + l2) + l3 + phase(m1, s1) + phase(m2, s2) - phase(m3, s3);
                    if ((power & 1) == 0) {
                        double signed = (power & 2) == 0 ? scale : -scale;
                        c[l1 + s1 * Math.abs(m1)][l2 + s2 * Math.abs(m2)][l3 + s3 * Math.abs(m3)] += signed;
                    }
                }
            }
        }
    }

    /** The power of i with which the complex function m enters the real function of sign s, without (-i)^l. */
    private static int phase(int m, int sign) {
        int oddSign = m > 0 && (m & 1) == 1 ? 2 : 0;
        return sign > 0 ? oddSign : oddSign + (m > 0 ? 1 : -1);
    }

    private static void normalise(double[][][] c) {
        double sum = 0;
        for (double[][] plane : c) {
            for (double[] row : plane) {
                for (double value : row) {
                    sum += value * value;
                }
            }
        }
        double norm = Math.sqrt(sum);
        for (double[][] plane : c) {
            for (double[] row : plane) {
                for (int i = 0; i < row.length; i++) {
                    row[i] /= norm;
                }
            }
        }
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

    private static double[] factorials(int n) {
        double[] values = new double[n + 1];
        values[0] = 1;
        for (int i = 1; i <= n; i++) {
            values[i] = values[i - 1] * i;
        }
        return values;
    }
}
