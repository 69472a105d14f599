package org.gaunt.learn;

/**
 * The loss of one stage: sums over samples, divided by counts of a whole batch.
 *
 * <p>Both are arrays whose meaning is the loss's own; their lengths never change. The trainer adds sums of shards, batches and
 * epochs component by component.
 *
 * @param <W> the workers
 */
public interface Loss<W> {

    /**
     * What the sums over training samples are divided by, such as numbers of known labels; without computing anything.
     *
     * @param batch indices of training samples
     */
    double[] counts(int[] batch);

    /**
     * Sums over a shard of a batch, and its part of the gradient of the batch's loss.
     *
     * @param worker with the present weights
     * @param shard indices of training samples
     * @param counts of the whole batch
     * @param gradient by the weights, to add to [parameters]
     * @param timer is told what the time goes into
     * @return the sums over the shard; new
     */
    double[] accumulate(W worker, int[] shard, double[] counts, double[] gradient, PhaseTimer timer);

    /**
     * Sums over validation samples.
     *
     * @param worker with the weights to judge
     * @param batch indices of validation samples
     * @return the sums; new
     */
    double[] validate(W worker, int[] batch);

    /** What the sums over all validation samples are divided by. */
    double[] validationCounts();

    /** The loss from its sums and counts. */
    double value(double[] sums, double[] counts);

    /**
     * The training loss of an epoch; by default the mean over its batches.
     *
     * @param mean over the batches, each with the weights of its time
     * @param sums over all batches
     * @param counts of all batches
     */
    default double ofEpoch(double mean, double[] sums, double[] counts) {
        return mean;
    }

    /** The numbers that {@link Columns#training()} names, from sums and counts of training samples; NaN where not known. */
    double[] trainingMetrics(double[] sums, double[] counts);

    /** The numbers that {@link Columns#validation()} names, from sums and counts of validation samples; NaN where not known. */
    double[] validationMetrics(double[] sums, double[] counts);
}
