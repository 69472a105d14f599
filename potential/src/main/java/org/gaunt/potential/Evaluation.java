package org.gaunt.potential;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The results of a {@link ModelWorker} for one batch, as flat arrays.
 *
 * <p>The arrays belong to the worker and may be overwritten by its next evaluation; copy what must stay.
 *
 * @param energies total energy of each structure, isolated atoms included, eV [structures]
 * @param nodeEnergies share of each atom in its structure's energy, eV [atoms]
 * @param forces -dE/dr, eV/Å [3 * atoms], or null when not asked for
 * @param stress (1/V) dE/dε for symmetric strain ε, row-major 3x3, eV/Å³, positive under tension [9 * structures]; NaN
 *     for structures that are not periodic in three directions; null when not asked for
 * @param further what the model gives beside these, by name: the numbers of one structure after the other
 */
@SuppressWarnings("ArrayRecordComponent") // a view of a worker's buffers, never compared
public record Evaluation(
        double[] energies,
        double[] nodeEnergies,
        double @Nullable [] forces,
        double @Nullable [] stress,
        Map<String, double[]> further) {

    /** Name of the energies as an output. */
    public static final String ENERGY = "energy";

    /** Name of the forces as an output. */
    public static final String FORCES = "forces";

    /** Name of the stress as an output. */
    public static final String STRESS = "stress";

    /** Copies the map. */
    public Evaluation {
        further = Map.copyOf(further);
    }

    /** Energies and their derivatives alone. */
    public Evaluation(
            double[] energies, double[] nodeEnergies, double @Nullable [] forces, double @Nullable [] stress) {
        this(energies, nodeEnergies, forces, stress, Map.of());
    }

    /** An output by its name; null where it was not computed. */
    public double @Nullable [] output(String name) {
        return switch (name) {
            case ENERGY -> energies;
            case FORCES -> forces;
            case STRESS -> stress;
            default -> further.get(name);
        };
    }
}
