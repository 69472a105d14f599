package org.gaunt.learn;

import java.nio.file.Path;
import java.util.List;

/** Is told how a training goes on, on the trainer's thread; it should return quickly. */
public interface TrainingListener {

    /** Does nothing. */
    TrainingListener NONE = new TrainingListener() {};

    /** Several listeners, told one after the other. */
    static TrainingListener of(List<TrainingListener> all) {
        return new Listeners(all);
    }

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
     * @param epoch epochs done before
     * @param early whether it begins because the first stage's patience is used up
     */
    default void stageTwo(int epoch, boolean early) {}

    /** A checkpoint has been written into a folder. */
    default void checkpoint(Path folder) {}
}
