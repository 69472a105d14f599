package org.gaunt.potential.train;

import org.gaunt.potential.data.LabelCounts;

/** What is added up over the batches of an epoch. */
final class EpochSums {

    double loss;
    LossSums sums = LossSums.ZERO;
    LabelCounts counts = LabelCounts.NONE;
    double gradientNorm;
    double learningRate;
    double seconds;

    void add(double batchLoss, BatchStep.Result result, double norm, double rate) {
        loss += batchLoss;
        sums = sums.plus(result.sums());
        counts = counts.plus(result.counts());
        gradientNorm = Math.max(gradientNorm, norm);
        learningRate = rate;
    }

    double energyRmse() {
        return root(sums.energySquares(), counts.energies());
    }

    double forceRmse() {
        return root(sums.forceSquares(), counts.forces());
    }

    double stressRmse() {
        return root(sums.stressSquares(), counts.stresses());
    }

    private static double root(double squares, long count) {
        return count == 0 ? Double.NaN : Math.sqrt(squares / count);
    }
}
