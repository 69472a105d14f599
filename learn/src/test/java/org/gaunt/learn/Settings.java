package org.gaunt.learn;

import java.util.List;
import java.util.Map;
import org.gaunt.linalg.Precision;
import org.jspecify.annotations.Nullable;

/** Settings for tests: small batches, and whatever a test changes. */
final class Settings {

    private final int epochs;
    private String optimizer = "adam";
    private Map<String, Double> options = Map.of();
    private double rate = 0.01;
    private Schedule schedule = Schedule.CONSTANT;
    private Precision precision = Precision.FLOAT32;
    private int patience = 1000;
    private double emaDecay = 0.9;
    private double plateauFactor = 0.8;
    private int plateauPatience = 50;
    private @Nullable Double maxMinutes;
    private Budget budget = Budget.EPOCHS;
    private StageTwoConfig stageTwo = StageTwoConfig.NONE;
    private int validateEvery = 1;
    private long seed = 4;
    private double checkpointMinutes;
    private WeightDecay decay = new WeightDecay(0, WeightDecay.Kind.GRADIENT);
    private List<String> freeze = List.of();

    private Settings(int epochs) {
        this.epochs = epochs;
    }

    static Settings of(int epochs) {
        return new Settings(epochs);
    }

    Settings rate(double value, Schedule kind) {
        rate = value;
        schedule = kind;
        return this;
    }

    Settings precision(Precision value) {
        precision = value;
        return this;
    }

    Settings patience(int value) {
        patience = value;
        return this;
    }

    Settings emaDecay(double value) {
        emaDecay = value;
        return this;
    }

    Settings plateau(double factor, int without) {
        plateauFactor = factor;
        plateauPatience = without;
        return this;
    }

    Settings maxMinutes(double value) {
        maxMinutes = value;
        return this;
    }

    Settings budget(Budget value) {
        budget = value;
        return this;
    }

    Settings stageTwo(double start) {
        stageTwo = new StageTwoConfig(start, null, AverageKind.EMA);
        return this;
    }

    Settings stageTwoMean(double start, double learningRate) {
        stageTwo = new StageTwoConfig(start, learningRate, AverageKind.MEAN);
        return this;
    }

    Settings validateEvery(int value) {
        validateEvery = value;
        return this;
    }

    Settings seed(long value) {
        seed = value;
        return this;
    }

    Settings optimizer(String value) {
        optimizer = value;
        return this;
    }

    Settings option(String name, double value) {
        options = Map.of(name, value);
        return this;
    }

    Settings checkpointMinutes(double value) {
        checkpointMinutes = value;
        return this;
    }

    Settings decay(double strength, WeightDecay.Kind kind) {
        decay = new WeightDecay(strength, kind);
        return this;
    }

    Settings freeze(String... patterns) {
        freeze = List.of(patterns);
        return this;
    }

    TrainerConfig build() {
        return new TrainerConfig(
                new EpochsConfig(5, epochs, maxMinutes, patience, validateEvery),
                stageTwo,
                new DescentConfig(
                        rate,
                        optimizer,
                        options,
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
                decay,
                freeze,
                new ComputeConfig(seed, precision, 4, checkpointMinutes));
    }
}
