package org.gaunt.learn;

import java.util.Arrays;
import java.util.stream.Stream;

/**
 * What is known of one epoch. Numbers that were not computed are NaN.
 *
 * @param epoch counted from 1
 * @param steps steps of the optimiser since the start of the training
 * @param learningRate of the epoch's last step
 * @param trainingLoss mean of the loss over the epoch's batches, each with the weights of its time
 * @param training metrics over the epoch, likewise
 * @param validationLoss with the averaged weights
 * @param validation metrics with the averaged weights
 * @param gradientNorm largest norm of a gradient before it was clipped
 * @param samplesPerSecond training samples per second, validation not counted
 * @param seconds since the start of the training, interruptions not counted
 */
public record EpochRecord(
        int epoch,
        long steps,
        double learningRate,
        double trainingLoss,
        Metrics training,
        double validationLoss,
        Metrics validation,
        double gradientNorm,
        double samplesPerSecond,
        double seconds) {

    /** Whether the epoch ended with a validation. */
    public boolean validated() {
        return !Double.isNaN(validationLoss);
    }

    /** All numbers, in the order of {@link Columns#names()}. */
    public double[] row() {
        return Stream.of(
                        new double[] {epoch, steps, learningRate, trainingLoss},
                        training.values(),
                        new double[] {validationLoss},
                        validation.values(),
                        new double[] {gradientNorm, samplesPerSecond, seconds})
                .flatMapToDouble(Arrays::stream)
                .toArray();
    }

    /**
     * The reverse of {@link #row()}.
     *
     * @throws IllegalArgumentException when the number of values is wrong
     */
    static EpochRecord ofRow(Columns columns, double[] v) {
        int training = columns.training().size();
        int validation = columns.validation().size();
        if (v.length != training + validation + 8) {
            throw new IllegalArgumentException(
                    "an epoch has " + (training + validation + 8) + " numbers, given " + v.length);
        }
        int judged = 4 + training;
        int end = judged + 1 + validation;
        return new EpochRecord(
                (int) v[0],
                (long) v[1],
                v[2],
                v[3],
                new Metrics(columns.training(), Arrays.copyOfRange(v, 4, judged)),
                v[judged],
                new Metrics(columns.validation(), Arrays.copyOfRange(v, judged + 1, end)),
                v[end],
                v[end + 1],
                v[end + 2]);
    }
}
