package org.gaunt.potential.train;

import java.util.List;

/**
 * What a training begins with.
 *
 * @param parameters number of weights
 * @param trainingStructures number of structures trained on
 * @param validationStructures number of structures validated on
 * @param batches batches of an epoch
 * @param epochs number of epochs at most
 * @param threads number of threads
 * @param history epochs done before, when a training goes on
 */
public record TrainingStart(
        int parameters,
        int trainingStructures,
        int validationStructures,
        int batches,
        int epochs,
        int threads,
        List<EpochRecord> history) {

    /** Copies the list. */
    public TrainingStart {
        history = List.copyOf(history);
    }
}
