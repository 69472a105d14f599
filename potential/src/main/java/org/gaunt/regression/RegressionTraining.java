package org.gaunt.regression;

import org.gaunt.kernel.Precision;
import org.gaunt.potential.config.Key;
import org.gaunt.potential.train.Budget;
import org.gaunt.potential.train.OptimizerKind;
import org.gaunt.potential.train.Schedule;
import org.jspecify.annotations.Nullable;

/** All settings of a {@link RegressionTrainer}. */
public record RegressionTraining(
        @Key(value = "Systems in one step of the optimiser.", min = 1)
        int batchSize,

        @Key(value = "Passes over the training systems, at most.", min = 1)
        int epochs,

        @Key(
                value = "Time the training may take, at most; empty for no limit. The option --max-minutes sets it.",
                unit = "min",
                min = 0,
                exclusiveMin = true)
        @Nullable
        Double maxMinutes,

        @Key(value = "Ends the training when the validation has not improved for so many epochs.", min = 1)
        int patience,

        @Key(value = "Epochs from one validation to the next.", min = 1)
        int validateEvery,

        @Key(value = "Learning rate at the start.", min = 0, exclusiveMin = true)
        double learningRate,

        @Key("What changes the weights: adam, or muon, which moves matrices along orthogonal directions.")
        OptimizerKind optimizer,

        @Key("How the learning rate changes.") Schedule schedule,

        @Key("What cosine and linear schedules count as the whole of the training:"
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

        @Key(value = "Decay of Adam's mean of the gradient.", min = 0, max = 0.9999)
        double beta1,

        @Key(value = "Decay of Adam's mean of the squared gradient.", min = 0, max = 0.999999)
        double beta2,

        @Key("Whether Adam divides by the largest mean square so far (AMSGrad).")
        boolean amsgrad,

        @Key(value = "Decay of Muon's mean of the gradient.", min = 0, max = 0.9999)
        double muonMomentum,

        @Key(
                value = "Weight decay: in each step matrices lose this part of themselves, times the learning rate"
                        + " (decoupled, as in AdamW).",
                min = 0)
        double weightDecay,

        @Key(value = "Norm to which longer gradients are shortened.", min = 0, exclusiveMin = true)
        double clip,

        @Key(
                value = "Decay of the moving average of the weights that is validated and kept; 0 for none.",
                min = 0,
                max = 0.999999)
        double emaDecay,

        @Key("Seed of the initial weights and of the order of the systems.")
        long seed,

        @Key("Arithmetic of the network during training: float32 or float64.")
        Precision precision,

        @Key(
                value = "Parts a batch is split into, for threads to share; results depend on it in the last bits,"
                        + " but not on the number of threads.",
                min = 1,
                max = 256)
        int shards,

        @Key(value = "Time between two checkpoints.", unit = "min", min = 0)
        double checkpointMinutes) {

    /** Checks what the keys cannot say. */
    public RegressionTraining {
        if (finalLearningRate > learningRate) {
            throw new IllegalArgumentException("training.final_learning_rate is " + finalLearningRate
                    + ", more than training.learning_rate, " + learningRate + ": lower it");
        }
    }

    /** What is used where nothing is said. */
    public static RegressionTraining defaults() {
        return new RegressionTraining(
                50,
                1000,
                null,
                1000000,
                1,
                0.005,
                OptimizerKind.MUON,
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
                0.01,
                1,
                0.999,
                0,
                Precision.FLOAT32,
                2,
                1);
    }
}
