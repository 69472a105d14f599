package org.gaunt.learn;

import org.jspecify.annotations.Nullable;

/**
 * Where a training is, between two batches.
 *
 * @param epoch epochs done
 * @param batch batches done of the running epoch
 * @param steps steps of the optimiser
 * @param averageUpdates updates of the moving average
 * @param lossSum sum of the losses of the running epoch's batches
 * @param meanUpdates steps in the mean of the second stage
 * @param gradientNorm largest gradient norm of the running epoch
 * @param learningRate of the last step
 * @param epochSeconds time spent on the running epoch
 * @param bestLoss best validation loss of the present stage, or null
 * @param bestEpoch epoch of the best weights, counted from 1; 0 for none
 * @param validationsSinceBest validations since then, those of whole epochs
 * @param stageTwo whether the second stage has begun
 * @param skipped part of the budget that the first stage left when its patience was used up
 * @param seconds time spent in all
 * @param validationSeconds time the last validation took
 */
record Progress(
        int epoch,
        int batch,
        long steps,
        long averageUpdates,
        double lossSum,
        long meanUpdates,
        double gradientNorm,
        double learningRate,
        double epochSeconds,
        @Nullable Double bestLoss,
        int bestEpoch,
        int validationsSinceBest,
        boolean stageTwo,
        double skipped,
        double seconds,
        double validationSeconds) {}
