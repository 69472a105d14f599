package org.gaunt.potential.train;

import static org.gaunt.potential.train.TrainingKeys.finite;
import static org.gaunt.potential.train.TrainingKeys.require;

import java.nio.file.Path;
import java.util.List;
import org.gaunt.learn.config.Inlined;
import org.gaunt.learn.config.Key;
import org.gaunt.linalg.Precision;
import org.gaunt.potential.data.LabelNeeds;
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

        @Key(
                value =
                        "Validations without a better loss that end the training, or its first stage: the second, if there"
                                + " is one, then begins at once and is as long as it would have been. Validations are"
                                + " validate_every epochs apart.",
                min = 1)
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

        @Inlined DescentConfig descent,

        @Key(value = "Weight decay, added to the gradient of the weights that are marked for it.", min = 0)
        double weightDecay,

        @Key("Whether weight decay shrinks those weights directly instead (AdamW).")
        boolean decoupledDecay,

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
        require(finite(weightDecay) && weightDecay >= 0, "weightDecay", weightDecay, "0 or more");
        require(shards >= 1, "shards", shards, "at least 1");
        require(
                finite(checkpointMinutes) && checkpointMinutes >= 0,
                "checkpointMinutes",
                checkpointMinutes,
                "0 or more");
    }

    /**
     * What is used where nothing is said: half an hour of Muon with a cosine, a second stage for the energies, and an average of
     * the weights (chosen on validation structures of small molecules, docs/notebook/acetylacetone.md).
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
                new DescentConfig(
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
                        10,
                        0.99),
                5e-7,
                false,
                null,
                List.of(),
                1,
                0,
                Precision.FLOAT32,
                4,
                1);
    }

    /** Labels that count in the loss of any stage. */
    public LabelNeeds needs() {
        boolean two = stageTwoStart < 1;
        Double forces = two ? stageTwoForcesWeight : null;
        Double stress = two ? stageTwoStressWeight : null;
        return new LabelNeeds(
                Math.max(energyWeight, two ? stageTwoEnergyWeight : 0),
                Math.max(forcesWeight, forces == null ? 0 : forces),
                Math.max(stressWeight, stress == null ? 0 : stress));
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
}
