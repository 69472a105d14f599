package org.gaunt.potential.train;

import org.gaunt.potential.train.EnergyForcesLoss.Counts;
import org.gaunt.potential.train.EnergyForcesLoss.Squares;

/** What is added up over the batches of an epoch. */
final class EpochSums {

    double loss;
    Squares squares = Squares.ZERO;
    Counts counts = new Counts(0, 0);
    double gradientNorm;
    double learningRate;
    double seconds;

    void add(double batchLoss, BatchStep.Result result, double norm, double rate) {
        loss += batchLoss;
        squares = squares.plus(result.squares());
        counts = counts.plus(result.counts());
        gradientNorm = Math.max(gradientNorm, norm);
        learningRate = rate;
    }

    double energyRmse() {
        return counts.energies() == 0 ? Double.NaN : Math.sqrt(squares.energyPerAtom() / counts.energies());
    }

    double forceRmse() {
        return counts.forces() == 0 ? Double.NaN : Math.sqrt(squares.forces() / counts.forces());
    }
}
