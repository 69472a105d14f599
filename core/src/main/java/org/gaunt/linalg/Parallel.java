package org.gaunt.linalg;

import java.util.function.IntConsumer;

/** Does numbered tasks, in any order and possibly at the same time; returns when all are done. */
@FunctionalInterface
public interface Parallel {
    /** One task after another, in the calling thread. */
    Parallel SERIAL = (tasks, task) -> {
        for (int k = 0; k < tasks; k++) {
            task.accept(k);
        }
    };

    /** Numbers of an array that one task goes through where the work is a loop over an array. */
    int CHUNK = 8192;

    /** Does the tasks 0 .. tasks-1, which must not disturb each other. */
    void run(int tasks, IntConsumer task);

    /** A task over a part of an array. */
    @FunctionalInterface
    interface Range {
        void run(int from, int to);
    }

    /** Cuts 0 .. length-1 into chunks of fixed size, whatever the number of threads. */
    default void overRange(int length, Range task) {
        run((length + CHUNK - 1) / CHUNK, k -> task.run(k * CHUNK, Math.min(length, (k + 1) * CHUNK)));
    }
}
