package org.gaunt.regression;

import org.gaunt.learn.Loss;
import org.gaunt.learn.Phase;
import org.gaunt.learn.PhaseTimer;

/**
 * The mean squared error of positions. Its sums are one number, the sum of squares; its counts another, that of coordinates.
 *
 * @param training systems to train on
 * @param validation systems to validate on
 */
record SquaredError(SystemSet training, SystemSet validation) implements Loss<SegnnWorker> {

    private static final double[] NONE = {};

    @Override
    public double[] counts(int[] batch) {
        return new double[] {(double) batch.length * training.numbers()};
    }

    @Override
    public double[] accumulate(SegnnWorker worker, int[] shard, double[] counts, double[] gradient, PhaseTimer timer) {
        long begin = System.nanoTime();
        double[] difference = training.differences(worker, shard);
        begin = next(timer, Phase.FORWARD, begin);
        double sum = 0;
        double[] cotangent = new double[difference.length];
        for (int i = 0; i < difference.length; i++) {
            sum += difference[i] * difference[i];
            cotangent[i] = 2 * difference[i] / counts[0];
        }
        begin = next(timer, Phase.LOSS, begin);
        worker.accumulateGradient(cotangent, gradient);
        next(timer, Phase.GRADIENT, begin);
        return new double[] {sum};
    }

    private static long next(PhaseTimer timer, Phase phase, long begin) {
        long now = System.nanoTime();
        timer.add(phase, now - begin);
        return now;
    }

    @Override
    public double[] validate(SegnnWorker worker, int[] batch) {
        return new double[] {validation.squares(worker, batch)};
    }

    @Override
    public double[] validationCounts() {
        return new double[] {(double) validation.size() * validation.numbers()};
    }

    @Override
    public double value(double[] sums, double[] counts) {
        return sums[0] / counts[0];
    }

    /** The mean over all coordinates of the epoch, also where its last batch is smaller. */
    @Override
    public double ofEpoch(double mean, double[] sums, double[] counts) {
        return value(sums, counts);
    }

    @Override
    public double[] trainingMetrics(double[] sums, double[] counts) {
        return NONE;
    }

    @Override
    public double[] validationMetrics(double[] sums, double[] counts) {
        return NONE;
    }
}
