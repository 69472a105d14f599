package org.gaunt.potential.train;

import org.gaunt.kernel.Precision;
import org.jspecify.annotations.Nullable;

/** Settings for tests: small batches, and whatever a test changes. */
final class Configs {

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

    private Configs(int epochs) {
        this.epochs = epochs;
    }

    static Configs of(int epochs) {
        return new Configs(epochs);
    }

    Configs rate(double value, Schedule kind) {
        rate = value;
        schedule = kind;
        return this;
    }

    Configs precision(Precision value) {
        precision = value;
        return this;
    }

    Configs patience(int value) {
        patience = value;
        return this;
    }

    Configs emaDecay(double value) {
        emaDecay = value;
        return this;
    }

    Configs plateau(double factor, int epochsWithout) {
        plateauFactor = factor;
        plateauPatience = epochsWithout;
        return this;
    }

    Configs maxMinutes(double value) {
        maxMinutes = value;
        return this;
    }

    Configs budget(Budget value) {
        budget = value;
        return this;
    }

    Configs stageTwo(double start, double energyWeight) {
        stageTwoStart = start;
        stageTwoEnergyWeight = energyWeight;
        return this;
    }

    Configs validateEvery(int value) {
        validateEvery = value;
        return this;
    }

    Configs seed(long value) {
        seed = value;
        return this;
    }

    Configs optimizer(OptimizerKind value) {
        optimizer = value;
        return this;
    }

    Configs checkpointMinutes(double value) {
        checkpointMinutes = value;
        return this;
    }

    TrainingConfig build() {
        return new TrainingConfig(
                5,
                epochs,
                maxMinutes,
                patience,
                validateEvery,
                1,
                10,
                stageTwoStart,
                stageTwoEnergyWeight,
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
                0,
                10,
                emaDecay,
                seed,
                precision,
                4,
                checkpointMinutes);
    }
}
