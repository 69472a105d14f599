package org.gaunt.potential.train;

import java.nio.file.Path;

/** Is told how a training goes on, on the trainer's thread; it should return quickly. */
public interface TrainingListener {

    /** Does nothing. */
    TrainingListener NONE = new TrainingListener() {};

    /** The training starts, or goes on from a checkpoint, whose history is told first. */
    default void started(TrainingStart start) {}

    /** A batch is done. */
    default void batch(BatchReport report) {}

    /**
     * An epoch is done.
     *
     * @param best whether its validation was the best so far
     */
    default void epoch(EpochRecord epoch, boolean best) {}

    /**
     * The second stage begins.
     *
     * @param epochs epochs done
     * @param early whether it begins before its time because the validation no longer improved in the first stage
     */
    default void stageTwo(int epochs, boolean early) {}

    /** A checkpoint has been written into a folder. */
    default void checkpoint(Path folder) {}
}
