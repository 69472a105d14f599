package org.gaunt.nn;

import java.util.Arrays;

/** Quantiles with linear interpolation between neighbours, as NumPy and PyTorch compute them. */
final class Quantile {
    private Quantile() {}

    /**
     * The value below which a part q of the numbers lies.
     *
     * @param values at least one, none of them NaN
     * @param q from 0 to 1
     */
    static double of(double[] values, double q) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        if (sorted.length == 0 || Double.isNaN(sorted[sorted.length - 1]) || !(q >= 0 && q <= 1)) {
            throw new IllegalArgumentException("the quantile " + q + " of " + values.length
                    + " numbers: give at least one number, no NaN, and a quantile from 0 to 1; found "
                    + Arrays.stream(values).limit(8).boxed().toList());
        }
        double place = q * (sorted.length - 1);
        int low = (int) place;
        int high = Math.min(low + 1, sorted.length - 1);
        // equal neighbours give exactly themselves, so that ties with the threshold stay ties
        return sorted[low] == sorted[high] ? sorted[low] : sorted[low] + (place - low) * (sorted[high] - sorted[low]);
    }
}
