package org.gaunt.kernel.trilinear;

import org.gaunt.form.ExprGraph;

/**
 * Values of a real trigonometric polynomial at equispaced points, as expressions: a Fourier transform that keeps what few waves and
 * symmetry save.
 *
 * <p>f(j) = sum over m of c[m] cos(2 pi m j / n) + s[m] sin(2 pi m j / n). Even waves have half the period and are synthesised on n / 2
 * points by the same rule; odd ones change sign half way round. Of each, the cosines are even and the sines odd in j, so a quarter
 * of the points is summed directly. The transpose, which analyses values into waves, is the derivative of this expression.
 */
public final class TrigSynthesis {
    private TrigSynthesis() {}

    /**
     * The values at n points.
     *
     * @param cosines nodes of c[0], c[1] ...
     * @param sines nodes of s[0], s[1] ..., as many; s[0] is not read
     * @return n nodes
     */
    public static int[] values(ExprGraph g, int n, int[] cosines, int[] sines) {
        int[] values = new int[n];
        if (cosines.length == 1) {
            java.util.Arrays.fill(values, cosines[0]);
            return values;
        }
        if ((n & 1) == 1) {
            for (int j = 0; j <= n / 2; j++) {
                int even = sum(g, n, j, cosines, 0, 1, true);
                int odd = sum(g, n, j, sines, 1, 1, false);
                values[j] = g.add(even, odd);
                if (j > 0) {
                    values[n - j] = g.subtract(even, odd);
                }
            }
            return values;
        }
        int[] even = evenWaves(g, n, cosines, sines);
        int[] odd = oddWaves(g, n, cosines, sines);
        for (int j = 0; j < n / 2; j++) {
            values[j] = g.add(even[j], odd[j]);
            values[j + n / 2] = g.subtract(even[j], odd[j]);
        }
        return values;
    }

    /** Additions and multiply-adds of {@link #values}. */
    static long operations(int n, int waves) {
        if (waves <= 1) {
            return 0;
        }
        if ((n & 1) == 1) {
            return (n / 2 + 1L) * (2 * waves - 1) + n;
        }
        return operations(n / 2, (waves + 1) / 2) + (n / 4 + 1L) * 2 * (waves / 2) + n / 2 + n;
    }

    /** The part of even waves at the first n / 2 points, n even; it repeats at the others. */
    static int[] evenWaves(ExprGraph g, int n, int[] cosines, int[] sines) {
        int count = (cosines.length + 1) / 2;
        int[] halfCosines = new int[count];
        int[] halfSines = new int[count];
        for (int m = 0; m < count; m++) {
            halfCosines[m] = cosines[2 * m];
            halfSines[m] = sines[2 * m];
        }
        return values(g, n / 2, halfCosines, halfSines);
    }

    /** The part of odd waves at the first n / 2 points, n even; at the others it has the opposite sign. */
    static int[] oddWaves(ExprGraph g, int n, int[] cosines, int[] sines) {
        int half = n / 2;
        int[] values = new int[half];
        values[0] = sum(g, n, 0, cosines, 1, 2, true);
        for (int j = 1; 2 * j <= half; j++) {
            int odd = sum(g, n, j, sines, 1, 2, false);
            if (2 * j == half) {
                values[j] = odd;
                break;
            }
            int even = sum(g, n, j, cosines, 1, 2, true);
            values[j] = g.add(even, odd);
            values[half - j] = g.subtract(odd, even);
        }
        return values;
    }

    private static int sum(ExprGraph g, int n, int j, int[] amplitudes, int first, int step, boolean cosine) {
        int sum = g.constant(0);
        for (int m = first; m < amplitudes.length; m += step) {
            int eighth = (int) ((long) m * j % n);
            sum = g.add(sum, g.scale(cosine ? cosine(eighth, n) : sine(eighth, n), amplitudes[m]));
        }
        return sum;
    }

    /** cos(2 pi k / n) for 0 <= k < n; exact where it is 0, 1 or 1/2, and the same number at symmetric angles. */
    static double cosine(int k, int n) {
        if (2 * k > n) {
            return cosine(n - k, n);
        }
        if (4 * k > n) {
            return -cosine(n - 2 * k, 2 * n);
        }
        if (4 * k == n) {
            return 0;
        }
        return 6 * k == n ? 0.5 : Math.cos(2 * Math.PI * k / n);
    }

    /** sin(2 pi k / n) for 0 <= k < n. */
    static double sine(int k, int n) {
        // sin x = cos(x - pi / 2)
        return cosine(Math.floorMod(4 * k - n, 4 * n), 4 * n);
    }
}
