package org.gaunt.learn;

import org.jspecify.annotations.Nullable;

/** What is added up over the batches of an epoch. */
final class EpochSums {

    double loss;
    double @Nullable [] sums;
    double @Nullable [] counts;
    double gradientNorm;
    double learningRate;
    double seconds;

    void add(double batchLoss, BatchStep.Result result, double norm, double rate) {
        loss += batchLoss;
        sums = plus(sums, result.sums());
        counts = plus(counts, result.counts());
        gradientNorm = Math.max(gradientNorm, norm);
        learningRate = rate;
    }

    /** Component by component; where there is nothing yet, a copy of what is added. */
    static double[] plus(double @Nullable [] sum, double[] more) {
        if (sum == null) {
            return more.clone();
        }
        double[] result = sum.clone();
        for (int i = 0; i < result.length; i++) {
            result[i] += more[i];
        }
        return result;
    }
}
