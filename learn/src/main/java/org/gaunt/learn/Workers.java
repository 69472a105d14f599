package org.gaunt.learn;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.gaunt.linalg.Parallel;
import org.jspecify.annotations.Nullable;

/**
 * Threads with one worker each, which share out numbered tasks.
 *
 * <p>Which thread does which task is left to chance; since a worker's result depends on nothing but weights and batch,
 * results that are kept by task number do not depend on the number of threads. The calling thread works too. Not safe
 * for concurrent use.
 *
 * @param <W> the workers
 */
public class Workers<W extends WeightHolder> implements AutoCloseable {

    private final List<Member<W>> members = new ArrayList<>();
    private final Threads threads;
    private final boolean ownThreads;
    private final double[] values;
    private long version = 1;

    /**
     * A task that may be done by any worker.
     *
     * @param <W> the workers
     */
    @FunctionalInterface
    public interface Task<W> {
        /**
         * Does the task.
         *
         * @param worker with the pool's weights, for this call only
         * @param index number of the task
         */
        void run(W worker, int index);
    }

    private static final class Member<W extends WeightHolder> {
        private final W worker;
        private long loaded;

        Member(W worker) {
            this.worker = worker;
        }

        void load(double[] values, long version) {
            if (loaded != version) {
                worker.load(values);
                loaded = version;
            }
        }
    }

    /**
     * Makes the workers.
     *
     * @param make makes one of them
     * @param weights what they begin with; copied
     * @param threads number of threads, at least 1
     */
    public Workers(Supplier<? extends W> make, double[] weights, int threads) {
        this(make, weights, new Threads(threads), true);
    }

    /**
     * Makes workers on some threads.
     *
     * @param own whether the threads end with the workers
     */
    public Workers(Supplier<? extends W> make, double[] weights, Threads threads, boolean own) {
        this.threads = threads;
        ownThreads = own;
        for (int i = 0; i < threads.count(); i++) {
            members.add(new Member<>(make.get()));
        }
        values = weights.clone();
    }

    /** Number of threads. */
    public final int threads() {
        return members.size();
    }

    /**
     * Gives all workers other weights, from the next {@link #run} on.
     *
     * @param newValues copied; as many as at the start
     * @throws IllegalArgumentException if they are more or fewer
     */
    public final void load(double[] newValues) {
        if (newValues.length != values.length) {
            throw new IllegalArgumentException(
                    "the workers have " + values.length + " weights, but " + newValues.length + " were given");
        }
        System.arraycopy(newValues, 0, values, 0, values.length);
        version++;
    }

    /**
     * Does the tasks 0 .. tasks-1 and waits for them.
     *
     * @throws RuntimeException the first failure, by number of the task, after all threads have stopped
     */
    public final void run(int tasks, Task<? super W> task) {
        AtomicInteger next = new AtomicInteger();
        @Nullable RuntimeException[] failures = new RuntimeException[tasks];
        int helpers = Math.min(members.size(), tasks) - 1;
        List<Future<?>> futures = new ArrayList<>();
        ExecutorService executor = threads.executor();
        for (int i = 1; i <= helpers && executor != null; i++) {
            Member<W> member = members.get(i);
            futures.add(executor.submit(() -> work(member, next, task, failures)));
        }
        Throwable error = null;
        try {
            work(members.getFirst(), next, task, failures);
        } catch (Error e) {
            error = e; // kept until the other threads have stopped
        }
        for (Future<?> future : futures) {
            error = first(error, await(future));
        }
        if (error instanceof Error e) {
            throw e;
        }
        if (error != null) {
            throw new IllegalStateException("a task failed", error);
        }
        for (RuntimeException failure : failures) {
            if (failure != null) {
                throw failure;
            }
        }
    }

    /** A task that has all threads. */
    @FunctionalInterface
    public interface SharedTask<W> {
        /**
         * Does the task.
         *
         * @param worker with the pool's weights, for this call only
         * @param threads all of them, for parts of the task
         */
        void run(W worker, Parallel threads);
    }

    /** Does one task in the calling thread, which may spread parts of it over all threads. */
    public final void runAlone(SharedTask<? super W> task) {
        Member<W> first = members.getFirst();
        first.load(values, version);
        task.run(first.worker, threads.team());
    }

    /** The threads for short tasks that need no worker. */
    public final Parallel team() {
        return threads.team();
    }

    /** The threads for work that needs no worker. */
    public final Parallel parallel() {
        return (tasks, task) -> run(tasks, (worker, index) -> task.accept(index));
    }

    private void work(
            Member<W> member, AtomicInteger next, Task<? super W> task, @Nullable RuntimeException[] failures) {
        for (int index = next.getAndIncrement(); index < failures.length; index = next.getAndIncrement()) {
            try {
                member.load(values, version);
                task.run(member.worker, index);
            } catch (RuntimeException e) {
                failures[index] = e;
                next.set(failures.length);
            } catch (Error e) {
                next.set(failures.length);
                throw e;
            }
        }
    }

    private static @Nullable Throwable first(@Nullable Throwable before, @Nullable Throwable now) {
        return before == null ? now : before;
    }

    /** Waits for a thread to end its work, whatever interrupts this one; the error it died of, or null. */
    private static @Nullable Throwable await(Future<?> future) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    future.get();
                    return null;
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    return e.getCause();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Ends the threads and closes the workers. */
    @Override
    public final void close() {
        if (ownThreads) {
            threads.close();
        }
        for (Member<W> member : members) {
            member.worker.close();
        }
    }
}
