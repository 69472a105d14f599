package org.gaunt.potential.train;

/** How much of its budget, in epochs and in time, a training has spent. */
final class Pace {

    private final TrainingConfig config;
    private final TrainingState state;
    private final RunClock clock;
    private final int structures;
    private final int batches;

    /**
     * Looks at a state that changes.
     *
     * @param structures training structures
     * @param batches batches of an epoch
     */
    Pace(TrainingConfig config, TrainingState state, RunClock clock, int structures, int batches) {
        this.config = config;
        this.state = state;
        this.clock = clock;
        this.structures = structures;
        this.batches = batches;
    }

    double seconds() {
        return clock.seconds();
    }

    /** Whether the time is over, but for the validation at the end. */
    boolean isOver() {
        return clock.isOver(reserve());
    }

    /** Seconds to leave for the validation at the end. */
    private double reserve() {
        return 1.2 * state.validationSeconds;
    }

    private double epochFraction() {
        return (state.epoch + (double) state.batch / batches) / config.epochs();
    }

    /** Part of the budget that is spent, as schedule and stages count it. */
    double progress() {
        return config.descent().progress(epochFraction(), clock.fraction(reserve()));
    }

    /** Training structures per second since the start of the epoch. */
    double speed() {
        return Math.min(structures, (double) state.batch * config.batchSize()) / state.sums.seconds;
    }

    BatchReport report() {
        double fraction = epochFraction();
        double epochsLeft = fraction > 0 ? clock.seconds() / fraction * (1 - fraction) : Double.POSITIVE_INFINITY;
        return new BatchReport(
                state.epoch + 1,
                config.epochs(),
                state.batch,
                batches,
                state.sums.loss / state.batch,
                state.sums.learningRate,
                speed(),
                Math.max(0, Math.min(epochsLeft, clock.left())),
                Math.max(fraction, clock.fraction(0)));
    }
}
