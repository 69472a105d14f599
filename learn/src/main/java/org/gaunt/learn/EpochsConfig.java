package org.gaunt.learn;

import static org.gaunt.learn.TrainingKeys.require;

import org.gaunt.learn.config.Key;
import org.jspecify.annotations.Nullable;

/** How long a training is, in batches, epochs and minutes, and how often it is judged. */
public record EpochsConfig(
        @Key(value = "Samples, such as structures, in one step of the optimiser.", min = 1)
        int batchSize,

        @Key(value = "Passes over the training data, at most.", min = 1)
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
                        "Validations without a better loss that end the training, or its first stage: the second, if there"
                                + " is one, then begins at once and is as long as it would have been. Validations are"
                                + " validate_every epochs apart.",
                min = 1)
        int patience,

        @Key(value = "Epochs from one validation to the next.", min = 1)
        int validateEvery) {

    /** Checks the numbers that can make no sense. */
    public EpochsConfig {
        require(batchSize >= 1, "batchSize", batchSize, "at least 1");
        require(epochs >= 1, "epochs", epochs, "at least 1");
        require(maxMinutes == null || maxMinutes > 0, "maxMinutes", maxMinutes, "more than 0, or nothing");
        require(patience >= 1, "patience", patience, "at least 1");
        require(validateEvery >= 1, "validateEvery", validateEvery, "at least 1");
    }
}
