package org.gaunt.learn;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.gaunt.linalg.Parallel;
import org.gaunt.linalg.Team;
import org.jspecify.annotations.Nullable;

/**
 * A number of threads that several {@link Workers} may use one after another, so that together they never use more. The calling
 * thread is one of them.
 */
public final class Threads implements AutoCloseable {
    private final int count;
    private final @Nullable ExecutorService executor;
    private @Nullable Team team;

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

    /** They as a team for short tasks, in place of the tasks of workers; started when first asked for. */
    public synchronized Parallel team() {
        if (count == 1) {
            return Parallel.SERIAL;
        }
        if (team == null) {
            team = new Team(count);
        }
        return team;
    }

    /** Ends them. */
    @Override
    public synchronized void close() {
        if (team != null) {
            team.close();
            team = null;
        }
        if (executor != null) {
            executor.shutdown();
        }
    }
}
