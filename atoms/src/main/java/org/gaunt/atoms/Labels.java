package org.gaunt.atoms;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a structure from a reference calculation or a model: energy, forces, stress, each of which may be
 * absent. What is absent is never replaced by a zero.
 */
public final class Labels {

    /** Nothing is known. */
    public static final Labels NONE = new Labels(Double.NaN, null, null);

    private final double energy;
    private final double @Nullable [] forces;
    private final double @Nullable [] stress;

    private Labels(double energy, double @Nullable [] forces, double @Nullable [] stress) {
        this.energy = energy;
        this.forces = forces;
        this.stress = stress;
    }

    /** The same labels with an energy in eV; NaN takes the energy away. */
    public Labels withEnergy(double value) {
        if (Double.isInfinite(value)) {
            throw new IllegalArgumentException("The energy is not finite: " + value);
        }
        return new Labels(value, forces, stress);
    }

    /**
     * The same labels with forces.
     *
     * @param values [atoms][3] in eV/Å, copied; NaN marks a component that is not known; null or all NaN takes the forces
     *     away
     */
    public Labels withForces(double @Nullable [] values) {
        return new Labels(energy, known(values, "force"), stress);
    }

    /**
     * The same labels with a stress.
     *
     * @param values the 3x3 tensor, nine numbers row by row in eV/Å³, positive under tension, copied; null or all NaN takes
     *     the stress away
     */
    public Labels withStress(double @Nullable [] values) {
        if (values != null && values.length != 9) {
            throw new IllegalArgumentException("A stress has 9 numbers, not " + values.length);
        }
        return new Labels(energy, forces, known(values, "stress"));
    }

    private static double @Nullable [] known(double @Nullable [] values, String what) {
        if (values == null) {
            return null;
        }
        boolean anyKnown = false;
        for (double value : values) {
            if (Double.isInfinite(value)) {
                throw new IllegalArgumentException("A " + what + " is not finite: " + value);
            }
            anyKnown |= !Double.isNaN(value);
        }
        return anyKnown ? values.clone() : null;
    }

    /** Whether the energy is known. */
    public boolean hasEnergy() {
        return !Double.isNaN(energy);
    }

    /** Whether any component of the forces is known; see {@link #hasAllForces()}. */
    public boolean hasForces() {
        return forces != null;
    }

    /** Whether every component of the forces is known. */
    public boolean hasAllForces() {
        return forces != null && noneMissing(forces);
    }

    /** Whether any component of the stress is known; see {@link #hasAllStress()}. */
    public boolean hasStress() {
        return stress != null;
    }

    /** Whether every component of the stress is known. */
    public boolean hasAllStress() {
        return stress != null && noneMissing(stress);
    }

    private static boolean noneMissing(double[] values) {
        for (double value : values) {
            if (Double.isNaN(value)) {
                return false;
            }
        }
        return true;
    }

    /**
     * The total energy in eV.
     *
     * @throws IllegalStateException if it is absent
     */
    public double energy() {
        if (!hasEnergy()) {
            throw new IllegalStateException("The energy is absent; ask hasEnergy() first");
        }
        return energy;
    }

    /**
     * The forces in eV/Å, [atoms][3], as a copy; NaN where a component is not known.
     *
     * @throws IllegalStateException if they are absent
     */
    public double[] forces() {
        if (forces == null) {
            throw new IllegalStateException("The forces are absent; ask hasForces() first");
        }
        return forces.clone();
    }

    /**
     * The stress in eV/Å³, nine numbers row by row, positive under tension, as a copy; NaN where a component is not known.
     *
     * @throws IllegalStateException if it is absent
     */
    public double[] stress() {
        if (stress == null) {
            throw new IllegalStateException("The stress is absent; ask hasStress() first");
        }
        return stress.clone();
    }

    /** The number of force components, or -1 without forces. */
    int forceCount() {
        return forces == null ? -1 : forces.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Labels labels
                && Double.compare(energy, labels.energy) == 0
                && Arrays.equals(forces, labels.forces)
                && Arrays.equals(stress, labels.stress);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Double.hashCode(energy) + Arrays.hashCode(forces)) + Arrays.hashCode(stress);
    }

    @Override
    public String toString() {
        return "Labels[energy=" + (hasEnergy() ? energy + " eV" : "absent")
                + ", forces=" + (hasForces() ? hasAllForces() ? "known" : "partly known" : "absent")
                + ", stress=" + (hasStress() ? hasAllStress() ? "known" : "partly known" : "absent") + "]";
    }
}
