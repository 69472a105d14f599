package org.gaunt.autodiff;

import java.util.ArrayList;
import java.util.List;
import org.gaunt.linalg.Parallel;
import org.gaunt.linalg.Workspace;
import org.jspecify.annotations.Nullable;

/** Cuts the rows of operations for several threads, always at the same places. */
final class Shards {
    /** Rows of a shard where each row is computed by itself. */
    private static final int ROWS = 512;

    /** Numbers of a shard where each number is computed alone. */
    private static final int NUMBERS = 1 << 16;

    /** An operation on rows {@code from <= row < to}. */
    @FunctionalInterface
    interface Operation {
        void run(int from, int to, Workspace workspace);
    }

    /** One of the ranges of {@link Rounds}, by its number. */
    @FunctionalInterface
    interface NumberedOperation {
        void run(int number, int from, int to, Workspace workspace);
    }

    private final Parallel threads;

    /** Scratch memory of the ranges of a round. */
    private final List<Workspace> scratch = new ArrayList<>();

    Shards(Parallel threads) {
        this.threads = threads;
    }

    /** Runs an operation that computes each row by itself. */
    static void rows(@Nullable Shards shards, int count, Workspace own, Operation operation) {
        if (shards == null || count <= ROWS) {
            operation.run(0, count, own);
            return;
        }
        int tasks = Math.ceilDiv(count, ROWS);
        shards.reserve(tasks);
        shards.threads.run(tasks, k -> operation.run(k * ROWS, Math.min(count, (k + 1) * ROWS), shards.scratch.get(k)));
    }

    /** Runs a loop over numbers that are each computed alone. */
    static void numbers(@Nullable Shards shards, int count, Parallel.Range loop) {
        if (shards == null || count <= NUMBERS) {
            loop.run(0, count);
            return;
        }
        shards.threads.run(
                Math.ceilDiv(count, NUMBERS), k -> loop.run(k * NUMBERS, Math.min(count, (k + 1) * NUMBERS)));
    }

    /** Runs an operation round by round. */
    static void rounds(@Nullable Shards shards, Rounds rounds, Workspace own, NumberedOperation operation) {
        int before = 0;
        for (List<Rounds.Range> round : rounds.ranges()) {
            int first = before;
            if (shards == null) {
                for (int k = 0; k < round.size(); k++) {
                    operation.run(first + k, round.get(k).from(), round.get(k).to(), own);
                }
            } else {
                shards.reserve(round.size());
                shards.threads.run(
                        round.size(),
                        k -> operation.run(
                                first + k, round.get(k).from(), round.get(k).to(), shards.scratch.get(k)));
            }
            before += round.size();
        }
    }

    private void reserve(int tasks) {
        while (scratch.size() < tasks) {
            scratch.add(new Workspace());
        }
    }
}
