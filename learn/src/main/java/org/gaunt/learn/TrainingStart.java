package org.gaunt.learn;

import java.util.List;

/**
 * What a training begins with.
 *
 * @param parameters number of weights
 * @param trainingSamples number of samples trained on
 * @param validationSamples number of samples validated on
 * @param batches batches of an epoch
 * @param epochs number of epochs at most
 * @param threads number of threads
 * @param columns names of what is reported
 * @param history epochs done before, when a training goes on
 */
public record TrainingStart(
        int parameters,
        int trainingSamples,
        int validationSamples,
        int batches,
        int epochs,
        int threads,
        Columns columns,
        List<EpochRecord> history) {

    /** Copies the list. */
    public TrainingStart {
        history = List.copyOf(history);
    }
}
