package org.gaunt.potential;

/** What the time of a training goes into. */
public enum Phase {
    /** Reading structures, neighbour lists, batches. */
    DATA,
    /** Copying weights into the working precision. */
    WEIGHTS,
    /** From positions to energies. */
    FORWARD,
    /** From energies to forces and stress. */
    FORCES,
    /** Comparing with the labels. */
    LOSS,
    /** From the loss to its gradient by the weights. */
    GRADIENT,
    /** Adding up the gradients of the shards, and clipping. */
    SUM,
    /** Changing the weights. */
    OPTIMIZER,
    /** The moving average of the weights. */
    AVERAGE,
    /** Judging by the validation structures. */
    VALIDATION,
    /** Writing checkpoints. */
    CHECKPOINT
}
