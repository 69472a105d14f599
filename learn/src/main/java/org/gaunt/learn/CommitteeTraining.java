package org.gaunt.learn;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Trains several models that differ in their seeds side by side, as far as there are threads: two models on one thread each learn
 * more in a time than one after the other on two threads, because the threads of one model wait for each other at every step.
 */
public final class CommitteeTraining {

    private CommitteeTraining() {}

    /** The training of one model. */
    @FunctionalInterface
    public interface Member {
        /**
         * Trains.
         *
         * @param number of the model, from 0
         * @param threads to compute with
         * @return whether the training went to its end; false when it was interrupted
         */
        boolean train(int number, int threads);
    }

    /**
     * Trains all models. One that fails does not end the others; after one that is interrupted no other begins.
     *
     * @param members number of models
     * @param threads to compute with, all models together
     * @return whether all went to their ends
     * @throws RuntimeException the failure of the first model that failed, after the others have ended
     */
    public static boolean run(int members, int threads, Member member) {
        int together = Math.min(members, threads);
        AtomicBoolean interrupted = new AtomicBoolean();
        List<Future<Boolean>> trainings = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(together)) {
            for (int k = 0; k < members; k++) {
                int number = k;
                int own = threadsOf(k, together, threads);
                trainings.add(pool.submit(() -> {
                    boolean finished = !interrupted.get() && member.train(number, own);
                    interrupted.compareAndSet(false, !finished);
                    return finished;
                }));
            }
        }
        boolean all = true;
        for (Future<Boolean> training : trainings) {
            all &= result(training);
        }
        return all;
    }

    /**
     * Threads of one model: those of any models that are trained at the same time are at most all.
     *
     * @param together number of models at a time, at most {@code threads}
     */
    static int threadsOf(int k, int together, int threads) {
        return threads / together + (k % together < threads % together ? 1 : 0);
    }

    private static boolean result(Future<Boolean> training) {
        try {
            return training.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
