package org.gaunt.learn;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What surrounds a training without changing what it computes.
 *
 * @param threads number of threads, at least 1
 * @param checkpoints folder for checkpoints, or null for none
 * @param config the whole configuration, kept in checkpoints to refuse going on with another one: sections are maps, values
 *     texts, numbers, truth values, null or lists of those
 * @param listener is told of the progress
 * @param clock nanoseconds of a clock that never goes back
 */
public record TrainerSetup(
        int threads, @Nullable Path checkpoints, Map<String, ?> config, TrainingListener listener, LongSupplier clock) {

    /** No checkpoints, no listener, the system's clock. */
    public static TrainerSetup of(int threads) {
        return new TrainerSetup(threads, null, Map.of(), TrainingListener.NONE, System::nanoTime);
    }

    /** With checkpoints in a folder. */
    public TrainerSetup withCheckpoints(Path folder) {
        return new TrainerSetup(threads, folder, config, listener, clock);
    }

    /** With a configuration. */
    public TrainerSetup withConfig(Map<String, ?> tree) {
        return new TrainerSetup(threads, checkpoints, tree, listener, clock);
    }

    /** With a listener. */
    public TrainerSetup withListener(TrainingListener told) {
        return new TrainerSetup(threads, checkpoints, config, told, clock);
    }

    /** With another clock. */
    public TrainerSetup withClock(LongSupplier nanoseconds) {
        return new TrainerSetup(threads, checkpoints, config, listener, nanoseconds);
    }
}
