package org.gaunt.regression;

import org.gaunt.learn.config.Inlined;
import org.gaunt.learn.config.Key;
import org.gaunt.linalg.Precision;
import org.gaunt.potential.train.Budget;
import org.gaunt.potential.train.DescentConfig;
import org.gaunt.potential.train.OptimizerKind;
import org.gaunt.potential.train.Schedule;
import org.jspecify.annotations.Nullable;

/** All settings of a {@link RegressionTrainer}. */
public record RegressionTraining(
        @Key(value = "Systems in one step of the optimiser.", min = 1)
        int batchSize,

        @Key(value = "Passes over the training systems, at most.", min = 1)
        int epochs,

        @Key(
                value = "Time the training may take, at most; empty for no limit. The option --max-minutes sets it.",
                unit = "min",
                min = 0,
                exclusiveMin = true)
        @Nullable
        Double maxMinutes,

        @Key(
                value =
                        "Validations without a better error that end the training. Validations are validate_every epochs"
                                + " apart.",
                min = 1)
        int patience,

        @Key(value = "Epochs from one validation to the next.", min = 1)
        int validateEvery,

        @Inlined DescentConfig descent,

        @Key(
                value = "Weight decay: in each step matrices lose this part of themselves, times the learning rate"
                        + " (decoupled, as in AdamW).",
                min = 0)
        double weightDecay,

        @Key("Seed of the initial weights and of the order of the systems.")
        long seed,

        @Key("Arithmetic of the network during training: float32 or float64.")
        Precision precision,

        @Key(
                value = "Parts a batch is split into, for threads to share; results depend on it in the last bits,"
                        + " but not on the number of threads.",
                min = 1,
                max = 256)
        int shards,

        @Key(value = "Time between two checkpoints.", unit = "min", min = 0)
        double checkpointMinutes) {

    /** What is used where nothing is said. */
    public static RegressionTraining defaults() {
        return new RegressionTraining(
                50,
                1000,
                null,
                1000000,
                1,
                new DescentConfig(
                        0.005,
                        OptimizerKind.MUON,
                        Schedule.COSINE,
                        Budget.TIME,
                        100,
                        0,
                        0.8,
                        50,
                        0.9,
                        0.999,
                        false,
                        0.95,
                        1,
                        0.999),
                0.01,
                0,
                Precision.FLOAT32,
                2,
                1);
    }
}
