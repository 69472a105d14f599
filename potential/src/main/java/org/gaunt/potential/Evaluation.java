package org.gaunt.potential;

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
 */
@SuppressWarnings("ArrayRecordComponent") // a view of a worker's buffers, never compared
public record Evaluation(
        double[] energies, double[] nodeEnergies, double @Nullable [] forces, double @Nullable [] stress) {}
