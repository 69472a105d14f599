package org.gaunt.regression;

import java.util.List;

/**
 * What is known of one epoch. Errors are means of squares over systems, particles and coordinates; those not computed are NaN.
 *
 * @param epoch counted from 1
 * @param steps of the optimiser since the start of the training
 * @param learningRate of the epoch's last step
 * @param trainingError over the epoch's batches, each with the weights of its time
 * @param validationError with the averaged weights
 * @param gradientNorm the largest before it was clipped
 * @param systemsPerSecond training systems per second, validation not counted
 * @param seconds since the start of the training, interruptions not counted
 */
public record RegressionEpoch(
        int epoch,
        long steps,
        double learningRate,
        double trainingError,
        double validationError,
        double gradientNorm,
        double systemsPerSecond,
        double seconds) {

    /** Names of the columns of {@link #row}, as {@code metrics.csv} has them. */
    public static final List<String> COLUMNS = List.of(
            "epoch",
            "steps",
            "learning_rate",
            "training_mse",
            "validation_mse",
            "gradient_norm",
            "systems_per_second",
            "seconds");

    /** Whether the epoch ended with a validation. */
    public boolean validated() {
        return !Double.isNaN(validationError);
    }

    /** All numbers in the order of {@link #COLUMNS}. */
    public double[] row() {
        return new double[] {
            epoch, steps, learningRate, trainingError, validationError, gradientNorm, systemsPerSecond, seconds
        };
    }

    /** The reverse of {@link #row}. */
    static RegressionEpoch ofRow(double[] v) {
        if (v.length != COLUMNS.size()) {
            throw new IllegalArgumentException("an epoch has " + COLUMNS.size() + " numbers, given " + v.length);
        }
        return new RegressionEpoch((int) v[0], (long) v[1], v[2], v[3], v[4], v[5], v[6], v[7]);
    }

    /** A line of {@code metrics.csv}: whole numbers without a point, numbers that are not known as empty fields. */
    public String csv() {
        StringBuilder text = new StringBuilder();
        double[] row = row();
        for (int i = 0; i < row.length; i++) {
            text.append(i == 0 ? "" : ",");
            if (i < 2) {
                text.append((long) row[i]);
            } else if (!Double.isNaN(row[i])) {
                text.append(row[i]);
            }
        }
        return text.append('\n').toString();
    }
}
