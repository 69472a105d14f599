package org.gaunt.cli;

import org.gaunt.learn.EpochRecord;
import org.jspecify.annotations.Nullable;

/**
 * How far a training is.
 *
 * @param epoch the running epoch, counted from 1
 * @param epochs the last epoch, at most
 * @param fraction part of the budget of epochs or time that is spent, in [0, 1]
 * @param elapsedSeconds time since the start
 * @param remainingSeconds time left, at most; NaN when not known
 * @param loss mean loss of the running epoch; NaN when not known
 * @param validated the last epoch that was validated, or null
 * @param bestLoss best loss so far; NaN when not known
 * @param samplesPerSecond speed; NaN when not known
 */
record ProgressState(
        int epoch,
        int epochs,
        double fraction,
        double elapsedSeconds,
        double remainingSeconds,
        double loss,
        @Nullable EpochRecord validated,
        double bestLoss,
        double samplesPerSecond) {

    /** Before anything has happened. */
    static ProgressState start(int epochs) {
        return new ProgressState(1, epochs, 0, 0, Double.NaN, Double.NaN, null, Double.NaN, Double.NaN);
    }
}
