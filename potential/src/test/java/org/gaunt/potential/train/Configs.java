package org.gaunt.potential.train;

import java.util.List;
import java.util.Map;
import org.gaunt.learn.AverageKind;
import org.gaunt.learn.Budget;
import org.gaunt.learn.ComputeConfig;
import org.gaunt.learn.DescentConfig;
import org.gaunt.learn.EpochsConfig;
import org.gaunt.learn.Schedule;
import org.gaunt.learn.StageTwoConfig;
import org.gaunt.learn.StartConfig;
import org.gaunt.learn.Trainer;
import org.gaunt.learn.TrainerSetup;
import org.gaunt.linalg.Precision;
import org.gaunt.potential.ModelWorker;
import org.gaunt.potential.TrainableModel;
import org.gaunt.potential.data.GraphSource;
import org.gaunt.potential.data.LabelledGraph;
import org.jspecify.annotations.Nullable;

/** Settings for tests: small batches, and whatever a test changes. */
public final class Configs {

    private final int epochs;
    private String optimizer = "adam";
    private double rate = 0.01;
    private Schedule schedule = Schedule.CONSTANT;
    private Precision precision = Precision.FLOAT32;
    private int patience = 1000;
    private double emaDecay = 0.9;
    private @Nullable Double maxMinutes;
    private double stageTwoStart = 1;
    private double stageTwoEnergyWeight = 1;
    private int validateEvery = 1;
    private double checkpointMinutes;
    private double stressWeight;
    private LossKind loss = LossKind.L2;
    private double huberDelta = 0.01;
    private double weightDecay;
    private boolean decoupledDecay;
    private List<String> freeze = List.of();
    private Map<String, Double> termWeights = Map.of();

    private Configs(int epochs) {
        this.epochs = epochs;
    }

    /** A trainer on structures that are kept in memory. */
    public static Trainer<ModelWorker> trainer(
            TrainableModel model,
            TrainingConfig config,
            List<LabelledGraph> training,
            List<LabelledGraph> validation,
            TrainerSetup setup) {
        return PotentialObjective.trainer(model, config, GraphSource.of(training), GraphSource.of(validation), setup);
    }

    public static Configs of(int epochs) {
        return new Configs(epochs);
    }

    public Configs rate(double value, Schedule kind) {
        rate = value;
        schedule = kind;
        return this;
    }

    public Configs precision(Precision value) {
        precision = value;
        return this;
    }

    public Configs patience(int value) {
        patience = value;
        return this;
    }

    public Configs emaDecay(double value) {
        emaDecay = value;
        return this;
    }

    public Configs stageTwo(double start, double energyWeight) {
        stageTwoStart = start;
        stageTwoEnergyWeight = energyWeight;
        return this;
    }

    public Configs validateEvery(int value) {
        validateEvery = value;
        return this;
    }

    public Configs optimizer(String value) {
        optimizer = value;
        return this;
    }

    public Configs checkpointMinutes(double value) {
        checkpointMinutes = value;
        return this;
    }

    public Configs stressWeight(double value) {
        stressWeight = value;
        return this;
    }

    public Configs term(String name, double weight) {
        termWeights = Map.of(name, weight);
        return this;
    }

    public Configs huber(double delta) {
        loss = LossKind.HUBER;
        huberDelta = delta;
        return this;
    }

    public Configs decay(double value, boolean decoupled) {
        weightDecay = value;
        decoupledDecay = decoupled;
        return this;
    }

    public Configs freeze(String... patterns) {
        freeze = List.of(patterns);
        return this;
    }

    public TrainingConfig build() {
        return new TrainingConfig(
                new EpochsConfig(5, epochs, maxMinutes, patience, validateEvery),
                new LossConfig(1, 10, stressWeight, termWeights, loss, huberDelta, stageTwoEnergyWeight, null, null),
                new StageTwoConfig(stageTwoStart, null, AverageKind.EMA),
                new DescentConfig(
                        rate,
                        optimizer,
                        Map.of(),
                        schedule,
                        Budget.EPOCHS,
                        0,
                        0,
                        0.8,
                        50,
                        0.9,
                        0.999,
                        true,
                        0.9,
                        10,
                        emaDecay),
                new DecayConfig(weightDecay, decoupledDecay),
                new StartConfig(null, freeze, Map.of()),
                TransferConfig.NONE,
                1,
                new ComputeConfig(4, precision, 4, checkpointMinutes));
    }
}
