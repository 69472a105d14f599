package org.gaunt.learn;

/** What an annealing schedule and the second stage count as the whole of a run. */
public enum Budget {
    /** The epochs: the same bits on every run. */
    EPOCHS,
    /** The minutes or the epochs, whichever is nearer its end: uses the time given, but no two runs are alike to the bit. */
    TIME
}
