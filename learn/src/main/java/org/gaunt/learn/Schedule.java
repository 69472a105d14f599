package org.gaunt.learn;

import org.gaunt.optim.AnnealedSchedule;
import org.gaunt.optim.LearningRateSchedule;
import org.gaunt.optim.PlateauSchedule;

/** How the learning rate changes during training. */
public enum Schedule {
    /** Stays as it is. */
    CONSTANT,
    /** Is multiplied by a factor whenever the validation loss has not improved for some epochs. */
    PLATEAU,
    /** Falls along half a cosine, from the full rate to the final one at the end of the budget. */
    COSINE,
    /** Falls along a straight line, from the full rate to the final one at the end of the budget. */
    LINEAR;

    /** Whether the rate depends on how much of the budget is spent. */
    public boolean anneals() {
        return this == COSINE || this == LINEAR;
    }

    /** Makes one with the rates, the factor and the patience of a configuration. */
    LearningRateSchedule create(DescentConfig config) {
        double first = config.learningRate();
        double last = config.finalLearningRate();
        LearningRateSchedule schedule = switch (this) {
            case CONSTANT -> LearningRateSchedule.constant(first);
            case PLATEAU -> new PlateauSchedule(first, config.plateauFactor(), config.plateauPatience());
            case COSINE -> LearningRateSchedule.annealed(first, last, AnnealedSchedule.Shape.COSINE);
            case LINEAR -> LearningRateSchedule.annealed(first, last, AnnealedSchedule.Shape.LINEAR);
        };
        return LearningRateSchedule.warmedUp(schedule, config.warmupSteps());
    }
}
