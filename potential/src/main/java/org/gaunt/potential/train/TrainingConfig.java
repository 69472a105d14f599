package org.gaunt.potential.train;

import static org.gaunt.learn.TrainingKeys.require;

import java.util.Map;
import org.gaunt.learn.AverageKind;
import org.gaunt.learn.Budget;
import org.gaunt.learn.ComputeConfig;
import org.gaunt.learn.DescentConfig;
import org.gaunt.learn.EpochsConfig;
import org.gaunt.learn.Schedule;
import org.gaunt.learn.StageTwoConfig;
import org.gaunt.learn.StartConfig;
import org.gaunt.learn.TrainerConfig;
import org.gaunt.learn.config.Inlined;
import org.gaunt.learn.config.Key;
import org.gaunt.linalg.Precision;
import org.gaunt.potential.data.LabelNeeds;

/** All settings of the training of a potential. */
public record TrainingConfig(
        @Inlined EpochsConfig epochs,
        @Inlined LossConfig loss,
        @Inlined StageTwoConfig stageTwo,
        @Inlined DescentConfig descent,
        @Inlined DecayConfig decay,
        @Inlined StartConfig start,
        @Inlined TransferConfig transfer,

        @Key(
                value = "Number of models to train, with seeds that follow each other; more than 1 make a committee in"
                        + " folders of its own and are trained side by side, as far as there are threads.",
                min = 1)
        int committee,

        @Inlined ComputeConfig compute) {

    /** Checks the numbers that can make no sense. */
    public TrainingConfig {
        require(committee >= 1, "committee", committee, "at least 1");
    }

    /**
     * What is used where nothing is said: half an hour of Muon with a cosine, a second stage for the energies, and an average of
     * the weights (chosen on validation structures of small molecules, docs/benchmarks.md).
     */
    public static TrainingConfig defaults() {
        return new TrainingConfig(
                new EpochsConfig(5, 2000, 30.0, 2000, 2),
                LossConfig.l2(40, 100, 0).withStageTwoEnergyWeight(1000),
                new StageTwoConfig(0.75, null, AverageKind.EMA),
                new DescentConfig(
                        0.01,
                        "muon",
                        Map.of(),
                        Schedule.COSINE,
                        Budget.TIME,
                        50,
                        1e-5,
                        0.8,
                        50,
                        0.9,
                        0.999,
                        true,
                        0.95,
                        10,
                        0.99),
                new DecayConfig(5e-7, false),
                StartConfig.NEW,
                TransferConfig.NONE,
                1,
                new ComputeConfig(0, Precision.FLOAT32, 4, 1));
    }

    /** With another length. */
    public TrainingConfig withEpochs(EpochsConfig other) {
        return new TrainingConfig(other, loss, stageTwo, descent, decay, start, transfer, committee, compute);
    }

    /** With another loss. */
    public TrainingConfig withLoss(LossConfig other) {
        return new TrainingConfig(epochs, other, stageTwo, descent, decay, start, transfer, committee, compute);
    }

    /** Labels that count in the loss of any stage. */
    public LabelNeeds needs() {
        return loss.needs(stageTwo.stageTwoStart() < 1);
    }

    /** The settings of the trainer. */
    public TrainerConfig trainer() {
        return new TrainerConfig(epochs, stageTwo, descent, decay.create(), start.freeze(), compute)
                .withRateFactors(start.rateFactors());
    }
}
