package org.gaunt.potential.data;

import java.util.Arrays;

/** Statistics that a few absurd numbers among many sane ones do not change. */
final class Robust {

    private static final int FEWEST = 5;

    /** Part of the numbers that makes the measure of how far the others are apart. */
    private static final double MOST = 0.9;

    private static final double FAR = 20;

    /** Numbers so far away are wrong even if they are a large minority. */
    private static final double ABSURD = 1000;

    private Robust() {}

    /** The median of the numbers that are not NaN; NaN when there is none. */
    static double median(double[] values) {
        double[] sorted = known(values);
        int n = sorted.length;
        return n == 0 ? Double.NaN : 0.5 * (sorted[(n - 1) / 2] + sorted[n / 2]);
    }

    /**
     * Numbers that do not belong to the others: farther from the median than a distance that must be exceeded in any case, and
     * than twenty times the distance of nine tenths of all numbers or a thousand times the median distance. Nothing is said of
     * fewer than five numbers.
     *
     * @param values NaN where not known
     * @param least distance from the median that is always allowed
     */
    static boolean[] outliers(double[] values, double least) {
        boolean[] far = new boolean[values.length];
        double median = median(values);
        double[] distances = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            distances[i] = Math.abs(values[i] - median);
        }
        double[] sorted = known(distances);
        if (sorted.length < FEWEST) {
            return far;
        }
        double usual = sorted[(int) (MOST * (sorted.length - 1))];
        double absurd = Math.max(100 * least, ABSURD * median(distances));
        double limit = Math.min(Math.max(least, FAR * usual), absurd);
        for (int i = 0; i < values.length; i++) {
            far[i] = distances[i] > limit;
        }
        return far;
    }

    private static double[] known(double[] values) {
        return Arrays.stream(values)
                .filter(value -> !Double.isNaN(value))
                .sorted()
                .toArray();
    }
}
