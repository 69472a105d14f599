package org.gaunt.potential.data;

import java.util.ArrayList;
import java.util.List;
import org.gaunt.files.InputException;
import org.jspecify.annotations.Nullable;

/**
 * Labels that a training counts: the weights of the terms of its loss, the larger of its stages.
 *
 * @param energy weight of the energies
 * @param forces weight of the forces
 * @param stress weight of the stresses
 */
public record LabelNeeds(double energy, double forces, double stress) {

    private static final String ENERGY = "an energy";
    private static final String FORCES = "forces";
    private static final String STRESS = "a stress";

    /** No label. */
    public static final LabelNeeds NONE = new LabelNeeds(0, 0, 0);

    /**
     * Refuses structures of which none has a label that has a weight: its term of the loss would be absent, and nothing would say
     * so.
     *
     * @param known labels of the structures that count, by their own weights too
     * @param counts what the structures have
     * @param set such as {@code training}
     * @param file to be named, or null
     */
    void require(LabelCounts known, Counts counts, String set, @Nullable String file, DataConfig keys) {
        for (String label : lacking(known)) {
            InputException.Builder problem = InputException.of("no " + set + " structure has " + label);
            String weight = switch (label) {
                case ENERGY -> "training.energy_weight";
                case FORCES -> "training.forces_weight";
                default -> "training.stress_weight";
            };
            String names = switch (label) {
                case ENERGY -> "data.energy_key (" + keys.energyKey() + ")";
                case FORCES -> "data.forces_key (" + keys.forcesKey() + ")";
                default -> "data.stress_key (" + keys.stressKey() + ") and data.virial_key (" + keys.virialKey() + ")";
            };
            throw (file == null ? problem : problem.file(file))
                    .found(counts.found(label))
                    .wanted("some, as " + weight + " (or that of the second stage) is above 0")
                    .remedy("check " + names + ", or set the weight to 0")
                    .build();
        }
    }

    /** Labels that have a weight and of which none is known. */
    List<String> lacking(LabelCounts known) {
        List<String> lacking = new ArrayList<>();
        if (energy > 0 && known.energies() == 0) {
            lacking.add(ENERGY);
        }
        if (forces > 0 && known.forces() == 0) {
            lacking.add(FORCES);
        }
        if (stress > 0 && known.stresses() == 0) {
            lacking.add(STRESS);
        }
        return lacking;
    }

    /**
     * How many structures have labels.
     *
     * @param structures all
     * @param energies with an energy
     * @param forces with any force
     * @param stresses with any stress and periodic in three directions
     * @param uselessStresses with a stress, but not periodic in three directions
     */
    record Counts(int structures, int energies, int forces, int stresses, int uselessStresses) {

        static final Counts NONE = new Counts(0, 0, 0, 0, 0);

        private String found(String label) {
            int with = switch (label) {
                case ENERGY -> energies;
                case FORCES -> forces;
                default -> stresses;
            };
            if (with > 0) {
                return with + " structures with it, whose own weights are all 0";
            }
            return label.equals(STRESS) && uselessStresses > 0
                    ? uselessStresses + " structures with it that are not periodic in three directions"
                    : structures + " structures without it";
        }

        Counts plus(Counts other) {
            return new Counts(
                    structures + other.structures,
                    energies + other.energies,
                    forces + other.forces,
                    stresses + other.stresses,
                    uselessStresses + other.uselessStresses);
        }
    }
}
