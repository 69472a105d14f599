package org.gaunt.autodiff;

/** What one tape after another uses again: arrays of values, and the room that operations work in. For one tape at a time. */
final class TapeMemory {
    private final BufferPool pool = new BufferPool();
    private final LinearEvaluation linear = new LinearEvaluation();

    BufferPool pool() {
        return pool;
    }

    LinearEvaluation linear() {
        return linear;
    }
}
