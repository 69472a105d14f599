package org.gaunt.learn;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A number of threads that several {@link Workers} may use one after another, so that together they never use more. The calling
 * thread is one of them.
 */
public final class Threads implements AutoCloseable {
    private final int count;
    private final @Nullable ExecutorService executor;

    /**
     * Threads, which start when they are first needed.
     *
     * @param count at least 1
     * @throws IllegalArgumentException if it is less
     */
    public Threads(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("a pool needs at least 1 thread, given " + count);
        }
        this.count = count;
        executor = count == 1
                ? null
                : Executors.newFixedThreadPool(
                        count - 1,
                        Thread.ofPlatform().name("gaunt-worker-", 1).daemon().factory());
    }

    /** Number of threads, the calling one included. */
    public int count() {
        return count;
    }

    /** The others; null where there is only the calling one. */
    @Nullable
    ExecutorService executor() {
        return executor;
    }

    /** Ends them. */
    @Override
    public void close() {
        if (executor != null) {
            executor.shutdown();
        }
    }
}
