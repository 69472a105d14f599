package org.gaunt.potential.data;

/** The energy of an atom without neighbours. */
public enum IsolatedLimit {
    /** The energy of the isolated atom that the model counts from, exactly; approached smoothly as neighbours leave. */
    EXACT,
    /** That energy, plus the shift and whatever the network gives an atom without neighbours, as in published models. */
    FREE
}
