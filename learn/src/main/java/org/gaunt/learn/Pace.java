package org.gaunt.learn;

/** How much of its budget, in epochs and in time, a training has spent. */
final class Pace {

    private static final double ROUNDING = 1e-9;

    private final TrainerConfig config;
    private final TrainingState state;
    private final RunClock clock;
    private final int samples;
    private final int batches;

    /**
     * Looks at a state that changes.
     *
     * @param samples training samples
     * @param batches batches of an epoch
     */
    Pace(TrainerConfig config, TrainingState state, RunClock clock, int samples, int batches) {
        this.config = config;
        this.state = state;
        this.clock = clock;
        this.samples = samples;
        this.batches = batches;
    }

    double seconds() {
        return clock.seconds();
    }

    /** Whether the time is over, but for the validation at the end. */
    boolean isOver() {
        return clock.fraction(reserve()) + skippedTime() > 1 - ROUNDING;
    }

    /** Seconds to leave for the validation at the end. */
    private double reserve() {
        return 1.2 * state.validationSeconds;
    }

    private double epochFraction() {
        return (state.epoch + (double) state.batch / batches) / config.epochs().epochs();
    }

    /** Whether all epochs are done, or were skipped. */
    boolean epochsAreOver() {
        int epochs = config.epochs().epochs();
        return state.epoch >= epochs || (double) state.epoch / epochs + state.skipped > 1 - ROUNDING;
    }

    /** Part of the budget that is spent or skipped, as schedule and stages count it. */
    double progress() {
        return Math.min(1, spent() + state.skipped);
    }

    private double spent() {
        return config.descent().progress(epochFraction(), clock.fraction(reserve()));
    }

    /** The part of the budget to skip, so that the second stage begins now and is as long as it would have been. */
    double toStageTwo() {
        return Math.max(0, config.stageTwo().stageTwoStart() - spent());
    }

    /** Part of the time that is skipped: none where the budget is one of epochs, and the time only a limit. */
    private double skippedTime() {
        return config.descent().budget() == Budget.TIME ? state.skipped : 0;
    }

    /** Training samples per second since the start of the epoch. */
    double speed() {
        return Math.min(samples, (double) state.batch * config.epochs().batchSize()) / state.sums.seconds;
    }

    BatchReport report() {
        double fraction = epochFraction();
        double epochsLeft =
                fraction > 0 ? clock.seconds() / fraction * (1 - fraction - state.skipped) : Double.POSITIVE_INFINITY;
        return new BatchReport(
                state.epoch + 1,
                config.epochs().epochs(),
                state.batch,
                batches,
                state.sums.loss / state.batch,
                state.sums.learningRate,
                speed(),
                Math.max(0, Math.min(epochsLeft, clock.left(skippedTime()))),
                Math.min(1, Math.max(fraction + state.skipped, clock.fraction(0) + skippedTime())));
    }
}
