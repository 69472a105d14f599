package org.gaunt.regression;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gaunt.nn.Parameters;
import org.gaunt.optim.ExponentialMovingAverage;
import org.gaunt.optim.LearningRateSchedule;
import org.gaunt.optim.Optimizer;
import org.gaunt.optim.Parallel;
import org.jspecify.annotations.Nullable;

/** All that changes during a regression. */
final class RegressionState {

    final Parameters parameters;
    final Optimizer optimizer;
    final ExponentialMovingAverage average;
    final LearningRateSchedule schedule;
    final List<RegressionEpoch> history = new ArrayList<>();
    private final double weightDecay;

    /** Epochs done. */
    int epoch;
    /** Batches done of the running epoch. */
    int batch;
    /** Sum of squared errors and number of coordinates of the running epoch. */
    double squares;

    double coordinates;
    double gradientNorm;
    double rate;
    double epochSeconds;

    double @Nullable [] best;
    double bestError = Double.POSITIVE_INFINITY;
    int bestEpoch;
    int validationsSinceBest;
    double validationSeconds;

    RegressionState(Parameters parameters, RegressionTraining config) {
        this.parameters = parameters;
        this.weightDecay = config.weightDecay();
        this.optimizer = config.descent().createOptimizer(parameters, 0, true);
        this.average = new ExponentialMovingAverage(
                parameters.values(), config.descent().emaDecay());
        this.schedule = config.descent().createSchedule();
    }

    /** One step along a gradient that is clipped already. */
    void step(double[] gradient, double progress, Parallel parallel) {
        rate = schedule.rate(optimizer.steps(), progress);
        double[] values = parameters.values();
        double keep = 1 - rate * weightDecay;
        for (Parameters.Entry entry : parameters.entries()) {
            if (entry.decay() && weightDecay > 0) {
                for (int i = entry.offset(); i < entry.end(); i++) {
                    values[i] *= keep;
                }
            }
        }
        optimizer.step(values, gradient, rate, parallel);
        average.update(values, parallel);
    }

    void add(double sum, int count, double norm) {
        squares += sum;
        coordinates += count;
        gradientNorm = Math.max(gradientNorm, norm);
    }

    /** Takes note of a validation; true when it is the best so far. */
    boolean judge(double error, int number) {
        if (!(error < bestError)) {
            validationsSinceBest++;
            return false;
        }
        validationsSinceBest = 0;
        bestError = error;
        bestEpoch = number;
        best = average.average().clone();
        return true;
    }

    void beginEpoch() {
        batch = 0;
        squares = 0;
        coordinates = 0;
        gradientNorm = 0;
        epochSeconds = 0;
    }

    /** The numbers that are no arrays, in a fixed order; the reverse of {@link #scalars(double[])}. */
    double[] scalars() {
        return new double[] {
            epoch,
            batch,
            squares,
            coordinates,
            gradientNorm,
            rate,
            epochSeconds,
            bestError,
            bestEpoch,
            validationSeconds,
            validationsSinceBest,
            average.updates(),
            optimizer.steps()
        };
    }

    /** Takes numbers back; gives those that belong to the average and the optimiser. */
    double[] scalars(double[] v) {
        if (v.length != scalars().length) {
            throw new IllegalArgumentException(
                    "the position of a training has " + scalars().length + " numbers, given " + v.length);
        }
        epoch = (int) v[0];
        batch = (int) v[1];
        squares = v[2];
        coordinates = v[3];
        gradientNorm = v[4];
        rate = v[5];
        epochSeconds = v[6];
        bestError = v[7];
        bestEpoch = (int) v[8];
        validationSeconds = v[9];
        validationsSinceBest = (int) v[10];
        return Arrays.copyOfRange(v, 11, 13);
    }
}
