package org.gaunt.learn;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The time a training has taken, also before interruptions, and the time it may take. */
public final class RunClock {

    private final LongSupplier nanoseconds;
    private final long start;
    private final double before;
    private final double limit;

    /**
     * Starts now.
     *
     * @param nanoseconds a clock that never goes back
     * @param before seconds taken before
     * @param maxMinutes limit for all of it, or null for none
     */
    public RunClock(LongSupplier nanoseconds, double before, @Nullable Double maxMinutes) {
        this.nanoseconds = nanoseconds;
        this.start = nanoseconds.getAsLong();
        this.before = before;
        this.limit = maxMinutes == null ? Double.POSITIVE_INFINITY : 60 * maxMinutes;
    }

    /** Seconds taken so far. */
    public double seconds() {
        return before + (nanoseconds.getAsLong() - start) * 1e-9;
    }

    /**
     * Part of the time that is over; 0 without a limit.
     *
     * @param reserve seconds that must be left for the end
     */
    public double fraction(double reserve) {
        if (Double.isInfinite(limit)) {
            return 0;
        }
        double usable = limit - reserve;
        return usable <= 0 ? 1 : Math.min(1, seconds() / usable);
    }

    /** Whether the time is over, but for the reserve. */
    public boolean isOver(double reserve) {
        return fraction(reserve) >= 1;
    }

    /** Seconds to the limit; infinite without one. */
    public double left() {
        return left(0);
    }

    /** Seconds to the limit less a part of all its time; infinite without a limit. */
    double left(double part) {
        return limit * (1 - part) - seconds();
    }
}
