package org.gaunt.cli;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Times computations: a warm-up, then medians of windows until two windows in a row are no faster than those before and nothing was
 * compiled meanwhile, because the compiler of the virtual machine needs a while for generated code and longer on a busy machine.
 *
 * @param warmup seconds before the first window
 * @param seconds of one window, at least; a window holds some laps in any case
 */
record BenchTimer(double warmup, double seconds) {

    private static final int CALM_WINDOWS = 2;
    private static final int LEAST_LAPS = 5;
    private static final long MOST_NANOS = 30_000_000_000L;
    private static final double STILL_FALLING = 0.97;
    private static final double NEARLY = 2;
    private static final double NANOS = 1e9;
    private static final double NANOS_PER_MILLI = 1e6;

    /**
     * The three times of a {@link TapeWorkload}, milliseconds.
     *
     * @param forward of the value alone
     * @param forwardBackward of value and first gradients together
     * @param doubleBackward of value, first gradients and their gradients together
     */
    record Times(Timing forward, Timing forwardBackward, Timing doubleBackward) {}

    /**
     * The time of one computation.
     *
     * @param milliseconds the best median of a window
     * @param firstCall milliseconds of the first call, which generates code
     * @param fullSpeedAfter seconds from the beginning of the first call to the end of the first one that took less than twice
     *     {@code milliseconds}
     */
    record Timing(double milliseconds, double firstCall, double fullSpeedAfter) {}

    /** The median time of one run, milliseconds. */
    double milliseconds(Runnable work) {
        return time(work).milliseconds();
    }

    /** The times of a computation that has not run yet. */
    Timing time(Runnable work) {
        List<Long> ends = new ArrayList<>();
        long start = System.nanoTime();
        do {
            work.run();
            ends.add(System.nanoTime() - start);
        } while (ends.getLast() < NANOS * warmup);
        double best = Double.POSITIVE_INFINITY;
        long giveUp = System.nanoTime() + MOST_NANOS;
        int calm = 0;
        while (calm < CALM_WINDOWS && System.nanoTime() < giveUp) {
            long compiled = compilationTime();
            double median = window(work, start, ends);
            boolean compiling = compilationTime() > compiled;
            boolean falling = median < STILL_FALLING * best;
            best = Math.min(best, median);
            calm = falling || compiling ? 0 : calm + 1;
        }
        return new Timing(best, ends.getFirst() / NANOS_PER_MILLI, firstNear(best, ends) / NANOS);
    }

    /** When the first call ended that took less than twice the best. */
    private static long firstNear(double best, List<Long> ends) {
        long last = 0;
        for (long end : ends) {
            if ((end - last) / NANOS_PER_MILLI < NEARLY * best) {
                return end;
            }
            last = end;
        }
        return last;
    }

    /** The milliseconds that the virtual machine has spent compiling; grows when a method is done. */
    private static long compilationTime() {
        return ManagementFactory.getCompilationMXBean().getTotalCompilationTime();
    }

    private double window(Runnable work, long origin, List<Long> ends) {
        List<Double> laps = new ArrayList<>();
        long start = System.nanoTime();
        long last = start;
        while (laps.size() < LEAST_LAPS || last - start < NANOS * seconds) {
            work.run();
            long now = System.nanoTime();
            laps.add((now - last) / NANOS_PER_MILLI);
            ends.add(now - origin);
            last = now;
        }
        return StepBenchmark.median(laps);
    }

    /**
     * Times a workload on one thread, the caller's.
     *
     * @return its three times
     */
    Times time(TapeWorkload workload) {
        return times(work -> work.accept(workload));
    }

    /** The three times; what they need is prepared in between, and not timed. */
    private Times times(Consumer<Consumer<TapeWorkload>> all) {
        Timing forward = time(() -> all.accept(TapeWorkload::forward));
        all.accept(TapeWorkload::prepare);
        return new Times(
                forward,
                time(() -> all.accept(TapeWorkload::forwardBackward)),
                time(() -> all.accept(TapeWorkload::doubleBackward)));
    }

    /**
     * Times shares of a workload, each on a thread of its own; a run ends when the last of them does.
     *
     * @param shares one for each thread
     * @return the three times of the whole
     */
    Times time(List<TapeWorkload> shares) {
        if (shares.size() == 1) {
            return time(shares.getFirst());
        }
        try (ExecutorService pool = Executors.newFixedThreadPool(shares.size())) {
            return times(work -> together(pool, shares, work));
        }
    }

    private static void together(ExecutorService pool, List<TapeWorkload> shares, Consumer<TapeWorkload> work) {
        List<Callable<Boolean>> calls = shares.stream()
                .map(share -> (Callable<Boolean>) () -> {
                    work.accept(share);
                    return true;
                })
                .toList();
        try {
            for (Future<Boolean> call : pool.invokeAll(calls)) {
                call.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("a benchmark was interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a benchmark failed: " + e.getCause(), e.getCause());
        }
    }
}
