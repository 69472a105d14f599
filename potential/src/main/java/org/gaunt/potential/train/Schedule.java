package org.gaunt.potential.train;

import org.gaunt.nn.AnnealedSchedule;
import org.gaunt.nn.LearningRateSchedule;
import org.gaunt.nn.PlateauSchedule;

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

    /**
     * Makes one.
     *
     * @param first the full rate
     * @param last the final one, for those that anneal
     * @param factor of the plateau schedule
     * @param patience validations without improvement before the plateau schedule lowers the rate
     * @param warmup steps over which the rate rises from zero at the start
     */
    public LearningRateSchedule create(double first, double last, double factor, int patience, int warmup) {
        LearningRateSchedule schedule = switch (this) {
            case CONSTANT -> LearningRateSchedule.constant(first);
            case PLATEAU -> new PlateauSchedule(first, factor, patience);
            case COSINE -> LearningRateSchedule.annealed(first, last, AnnealedSchedule.Shape.COSINE);
            case LINEAR -> LearningRateSchedule.annealed(first, last, AnnealedSchedule.Shape.LINEAR);
        };
        return LearningRateSchedule.warmedUp(schedule, warmup);
    }
}
