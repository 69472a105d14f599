package org.gaunt.potential.train;

import java.util.List;
import org.gaunt.linalg.Precision;
import org.jspecify.annotations.Nullable;

/** Settings for tests: small batches, and whatever a test changes. */
public final class Configs {

    private final int epochs;
    private OptimizerKind optimizer = OptimizerKind.ADAM;
    private double rate = 0.01;
    private Schedule schedule = Schedule.CONSTANT;
    private Precision precision = Precision.FLOAT32;
    private int patience = 1000;
    private double emaDecay = 0.9;
    private double plateauFactor = 0.8;
    private int plateauPatience = 50;
    private @Nullable Double maxMinutes;
    private Budget budget = Budget.EPOCHS;
    private double stageTwoStart = 1;
    private double stageTwoEnergyWeight = 1;
    private int validateEvery = 1;
    private long seed = 4;
    private double checkpointMinutes;
    private double stressWeight;
    private LossKind loss = LossKind.L2;
    private double huberDelta = 0.01;
    private @Nullable Double stageTwoRate;
    private AverageKind stageTwoAverage = AverageKind.EMA;
    private double weightDecay;
    private boolean decoupledDecay;
    private List<String> freeze = List.of();

    private Configs(int epochs) {
        this.epochs = epochs;
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

    public Configs plateau(double factor, int epochsWithout) {
        plateauFactor = factor;
        plateauPatience = epochsWithout;
        return this;
    }

    public Configs maxMinutes(double value) {
        maxMinutes = value;
        return this;
    }

    public Configs budget(Budget value) {
        budget = value;
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

    public Configs seed(long value) {
        seed = value;
        return this;
    }

    public Configs optimizer(OptimizerKind value) {
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

    public Configs huber(double delta) {
        loss = LossKind.HUBER;
        huberDelta = delta;
        return this;
    }

    public Configs stageTwoMean(double learningRate) {
        stageTwoRate = learningRate;
        stageTwoAverage = AverageKind.MEAN;
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
                5,
                epochs,
                maxMinutes,
                patience,
                validateEvery,
                1,
                10,
                stressWeight,
                loss,
                huberDelta,
                stageTwoStart,
                stageTwoEnergyWeight,
                null,
                null,
                stageTwoRate,
                stageTwoAverage,
                new DescentConfig(
                        rate,
                        optimizer,
                        schedule,
                        budget,
                        0,
                        0,
                        plateauFactor,
                        plateauPatience,
                        0.9,
                        0.999,
                        true,
                        0.9,
                        10,
                        emaDecay),
                weightDecay,
                decoupledDecay,
                null,
                freeze,
                1,
                seed,
                precision,
                4,
                checkpointMinutes);
    }
}
