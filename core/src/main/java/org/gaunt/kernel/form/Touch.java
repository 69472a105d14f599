package org.gaunt.kernel.form;

/**
 * Reads one number of every cache line of a range, in order, as the processor's prefetcher likes it: kernels that go through the
 * same lines in another order then find them near.
 */
final class Touch {
    private static final int FLOATS = 16;
    private static final int DOUBLES = 8;

    private Touch() {}

    /** The sum of what was read, so that it is read at all. */
    static double lines(Object array, int from, int to) {
        if (array instanceof float[] f) {
            return lines(f, from, Math.min(to, f.length));
        }
        double[] d = (double[]) array;
        return lines(d, from, Math.min(to, d.length));
    }

    private static float lines(float[] a, int from, int to) {
        float s = 0;
        float t = 0;
        int i = from;
        for (; i < to - FLOATS; i += 2 * FLOATS) {
            s += a[i];
            t += a[i + FLOATS];
        }
        return i < to ? s + t + a[i] : s + t;
    }

    private static double lines(double[] a, int from, int to) {
        double s = 0;
        double t = 0;
        int i = from;
        for (; i < to - DOUBLES; i += 2 * DOUBLES) {
            s += a[i];
            t += a[i + DOUBLES];
        }
        return i < to ? s + t + a[i] : s + t;
    }
}
