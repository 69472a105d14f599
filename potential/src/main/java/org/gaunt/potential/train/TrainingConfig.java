package org.gaunt.potential.train;

import java.util.Locale;
import org.gaunt.atoms.InputException;
import org.gaunt.kernel.Precision;
import org.gaunt.potential.config.Key;
import org.jspecify.annotations.Nullable;

/** All settings of a {@link Trainer}. */
public record TrainingConfig(
        @Key(value = "Structures in one step of the optimiser.", min = 1)
        int batchSize,

        @Key(value = "Passes over the training structures, at most.", min = 1)
        int epochs,

        @Key(
                value = "Time the training may take, at most; empty for no limit. The option --max-minutes sets it.",
                unit = "min",
                min = 0,
                exclusiveMin = true)
        @Nullable
        Double maxMinutes,

        @Key(value = "Ends the training when the validation loss has not improved for so many epochs.", min = 1)
        int patience,

        @Key(value = "Epochs from one validation to the next.", min = 1)
        int validateEvery,

        @Key(value = "Weight of the squared error of the energy per atom in the loss.", min = 0)
        double energyWeight,

        @Key(value = "Weight of the squared error of a force component in the loss.", min = 0)
        double forcesWeight,

        @Key(
                value = "Part of the budget after which the second stage begins, with an energy weight of its own;"
                        + " 1 for no second stage.",
                min = 0,
                max = 1)
        double stageTwoStart,

        @Key(value = "Weight of the energy term in the second stage.", min = 0)
        double stageTwoEnergyWeight,

        @Key(value = "Learning rate at the start.", min = 0, exclusiveMin = true)
        double learningRate,

        @Key("What changes the weights: adam, or muon, which moves matrices along orthogonal directions and needs about"
                + " half the steps.")
        OptimizerKind optimizer,

        @Key("How the learning rate changes.") Schedule schedule,

        @Key("What cosine and linear schedules and the second stage count as the whole of the training:"
                + " epochs (reproducible to the bit), or time (the minutes given, if there are any).")
        Budget budget,

        @Key(value = "Steps over which the learning rate rises from zero at the start.", min = 0)
        int warmupSteps,

        @Key(value = "Learning rate at the end of a cosine or linear schedule.", min = 0)
        double finalLearningRate,

        @Key(value = "Factor of the plateau schedule.", min = 0, max = 1, exclusiveMin = true)
        double plateauFactor,

        @Key(value = "Validations without improvement before the plateau schedule lowers the rate.", min = 0)
        int plateauPatience,

        @Key(value = "Decay of Adam's mean of the gradient.", min = 0, max = 1)
        double beta1,

        @Key(value = "Decay of Adam's mean of the squared gradient.", min = 0, max = 1)
        double beta2,

        @Key("Whether Adam divides by the largest mean square so far (AMSGrad).")
        boolean amsgrad,

        @Key(value = "Decay of Muon's mean of the gradient.", min = 0, max = 1)
        double muonMomentum,

        @Key(value = "Weight decay, added to the gradient of the weights that are marked for it.", min = 0)
        double weightDecay,

        @Key(value = "Norm to which longer gradients are shortened.", min = 0, exclusiveMin = true)
        double clip,

        @Key(
                value = "Decay of the moving average of the weights that is validated and kept; 0 for none.",
                min = 0,
                max = 1)
        double emaDecay,

        @Key("Seed of the initial weights and of the order of the structures.")
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
    public TrainingConfig {
        require(batchSize >= 1, "batchSize", batchSize, "at least 1");
        require(epochs >= 1, "epochs", epochs, "at least 1");
        require(maxMinutes == null || maxMinutes > 0, "maxMinutes", maxMinutes, "more than 0, or nothing");
        require(patience >= 1, "patience", patience, "at least 1");
        require(validateEvery >= 1, "validateEvery", validateEvery, "at least 1");
        require(finite(energyWeight) && energyWeight >= 0, "energyWeight", energyWeight, "0 or more");
        require(finite(forcesWeight) && forcesWeight >= 0, "forcesWeight", forcesWeight, "0 or more");
        require(stageTwoStart >= 0 && stageTwoStart <= 1, "stageTwoStart", stageTwoStart, "between 0 and 1");
        require(
                finite(stageTwoEnergyWeight) && stageTwoEnergyWeight >= 0,
                "stageTwoEnergyWeight",
                stageTwoEnergyWeight,
                "0 or more");
        require(energyWeight + forcesWeight > 0, "energyWeight", energyWeight, "more than 0 where forces_weight is 0");
        require(finite(learningRate) && learningRate > 0, "learningRate", learningRate, "more than 0");
        require(warmupSteps >= 0, "warmupSteps", warmupSteps, "0 or more");
        require(
                finalLearningRate >= 0 && finalLearningRate <= learningRate,
                "finalLearningRate",
                finalLearningRate,
                "between 0 and learning_rate");
        require(plateauFactor > 0 && plateauFactor <= 1, "plateauFactor", plateauFactor, "above 0, at most 1");
        require(plateauPatience >= 0, "plateauPatience", plateauPatience, "0 or more");
        require(beta1 >= 0 && beta1 < 1, "beta1", beta1, "from 0 to below 1");
        require(beta2 >= 0 && beta2 < 1, "beta2", beta2, "from 0 to below 1");
        require(muonMomentum >= 0 && muonMomentum < 1, "muonMomentum", muonMomentum, "from 0 to below 1");
        require(finite(weightDecay) && weightDecay >= 0, "weightDecay", weightDecay, "0 or more");
        require(clip > 0, "clip", clip, "more than 0");
        require(emaDecay >= 0 && emaDecay < 1, "emaDecay", emaDecay, "from 0 to below 1");
        require(shards >= 1, "shards", shards, "at least 1");
        require(
                finite(checkpointMinutes) && checkpointMinutes >= 0,
                "checkpointMinutes",
                checkpointMinutes,
                "0 or more");
    }

    /** What is used where nothing is said: MACE's own choices, with an average of the weights. */
    public static TrainingConfig defaults() {
        return new TrainingConfig(
                5,
                500,
                null,
                256,
                1,
                1,
                100,
                1,
                1000,
                0.01,
                OptimizerKind.MUON,
                Schedule.PLATEAU,
                Budget.TIME,
                0,
                0,
                0.8,
                50,
                0.9,
                0.999,
                true,
                0.95,
                5e-7,
                10,
                0.99,
                0,
                Precision.FLOAT32,
                4,
                1);
    }

    private static boolean finite(double value) {
        return Double.isFinite(value);
    }

    private static void require(boolean condition, String component, @Nullable Object found, String wanted) {
        if (!condition) {
            String key = component.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
            throw InputException.of("training." + key + " cannot have this value")
                    .found(String.valueOf(found))
                    .wanted(wanted)
                    .build();
        }
    }
}
