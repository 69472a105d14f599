package org.gaunt.regression;

import static org.gaunt.learn.TrainingKeys.require;

import java.util.Map;
import org.gaunt.learn.Budget;
import org.gaunt.learn.ComputeConfig;
import org.gaunt.learn.DescentConfig;
import org.gaunt.learn.EpochsConfig;
import org.gaunt.learn.Schedule;
import org.gaunt.learn.StageTwoConfig;
import org.gaunt.learn.StartConfig;
import org.gaunt.learn.TrainerConfig;
import org.gaunt.learn.WeightDecay;
import org.gaunt.learn.config.Inlined;
import org.gaunt.learn.config.Key;
import org.gaunt.linalg.Precision;

/** All settings of the training of a {@link Segnn}. */
public record RegressionTraining(
        @Inlined EpochsConfig epochs,
        @Inlined StageTwoConfig stageTwo,
        @Inlined DescentConfig descent,

        @Key(
                value = "Weight decay: in each step matrices lose this part of themselves, times the learning rate"
                        + " (decoupled, as in AdamW).",
                min = 0)
        double weightDecay,

        @Inlined StartConfig start,

        @Key(
                value =
                        "Number of networks to train, with seeds that follow each other; more than 1 make a committee in"
                                + " folders of its own and are trained side by side, as far as there are threads.",
                min = 1)
        int committee,

        @Inlined ComputeConfig compute) {

    /** Checks the numbers that can make no sense. */
    public RegressionTraining {
        decay(weightDecay);
        require(committee >= 1, "committee", committee, "at least 1");
    }

    /** What is used where nothing is said. */
    public static RegressionTraining defaults() {
        return new RegressionTraining(
                new EpochsConfig(50, 1000, null, 1000000, 1),
                StageTwoConfig.NONE,
                new DescentConfig(
                        0.005,
                        "muon",
                        Map.of(),
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
                StartConfig.NEW,
                1,
                new ComputeConfig(0, Precision.FLOAT32, 2, 1));
    }

    /** The settings of the trainer. */
    public TrainerConfig trainer() {
        return new TrainerConfig(epochs, stageTwo, descent, decay(weightDecay), start.freeze(), compute)
                .withRateFactors(start.rateFactors());
    }

    private static WeightDecay decay(double strength) {
        return new WeightDecay(strength, WeightDecay.Kind.ALL);
    }
}
