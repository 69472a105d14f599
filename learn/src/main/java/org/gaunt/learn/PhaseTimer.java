package org.gaunt.learn;

/** Takes note of how long a thread has spent on what; may be told by several threads at once. */
@FunctionalInterface
public interface PhaseTimer {

    /** Takes note of nothing. */
    PhaseTimer NONE = (phase, nanoseconds) -> {};

    /** A thread has spent some time on a phase. */
    void add(Phase phase, long nanoseconds);
}
