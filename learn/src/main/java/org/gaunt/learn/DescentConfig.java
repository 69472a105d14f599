package org.gaunt.learn;

import static org.gaunt.learn.TrainingKeys.finite;
import static org.gaunt.learn.TrainingKeys.require;

import java.util.Map;
import org.gaunt.files.InputException;
import org.gaunt.learn.config.Key;
import org.gaunt.nn.Parameters;
import org.gaunt.optim.Adam;
import org.gaunt.optim.LearningRateSchedule;
import org.gaunt.optim.Optimizer;
import org.gaunt.optim.OptimizerSettings;
import org.gaunt.optim.Optimizers;

/** How weights follow the gradient, whatever is trained. */
public record DescentConfig(
        @Key(value = "Learning rate at the start.", min = 0, exclusiveMin = true)
        double learningRate,

        @Key(
                value =
                        "What changes the weights: adam, or muon, which moves matrices along orthogonal directions and needs"
                                + " about half the steps.",
                words = Optimizers.class)
        String optimizer,

        @Key("Settings of an optimiser that an extension adds, by name.")
        Map<String, Double> optimizerOptions,

        @Key("How the learning rate changes.") Schedule schedule,

        @Key("What cosine and linear schedules and a second stage count as the whole of the training:"
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

        @Key(value = "Norm to which longer gradients are shortened.", min = 0, exclusiveMin = true)
        double clip,

        @Key(
                value = "Decay of the moving average of the weights that is validated and kept; 0 for none.",
                min = 0,
                max = 0.999999)
        double emaDecay) {

    private static final double ADAM_EPSILON = 1e-8;

    /** Checks the numbers that can make no sense. */
    public DescentConfig {
        optimizerOptions = Map.copyOf(optimizerOptions);
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
        require(clip > 0, "clip", clip, "more than 0");
        require(emaDecay >= 0 && emaDecay < 1, "emaDecay", emaDecay, "from 0 to below 1");
    }

    /** Adam with its usual decays and a constant rate; gradients and weights as they are. */
    public static DescentConfig adam(double learningRate) {
        return new DescentConfig(
                learningRate,
                "adam",
                Map.of(),
                Schedule.CONSTANT,
                Budget.EPOCHS,
                0,
                0,
                0.8,
                50,
                0.9,
                0.999,
                false,
                0.95,
                Double.POSITIVE_INFINITY,
                0);
    }

    /** With another schedule. */
    public DescentConfig withSchedule(Schedule other) {
        return new DescentConfig(
                learningRate,
                optimizer,
                optimizerOptions,
                other,
                budget,
                warmupSteps,
                finalLearningRate,
                plateauFactor,
                plateauPatience,
                beta1,
                beta2,
                amsgrad,
                muonMomentum,
                clip,
                emaDecay);
    }

    /** With another optimiser. */
    public DescentConfig withOptimizer(String name, Map<String, Double> options) {
        return new DescentConfig(
                learningRate,
                name,
                options,
                schedule,
                budget,
                warmupSteps,
                finalLearningRate,
                plateauFactor,
                plateauPatience,
                beta1,
                beta2,
                amsgrad,
                muonMomentum,
                clip,
                emaDecay);
    }

    /** With a moving average of the weights. */
    public DescentConfig withEmaDecay(double decay) {
        return new DescentConfig(
                learningRate,
                optimizer,
                optimizerOptions,
                schedule,
                budget,
                warmupSteps,
                finalLearningRate,
                plateauFactor,
                plateauPatience,
                beta1,
                beta2,
                amsgrad,
                muonMomentum,
                clip,
                decay);
    }

    /**
     * The optimiser.
     *
     * @param parameters whose layout it follows; they are not kept
     * @param decay of the parameters that are marked for it; {@link WeightDecay.Kind#ALL} is left to the trainer
     * @throws InputException if there is no such optimiser, or it does not take the options
     */
    public Optimizer createOptimizer(Parameters parameters, WeightDecay decay) {
        double own = decay.kind() == WeightDecay.Kind.ALL ? 0 : decay.strength();
        boolean decoupled = decay.kind() != WeightDecay.Kind.GRADIENT;
        OptimizerSettings settings = new OptimizerSettings(
                new Adam.Settings(beta1, beta2, ADAM_EPSILON, own, decoupled, amsgrad), muonMomentum, optimizerOptions);
        try {
            return Optimizers.of(optimizer).create(parameters, settings);
        } catch (IllegalArgumentException e) {
            throw InputException.of("training.optimizer cannot be used")
                    .found(optimizer + ": " + e.getMessage())
                    .cause(e)
                    .build();
        }
    }

    /** The schedule of the learning rate. */
    public LearningRateSchedule createSchedule() {
        return schedule.create(this);
    }

    /** Part of the budget that is spent, as the schedule counts it: of the epochs, and of the time if that is what counts. */
    public double progress(double epochs, double time) {
        return budget == Budget.TIME ? Math.max(epochs, time) : epochs;
    }
}
