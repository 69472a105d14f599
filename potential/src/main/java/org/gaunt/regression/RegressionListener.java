package org.gaunt.regression;

import java.nio.file.Path;
import java.util.List;

/** Is told how a regression goes on, on the trainer's thread; it should return quickly. */
public interface RegressionListener {

    /** Does nothing. */
    RegressionListener NONE = new RegressionListener() {};

    /**
     * The training starts, or goes on from a checkpoint.
     *
     * @param history epochs done before
     */
    default void started(List<RegressionEpoch> history) {}

    /**
     * A batch is done.
     *
     * @param epoch the running one, counted from 1
     * @param batch batches done of it
     */
    default void batch(int epoch, int batch) {}

    /**
     * An epoch is done.
     *
     * @param best whether its validation was the best so far
     * @param secondsLeft estimate of the time to the end of the epochs or of the time limit, whichever is nearer
     */
    default void epoch(RegressionEpoch epoch, boolean best, double secondsLeft) {}

    /** A checkpoint has been written into a folder. */
    default void checkpoint(Path folder) {}
}
