package org.gaunt.learn;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Adds up the seconds that all threads of a training spend on each {@link Phase}. */
public final class Profile implements PhaseTimer {

    private final int threads;
    private long begun;
    private long ended;
    private final Map<Phase, LongAdder> nanoseconds = new LinkedHashMap<>();

    /**
     * Starts at zero.
     *
     * @param phases in the order of reports
     * @param threads number of threads of the training
     */
    Profile(List<Phase> phases, int threads) {
        this.threads = threads;
        for (Phase phase : phases) {
            nanoseconds.put(phase, new LongAdder());
        }
    }

    @Override
    public void add(Phase phase, long time) {
        LongAdder sum = nanoseconds.get(phase);
        if (sum != null) {
            sum.add(time);
        }
    }

    /** The training begins; until it ends, what is in no phase is waiting. */
    void start() {
        begun = System.nanoTime();
        ended = begun;
    }

    /** The training has ended. */
    void stop() {
        ended = System.nanoTime();
    }

    /** Seconds from the beginning to the end of the training. */
    public double seconds() {
        return (ended - begun) * 1e-9;
    }

    long begin() {
        return System.nanoTime();
    }

    void end(Phase phase, long begin) {
        add(phase, System.nanoTime() - begin);
    }

    /** Ends one phase and begins the next. */
    long next(Phase phase, long begin) {
        long now = System.nanoTime();
        add(phase, now - begin);
        return now;
    }

    /** Ends a phase that all threads worked on, or waited for. */
    void endOnAllThreads(Phase phase, long begin) {
        add(phase, threads * (System.nanoTime() - begin));
    }

    /** The phases, in the order of reports. */
    public List<Phase> phases() {
        return List.copyOf(nanoseconds.keySet());
    }

    /** Number of threads. */
    public int threads() {
        return threads;
    }

    /** Seconds of all threads together that were spent on a phase. */
    public double seconds(Phase phase) {
        LongAdder sum = nanoseconds.get(phase);
        return sum == null ? 0 : sum.sum() * 1e-9;
    }
}
