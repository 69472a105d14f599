package org.gaunt.potential;

import org.jspecify.annotations.Nullable;

/**
 * What a potential says about one structure. The arrays are the record's own; callers must not change them.
 *
 * @param energy total energy, eV
 * @param atomEnergies share of each atom in the energy, eV [atoms]
 * @param forces -dE/dr, eV/Å [3 * atoms], or null when not asked for
 * @param stress (1/V) dE/dε, row-major 3x3, eV/Å³, positive under tension [9], or null when not asked for or when the
 *     structure is not periodic in three directions
 */
@SuppressWarnings("ArrayRecordComponent") // plain results, never compared
public record Prediction(
        double energy, double[] atomEnergies, double @Nullable [] forces, double @Nullable [] stress) {}
