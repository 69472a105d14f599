package org.gaunt.linalg;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Threads that share out tasks of some ten microseconds, many times one after another. Between two calls the others look for work for
 * a moment before they sleep, which starts the next tasks a hundred times sooner than waking them.
 *
 * <p>The calling thread works, too. For one caller at a time.
 */
public final class Team implements Parallel, AutoCloseable {
    /** Looks for work before a thread sleeps: some hundred microseconds. */
    private static final int LOOKS = 5_000;

    /** The tasks of one call. */
    private static final class Job {
        final int tasks;
        final IntConsumer task;
        final AtomicInteger next = new AtomicInteger();
        final AtomicInteger ended = new AtomicInteger();

        /** The failure of the task with the lowest number. */
        volatile @Nullable Throwable failure;

        private int failed = Integer.MAX_VALUE;

        Job(int tasks, IntConsumer task) {
            this.tasks = tasks;
            this.task = task;
        }

        void work() {
            for (int k = next.getAndIncrement(); k < tasks; k = next.getAndIncrement()) {
                try {
                    task.accept(k);
                } catch (RuntimeException | Error e) {
                    fail(k, e);
                } finally {
                    ended.incrementAndGet();
                }
            }
        }

        private synchronized void fail(int number, Throwable e) {
            if (number < failed) {
                failed = number;
                failure = e;
            }
        }
    }

    private final List<Thread> others = new ArrayList<>();
    private volatile Job job = new Job(0, k -> {});
    private volatile boolean closed;

    /**
     * Starts the threads.
     *
     * @param threads at least 1, the calling one included
     */
    public Team(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("a team needs at least 1 thread, given " + threads);
        }
        for (int k = 1; k < threads; k++) {
            others.add(Thread.ofPlatform().name("gaunt-team-" + k).daemon().start(this::look));
        }
    }

    /**
     * Does the tasks 0 .. tasks-1 and waits for them.
     *
     * @throws RuntimeException the failure of the task with the lowest number, after all have ended
     */
    @Override
    public void run(int tasks, IntConsumer task) {
        if (tasks <= 1 || others.isEmpty()) {
            SERIAL.run(tasks, task);
            return;
        }
        Job own = new Job(tasks, task);
        job = own;
        for (int k = 0; k < Math.min(others.size(), tasks - 1); k++) {
            LockSupport.unpark(others.get(k));
        }
        own.work();
        while (own.ended.get() < tasks) {
            Thread.onSpinWait();
        }
        Throwable failure = own.failure;
        if (failure instanceof Error e) {
            throw e;
        }
        if (failure instanceof RuntimeException e) {
            throw e;
        }
    }

    private void look() {
        Job seen = job;
        int looks = 0;
        while (!closed) {
            Job now = job;
            if (now != seen) {
                seen = now;
                now.work();
                looks = 0;
            } else if (++looks < LOOKS) {
                Thread.onSpinWait();
            } else {
                looks = 0;
                LockSupport.park(this);
            }
        }
    }

    /** Ends the threads. */
    @Override
    public void close() {
        closed = true;
        others.forEach(LockSupport::unpark);
    }
}
