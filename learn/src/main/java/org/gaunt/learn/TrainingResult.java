package org.gaunt.learn;

import java.util.List;

/**
 * How a training ended. The model has the best weights then: those of the best validation, or, where there was none, the last
 * averages ({@link #weights()}).
 *
 * @param reason why it ended
 * @param bestEpoch epoch with the best validation, counted from 1; 0 when none was validated
 * @param epochs epochs done, interrupted ones not counted
 * @param seconds time used, also before interruptions
 * @param history all epochs, those before an interruption too
 */
public record TrainingResult(Reason reason, int bestEpoch, int epochs, double seconds, List<EpochRecord> history) {

    /** Why a training ended. */
    public enum Reason {
        /** All epochs are done. */
        EPOCHS("all epochs are done"),
        /** The validation did not improve any more. */
        PATIENCE("the validation did not improve any more"),
        /** The time is used up. */
        TIME("the time is used up"),
        /** Somebody asked for it. */
        STOPPED("stopped by request");

        private final String text;

        Reason(String text) {
            this.text = text;
        }

        /** In words, for people. */
        public String text() {
            return text;
        }
    }

    /** Copies the list. */
    public TrainingResult {
        history = List.copyOf(history);
    }

    /** The weights that the model has now, in words, for people: which validation chose them, or why none did. */
    public String weights() {
        return weights(
                bestEpoch,
                bestEpoch > history.size()
                        || (bestEpoch > 0 && history.get(bestEpoch - 1).validated()));
    }

    /**
     * The same of any training.
     *
     * @param bestEpoch epoch of the weights, counted from 1; 0 where no validation chose them
     * @param validated whether structures that were not trained on judged that epoch
     */
    public static String weights(int bestEpoch, boolean validated) {
        return bestEpoch == 0
                ? "no validation had a finite loss, so the weights are the last averages, and were never validated"
                : validated
                        ? "the best validation was after epoch " + bestEpoch
                        : "nothing was there to validate on, so the weights are those of epoch " + bestEpoch;
    }
}
