package org.gaunt.potential;

import org.jspecify.annotations.Nullable;

/**
 * Energy, forces and stress of one structure.
 *
 * <p>What was not asked for is not there: its accessor throws, it never gives null or zeros. Arrays are the prediction's own;
 * callers must not change them.
 */
public final class Prediction {
    private final double energy;
    private final double[] atomEnergies;
    private final double @Nullable [] forces;
    private final double @Nullable [] stress;

    /**
     * Keeps results without copying them.
     *
     * @param energy total energy, eV
     * @param atomEnergies share of each atom in the energy, eV [atoms]
     * @param forces -dE/dr, eV/Å [3 * atoms], or null where they were not asked for
     * @param stress (1/V) dE/dε, row-major 3x3, eV/Å³, positive under tension [9], or null where it was not asked for or the
     *     structure is not periodic in three directions
     */
    public Prediction(double energy, double[] atomEnergies, double @Nullable [] forces, double @Nullable [] stress) {
        this.energy = energy;
        this.atomEnergies = atomEnergies;
        this.forces = forces;
        this.stress = stress;
    }

    /** Total energy, eV. */
    public double energy() {
        return energy;
    }

    /** Share of each atom in the energy, eV [atoms]. */
    public double[] atomEnergies() {
        return atomEnergies;
    }

    /** Whether there are forces. */
    public boolean hasForces() {
        return forces != null;
    }

    /**
     * Forces -dE/dr, eV/Å [3 * atoms].
     *
     * @throws IllegalStateException if they were not asked for
     */
    public double[] forces() {
        if (forces == null) {
            throw new IllegalStateException(
                    "this prediction has no forces: only the energy was asked for; evaluate with Derivatives.FORCES");
        }
        return forces;
    }

    /** Whether there is a stress. */
    public boolean hasStress() {
        return stress != null;
    }

    /**
     * Stress (1/V) dE/dε, row-major 3x3, eV/Å³, positive under tension [9].
     *
     * @throws IllegalStateException if it was not asked for, or if the structure is not periodic in three directions
     */
    public double[] stress() {
        if (stress == null) {
            throw new IllegalStateException("this prediction has no stress: it was not asked for (evaluate with"
                    + " Derivatives.STRESS), or the structure is not periodic in three directions");
        }
        return stress;
    }

    /** Energy and number of atoms: {@code -12.5 eV, 3 atoms}. */
    @Override
    public String toString() {
        return energy + " eV, " + atomEnergies.length + " atoms";
    }
}
