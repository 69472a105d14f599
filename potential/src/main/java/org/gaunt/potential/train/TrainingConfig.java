package org.gaunt.potential.train;

import java.nio.file.Path;
import java.util.List;
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
                value = "Weight of the squared error of a stress component in the loss, for structures that have a"
                        + " stress (or a virial); forces of 0.1 eV/Å and stresses of 0.001 eV/Å³ go well with 100 and"
                        + " 10000.",
                min = 0)
        double stressWeight,

        @Key("How an error counts: l2, its square, or huber, half its square up to huber_delta and straight on beyond.")
        LossKind loss,

        @Key(
                value = "Error from which the Huber loss is a straight line, in eV per atom, eV/Å and eV/Å³.",
                min = 0,
                exclusiveMin = true)
        double huberDelta,

        @Key(
                value = "Part of the budget after which the second stage begins, with an energy weight of its own;"
                        + " 1 for no second stage.",
                min = 0,
                max = 1)
        double stageTwoStart,

        @Key(value = "Weight of the energy term in the second stage.", min = 0)
        double stageTwoEnergyWeight,

        @Key(value = "Weight of the force term in the second stage; empty to leave it as it is.", min = 0) @Nullable
        Double stageTwoForcesWeight,

        @Key(value = "Weight of the stress term in the second stage; empty to leave it as it is.", min = 0) @Nullable
        Double stageTwoStressWeight,

        @Key(
                value = "Constant learning rate of the second stage; empty to leave it to the schedule.",
                min = 0,
                exclusiveMin = true)
        @Nullable
        Double stageTwoLearningRate,

        @Key("Which weights are validated and kept in the second stage: ema, the moving average, or mean, the mean over"
                + " the steps of the stage.")
        AverageKind stageTwoAverage,

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

        @Key("Whether weight decay shrinks those weights directly instead (AdamW).")
        boolean decoupledDecay,

        @Key(value = "Norm to which longer gradients are shortened.", min = 0, exclusiveMin = true)
        double clip,

        @Key(
                value = "Decay of the moving average of the weights that is validated and kept; 0 for none.",
                min = 0,
                max = 1)
        double emaDecay,

        @Key("Model file whose model and weights the training starts from; the model section must then be left out.")
        @Nullable
        Path startFrom,

        @Key("Weights that stay as they are: names or beginnings of names, * for anything; for fine-tuning.")
        List<String> freeze,

        @Key(
                value = "Number of models to train, with seeds that follow each other; more than 1 make a committee in"
                        + " folders of its own and are trained side by side, as far as there are threads.",
                min = 1)
        int committee,

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
        freeze = List.copyOf(freeze);
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
        require(finite(stressWeight) && stressWeight >= 0, "stressWeight", stressWeight, "0 or more");
        require(finite(huberDelta) && huberDelta > 0, "huberDelta", huberDelta, "more than 0");
        require(absentOr(stageTwoForcesWeight, 0), "stageTwoForcesWeight", stageTwoForcesWeight, "0 or more");
        require(absentOr(stageTwoStressWeight, 0), "stageTwoStressWeight", stageTwoStressWeight, "0 or more");
        require(
                absentOr(stageTwoLearningRate, Double.MIN_VALUE),
                "stageTwoLearningRate",
                stageTwoLearningRate,
                "more than 0, or nothing");
        require(
                energyWeight + forcesWeight + stressWeight > 0,
                "energyWeight",
                energyWeight,
                "more than 0 where forces_weight and stress_weight are 0");
        require(committee >= 1, "committee", committee, "at least 1");
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

    /**
     * What is used where nothing is said: half an hour of Muon with a cosine, a second stage for the energies, and an average of
     * the weights (chosen on validation structures of small molecules, docs/benchmarks.md).
     */
    public static TrainingConfig defaults() {
        return new TrainingConfig(
                5,
                2000,
                30.0,
                2000,
                2,
                40,
                100,
                0,
                LossKind.L2,
                0.01,
                0.75,
                1000,
                null,
                null,
                null,
                AverageKind.EMA,
                0.01,
                OptimizerKind.MUON,
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
                5e-7,
                false,
                10,
                0.99,
                null,
                List.of(),
                1,
                0,
                Precision.FLOAT32,
                4,
                1);
    }

    /** The loss of a stage. */
    Loss loss(boolean stageTwo) {
        Double forces = stageTwo ? stageTwoForcesWeight : null;
        Double stress = stageTwo ? stageTwoStressWeight : null;
        return new Loss(
                loss,
                huberDelta,
                stageTwo ? stageTwoEnergyWeight : energyWeight,
                forces == null ? forcesWeight : forces,
                stress == null ? stressWeight : stress);
    }

    private static boolean absentOr(@Nullable Double value, double least) {
        return value == null || (finite(value) && value >= least);
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
