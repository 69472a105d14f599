package org.gaunt.potential.train;

/** How the learning rate changes during training. */
public enum Schedule {
    /** Stays as it is. */
    CONSTANT,
    /** Is multiplied by a factor whenever the validation loss has not improved for some epochs. */
    PLATEAU,
    /** Falls along half a cosine, from the full rate to the final one at the end of the budget. */
    COSINE,
    /** Falls along a straight line, from the full rate to the final one at the end of the budget. */
    LINEAR;

    /** Whether the rate depends on how much of the budget is spent. */
    public boolean anneals() {
        return this == COSINE || this == LINEAR;
    }
}
