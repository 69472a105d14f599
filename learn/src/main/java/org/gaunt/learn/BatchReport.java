package org.gaunt.learn;

/**
 * How far a training is, after one batch.
 *
 * @param epoch counted from 1
 * @param epochs number of epochs at most
 * @param batch batches done of this epoch
 * @param batches batches of an epoch
 * @param loss mean of the epoch's batches so far
 * @param learningRate of this batch
 * @param samplesPerSecond training samples per second since the start of the epoch
 * @param secondsLeft estimate of the time to the end of the epochs or of the time limit, whichever is nearer
 * @param progress part of the run that is over, by epochs or time, whichever is further, in [0, 1]
 */
public record BatchReport(
        int epoch,
        int epochs,
        int batch,
        int batches,
        double loss,
        double learningRate,
        double samplesPerSecond,
        double secondsLeft,
        double progress) {}
