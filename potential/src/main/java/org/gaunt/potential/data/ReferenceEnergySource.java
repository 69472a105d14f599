package org.gaunt.potential.data;

/** Where the energies of isolated atoms come from. */
public enum ReferenceEnergySource {
    /** Frames of isolated atoms, and least squares for the elements that have none. */
    AUTO,
    /** Frames of isolated atoms; an element without one is an error. */
    ISOLATED_ATOMS,
    /** The energies per element that fit the training energies best. */
    LEAST_SQUARES
}
