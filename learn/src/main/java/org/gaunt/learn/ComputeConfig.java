package org.gaunt.learn;

import static org.gaunt.learn.TrainingKeys.finite;
import static org.gaunt.learn.TrainingKeys.require;

import org.gaunt.learn.config.Key;
import org.gaunt.linalg.Precision;

/** How a training computes. */
public record ComputeConfig(
        @Key("Seed of the initial weights and of the order of the training data.")
        long seed,

        @Key("Arithmetic of the model during training and in its file: float32 or float64.")
        Precision precision,

        @Key(
                value = "Parts a batch is split into, for threads to share; results depend on it in the last bits,"
                        + " but not on the number of threads.",
                min = 1)
        int shards,

        @Key(value = "Time between two checkpoints.", unit = "min", min = 0)
        double checkpointMinutes) {

    /** Checks the numbers that can make no sense. */
    public ComputeConfig {
        require(shards >= 1, "shards", shards, "at least 1");
        require(
                finite(checkpointMinutes) && checkpointMinutes >= 0,
                "checkpointMinutes",
                checkpointMinutes,
                "0 or more");
    }
}
