package org.gaunt.potential;

/** How much of the energy's first derivatives an evaluation gives; each constant includes the ones before it. */
public enum Derivatives {
    /** Energies only. */
    ENERGY,
    /** Energies, and forces -dE/dr. */
    FORCES,
    /** Energies, forces, and the stress (1/V) dE/dε. */
    STRESS;

    /** Whether this includes forces. */
    public boolean forces() {
        return this != ENERGY;
    }

    /** Whether this includes the stress. */
    public boolean stress() {
        return this == STRESS;
    }
}
