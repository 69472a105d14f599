package org.gaunt.learn;

import static org.gaunt.learn.TrainingKeys.finite;
import static org.gaunt.learn.TrainingKeys.require;

import org.gaunt.learn.config.Key;
import org.jspecify.annotations.Nullable;

/** The second stage of a training. */
public record StageTwoConfig(
        @Key(
                value = "Part of the budget after which the second stage begins, with weights of the loss of its own;"
                        + " 1 for no second stage.",
                min = 0,
                max = 1)
        double stageTwoStart,

        @Key(
                value = "Constant learning rate of the second stage; empty to leave it to the schedule.",
                min = 0,
                exclusiveMin = true)
        @Nullable
        Double stageTwoLearningRate,

        @Key("Which weights are validated and kept in the second stage: ema, the moving average, or mean, the mean over"
                + " the steps of the stage.")
        AverageKind stageTwoAverage) {

    /** No second stage. */
    public static final StageTwoConfig NONE = new StageTwoConfig(1, null, AverageKind.EMA);

    /** Checks the numbers that can make no sense. */
    public StageTwoConfig {
        require(stageTwoStart >= 0 && stageTwoStart <= 1, "stageTwoStart", stageTwoStart, "between 0 and 1");
        require(
                stageTwoLearningRate == null || (finite(stageTwoLearningRate) && stageTwoLearningRate > 0),
                "stageTwoLearningRate",
                stageTwoLearningRate,
                "more than 0, or nothing");
    }

    /** Whether there is one. */
    boolean exists() {
        return stageTwoStart < 1;
    }
}
