package org.gaunt.sim.md;

import java.util.Map;

/**
 * A chain of Nosé-Hoover thermostats on one kinetic energy, integrated by Yoshida's seven steps of sixth order (Martyna, Tuckerman, Tobias,
 * Klein, Mol. Phys. 87, 1117 (1996); Tuckerman, Alejandre, López-Rendón, Jochim, Martyna, J. Phys. A 39, 5629 (2006)).
 *
 * <p>The masses are those of the highest temperature of the run. Instead of the positions of the thermostats their energy is kept, so that
 * the conserved energy stays one while the temperature changes.
 */
final class NoseHooverChain {
    private static final double[] WEIGHTS = weights();

    private final String name;
    private final double freedom;
    private final double[] masses;
    private final double[] velocities;
    private final double[] energy = new double[1];

    /**
     * A chain at rest.
     *
     * @param freedom degrees of freedom of the kinetic energy
     * @param kT of the masses, eV
     * @param time in which it acts, fs
     */
    NoseHooverChain(String name, int length, int freedom, double kT, double time) {
        this.name = name;
        this.freedom = freedom;
        this.masses = new double[length];
        this.velocities = new double[length];
        for (int k = 0; k < length; k++) {
            masses[k] = (k == 0 ? freedom : 1) * kT * time * time;
        }
    }

    private static double[] weights() {
        double a = 0.784513610477560;
        double b = 0.235573213359357;
        double c = -1.17767998417887;
        return new double[] {a, b, c, 1 - 2 * (a + b + c), c, b, a};
    }

    /**
     * Acts for a time.
     *
     * @param kinetic energy at the start, eV
     * @return the factor by which velocities change
     */
    double act(double kinetic, double kT, double time) {
        double factor = 1;
        double twice = 2 * kinetic;
        int last = masses.length - 1;
        for (double weight : WEIGHTS) {
            double dt = weight * time;
            for (int k = last; k >= 0; k--) {
                kick(k, twice, kT, dt);
            }
            double scale = StrictMath.exp(-dt * velocities[0]);
            factor *= scale;
            twice *= scale * scale;
            for (int k = 0; k <= last; k++) {
                energy[0] += (k == 0 ? freedom : 1) * kT * velocities[k] * dt;
            }
            for (int k = 0; k <= last; k++) {
                kick(k, twice, kT, dt);
            }
        }
        return factor;
    }

    /** Half a step of one thermostat's velocity, with the friction of the next one. */
    private void kick(int k, double twice, double kT, double dt) {
        double friction = k == masses.length - 1 ? 1 : StrictMath.exp(-dt / 4 * velocities[k + 1]);
        double below = k == 0 ? twice - freedom * kT : masses[k - 1] * velocities[k - 1] * velocities[k - 1] - kT;
        velocities[k] = (velocities[k] * friction + dt / 2 * below / masses[k]) * friction;
    }

    /** Energy of the thermostats, eV. */
    double energy() {
        double sum = energy[0];
        for (int k = 0; k < masses.length; k++) {
            sum += masses[k] * velocities[k] * velocities[k] / 2;
        }
        return sum;
    }

    Map<String, double[]> arrays() {
        return Map.of(name + ".velocities", velocities, name + ".energy", energy);
    }
}
