package org.gaunt.o3;

/**
 * Gaunt coefficients: the integral over the unit sphere of three real spherical harmonics.
 *
 * <p>G[m1][m2][m3] is the integral of Y_l1m1 Y_l2m2 Y_l3m3 with harmonics of integral normalisation. It is a positive
 * multiple of {@link Wigner3j}, and zero where l1+l2+l3 is odd or the degrees do not couple.
 */
public final class Gaunt {

    private Gaunt() {}

    /**
     * The coefficients of three degrees.
     *
     * @param l1 the first degree
     * @param l2 the second degree
     * @param l3 the third degree
     * @return a new array of shape [2 l1+1][2 l2+1][2 l3+1], all zeros where the integral vanishes by symmetry
     * @throws IllegalArgumentException if a degree is negative or the sum exceeds {@link Wigner3j#MAX_DEGREE_SUM}
     */
    public static double[][][] of(int l1, int l2, int l3) {
        double factor = factor(l1, l2, l3);
        if (factor == 0) {
            return new double[2 * l1 + 1][2 * l2 + 1][2 * l3 + 1];
        }
        double[][][] coefficients = Wigner3j.of(l1, l2, l3);
        for (double[][] plane : coefficients) {
            for (double[] row : plane) {
                for (int i = 0; i < row.length; i++) {
                    row[i] *= factor;
                }
            }
        }
        return coefficients;
    }

    /**
     * The ratio of the Gaunt coefficients to {@link Wigner3j}: sqrt((2 l1+1)(2 l2+1)(2 l3+1) / 4 pi) times the absolute
     * value of the 3j symbol (l1 l2 l3; 0 0 0).
     *
     * @param l1 the first degree
     * @param l2 the second degree
     * @param l3 the third degree
     * @return the ratio, 0 where the integral vanishes by symmetry
     * @throws IllegalArgumentException if a degree is negative or the sum exceeds {@link Wigner3j#MAX_DEGREE_SUM}
     */
    public static double factor(int l1, int l2, int l3) {
        if (l1 < 0 || l2 < 0 || l3 < 0 || l1 + l2 + l3 > Wigner3j.MAX_DEGREE_SUM) {
            throw new IllegalArgumentException("degrees " + l1 + ", " + l2 + ", " + l3
                    + " must be 0 or more and their sum at most " + Wigner3j.MAX_DEGREE_SUM);
        }
        if (((l1 + l2 + l3) & 1) == 1 || !Wigner3j.triangle(l1, l2, l3)) {
            return 0;
        }
        int half = (l1 + l2 + l3) / 2;
        // (l1 l2 l3; 0 0 0)^2 = (2a)! (2b)! (2c)! / (2h+1)! * (h! / (a! b! c!))^2 with a = h - l1, b = h - l2, c = h -
        // l3
        double square = central(half - l1) * central(half - l2) * central(half - l3) / (central(half) * (2 * half + 1));
        return Math.sqrt((2 * l1 + 1) * (2 * l2 + 1) * (2 * l3 + 1) / (4 * Math.PI) * square);
    }

    /** The binomial coefficient of 2n over n. */
    private static double central(int n) {
        double value = 1;
        for (int i = 1; i <= n; i++) {
            value = value * 2 * (2 * i - 1) / i;
        }
        return value;
    }
}
