package org.gaunt.optim;

/** Gives the learning rate of each step of a training. */
public interface LearningRateSchedule {

    /**
     * The rate of a step.
     *
     * @param step number of steps taken before
     * @param progress part of the run that is over, in [0, 1]
     */
    double rate(long step, double progress);

    /** Tells the schedule the validation loss after an epoch; may lower later rates. */
    void observe(double validationLoss);

    /** Forgets the losses seen so far: those to come are not to be compared with them. */
    default void forgetLosses() {}

    /** All that {@link #observe} has changed, as plain numbers; a copy. */
    double[] state();

    /**
     * Restores a saved state of the same schedule.
     *
     * @throws IllegalArgumentException when it belongs to another kind of schedule
     */
    void restore(double[] state);

    /** The same rate throughout. */
    static LearningRateSchedule constant(double rate) {
        return annealed(rate, rate, AnnealedSchedule.Shape.LINEAR);
    }

    /** From one rate at progress 0 to another at progress 1. */
    static LearningRateSchedule annealed(double first, double last, AnnealedSchedule.Shape shape) {
        return new AnnealedSchedule(first, last, shape);
    }

    /** A rise from zero over the first steps: the k-th of n steps has the rate of the schedule times k / n. */
    static LearningRateSchedule warmedUp(LearningRateSchedule schedule, int steps) {
        return steps == 0 ? schedule : new WarmedUpSchedule(schedule, steps);
    }
}
