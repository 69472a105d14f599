package org.gaunt.learn;

import java.util.List;
import org.gaunt.linalg.Precision;
import org.gaunt.nn.Parameters;

/**
 * What a {@link Trainer} minimises: weights, samples, and a loss of the samples with the weights.
 *
 * <p>The trainer cuts a batch into shards and hands each to a worker; it adds what they return in the order of the shards, so
 * results do not depend on the number of threads. Nothing else of an objective may depend on the order in which shards are done.
 *
 * @param <W> the workers, of which every thread has one
 */
public interface Objective<W extends WeightHolder> {

    /** The weights; the trainer changes their values in place. */
    Parameters parameters();

    /**
     * Makes a worker, for use by one thread at a time.
     *
     * @param precision the arithmetic it computes in
     */
    W newWorker(Precision precision);

    /** The samples to train on. */
    Samples training();

    /** The samples that choose the weights to keep; without any, the latest averaged weights are kept. */
    Samples validation();

    /** The batches in which validation samples are evaluated: indices in their order. They must not depend on the threads. */
    List<int[]> validationBatches();

    /** The loss of a stage. */
    Loss<W> loss(Stage stage);

    /** Names of samples, loss and metrics, for files and messages. */
    Columns columns();

    /** The phases of a training in the order of reports. */
    default List<Phase> phases() {
        return Phase.ALL;
    }

    /** What to look for in samples whose loss is not finite, for messages: {@code extreme energies or forces}. */
    default String suspects() {
        return "extreme numbers";
    }
}
