package org.gaunt.regression;

import java.util.Arrays;
import java.util.List;
import org.gaunt.linalg.ArraySize;

/**
 * Systems of equally many particles, side by side: what is known of them, and where they will be.
 *
 * @param systems how many systems
 * @param particles how many particles each has, at least 2
 * @param positions [system][particle][3], in the unit of length of the data
 * @param velocities [system][particle][3]
 * @param charges [system][particle]
 * @param targets the positions to predict [system][particle][3]; NaN where they are not known
 */
@SuppressWarnings("ArrayRecordComponent") // columns of a data set, never compared
public record Particles(
        int systems, int particles, double[] positions, double[] velocities, double[] charges, double[] targets) {

    /** Checks the lengths. */
    public Particles {
        int numbers = ArraySize.of(3, systems, particles);
        if (particles < 2
                || positions.length != numbers
                || velocities.length != numbers
                || targets.length != numbers
                || charges.length != systems * particles) {
            throw new IllegalArgumentException(systems + " systems of " + particles + " particles (at least 2) have "
                    + numbers + " coordinates and " + systems * particles + " charges, but there are "
                    + positions.length + " of positions, " + velocities.length + " of velocities, " + targets.length
                    + " of targets, and " + charges.length + " charges");
        }
    }

    /**
     * Some of the systems, in the order given.
     *
     * @param indices numbers of systems
     */
    public Particles pick(int... indices) {
        return new Particles(
                indices.length,
                particles,
                pick(positions, 3 * particles, indices),
                pick(velocities, 3 * particles, indices),
                pick(charges, particles, indices),
                pick(targets, 3 * particles, indices));
    }

    private static double[] pick(double[] from, int width, int[] indices) {
        double[] to = new double[ArraySize.of(indices.length, width)];
        for (int k = 0; k < indices.length; k++) {
            System.arraycopy(from, indices[k] * width, to, k * width, width);
        }
        return to;
    }

    /**
     * All systems of several sets, one set after another.
     *
     * @throws IllegalArgumentException if there is no set, or if they differ in the number of particles
     */
    public static Particles concat(List<Particles> sets) {
        if (sets.isEmpty()
                || sets.stream().mapToInt(Particles::particles).distinct().count() > 1) {
            throw new IllegalArgumentException(
                    "sets of particles need the same number of particles in each system, not "
                            + sets.stream().map(Particles::particles).toList());
        }
        return new Particles(
                sets.stream().mapToInt(Particles::systems).sum(),
                sets.getFirst().particles,
                sets.stream().flatMapToDouble(p -> Arrays.stream(p.positions)).toArray(),
                sets.stream().flatMapToDouble(p -> Arrays.stream(p.velocities)).toArray(),
                sets.stream().flatMapToDouble(p -> Arrays.stream(p.charges)).toArray(),
                sets.stream().flatMapToDouble(p -> Arrays.stream(p.targets)).toArray());
    }
}
