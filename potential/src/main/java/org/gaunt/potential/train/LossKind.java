package org.gaunt.potential.train;

/** How an error counts in the loss. */
public enum LossKind {
    /** Its square. */
    L2,
    /** Half its square up to a threshold, and proportional to it beyond, so that outliers do not rule. */
    HUBER
}
