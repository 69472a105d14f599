package org.gaunt.o3;

import java.math.BigInteger;

/**
 * The 6j and 9j symbols of whole degrees: how three (four) irreps couple in two different orders.
 *
 * <p>Racah's sum is evaluated in whole numbers, so that 6j symbols which vanish by accident, as {3 5 5; 3 3 3}, are exactly zero.
 */
public final class Wigner6j {
    /** The largest sum of three coupled degrees whose factorials fit into a double. */
    public static final int MAX_DEGREE_SUM = 165;

    private Wigner6j() {}

    /**
     * The 6j symbol {a b c; d e f} (Racah's formula; Edmonds 1957, eq. 6.3.7).
     *
     * @return 0 where one of the triads (a b c), (a e f), (d b f), (d e c) does not couple
     * @throws IllegalArgumentException if a degree is negative or a triad's sum exceeds {@link #MAX_DEGREE_SUM}
     */
    public static double of(int a, int b, int c, int d, int e, int f) {
        int[] triads = {a + b + c, a + e + f, d + b + f, d + e + c};
        int largest = Math.max(Math.max(triads[0], triads[1]), Math.max(triads[2], triads[3]));
        if (Math.min(Math.min(Math.min(a, b), Math.min(c, d)), Math.min(e, f)) < 0 || largest > MAX_DEGREE_SUM) {
            throw new IllegalArgumentException("degrees " + a + " " + b + " " + c + "; " + d + " " + e + " " + f
                    + " of a 6j symbol: each must be 0 or more, and each triad's sum at most " + MAX_DEGREE_SUM);
        }
        if (!Wigner3j.triangle(a, b, c)
                || !Wigner3j.triangle(a, e, f)
                || !Wigner3j.triangle(d, b, f)
                || !Wigner3j.triangle(d, e, c)) {
            return 0;
        }
        int to = Math.min(a + b + d + e, Math.min(b + c + e + f, a + c + d + f));
        // the factorials of Racah's sum pair up to binomials if those of the triad (a b c) are taken out
        BigInteger sum = BigInteger.ZERO;
        for (int t = largest; t <= to; t++) {
            BigInteger term = binomial(t + 1, triads[0] + 1)
                    .multiply(binomial(a + b - c, t - triads[3]))
                    .multiply(binomial(a - b + c, t - triads[2]))
                    .multiply(binomial(-a + b + c, t - triads[1]));
            sum = (t & 1) == 0 ? sum.add(term) : sum.subtract(term);
        }
        return sum.doubleValue() * Math.sqrt(triad(a, e, f) * triad(d, b, f) * (triad(d, e, c) / triad(a, b, c)));
    }

    /**
     * The 9j symbol {a b c; d e f; g h i}: a sum over products of three 6j symbols (Edmonds 1957, eq. 6.4.3).
     *
     * @throws IllegalArgumentException as {@link #of}
     */
    public static double nineJ(int a, int b, int c, int d, int e, int f, int g, int h, int i) {
        double sum = 0;
        int to = Math.min(a + i, Math.min(d + h, b + f));
        for (int x = Math.max(Math.abs(a - i), Math.max(Math.abs(d - h), Math.abs(b - f))); x <= to; x++) {
            sum += (2 * x + 1) * of(a, b, c, f, i, x) * of(d, e, f, b, x, h) * of(g, h, i, x, a, d);
        }
        return sum;
    }

    private static double triad(int a, int b, int c) {
        return factorial(a + b - c) * factorial(a - b + c) / factorial(a + b + c + 1) * factorial(-a + b + c);
    }

    private static double factorial(int n) {
        double value = 1;
        for (int i = 2; i <= n; i++) {
            value *= i;
        }
        return value;
    }

    private static BigInteger binomial(int n, int k) {
        if (k < 0 || k > n) {
            return BigInteger.ZERO;
        }
        BigInteger value = BigInteger.ONE;
        for (int i = 1; i <= k; i++) {
            value = value.multiply(BigInteger.valueOf(n - k + i)).divide(BigInteger.valueOf(i));
        }
        return value;
    }
}
