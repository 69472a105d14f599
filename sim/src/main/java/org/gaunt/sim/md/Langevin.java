package org.gaunt.sim.md;

import java.util.Map;

/**
 * Langevin dynamics, split as BAOAB (Leimkuhler, Matthews, J. Chem. Phys. 138, 174102 (2013)): positions of a harmonic oscillator are exact
 * for every stable step. The effective energy leaves out the heat of the middle part (Bussi, Parrinello, Phys. Rev. E 75, 056707 (2007)).
 *
 * <p>Where the momentum is removed, noise is projected onto velocities without momentum, which keeps their distribution exact.
 */
final class Langevin implements Integrator {
    private final double dt;
    private final double memory;
    private final Noise noise;
    private final double[] heat = new double[1];
    private final double[] normal = new double[4];

    Langevin(double dt, double time, long seed) {
        this.dt = dt;
        this.memory = StrictMath.exp(-dt / time);
        this.noise = new Noise(seed, Noise.Use.ATOMS);
    }

    @Override
    public void step(MdState state, ForceField forces, double kT) {
        state.kick(dt / 2);
        state.drift(dt / 2);
        double before = state.kineticEnergy();
        thermalize(state, kT);
        heat[0] += state.kineticEnergy() - before;
        state.drift(dt / 2);
        forces.compute(state);
        state.kick(dt / 2);
    }

    private void thermalize(MdState state, double kT) {
        double variance = (1 - memory * memory) * kT;
        for (int i = 0; i < state.size(); i++) {
            if (state.isFixed(i)) {
                continue;
            }
            noise.normal(state.step + 1, state.id(i), 0, normal);
            double width = Math.sqrt(variance / state.mass[i]);
            for (int k = 0; k < 3; k++) {
                state.v[3 * i + k] = memory * state.v[3 * i + k] + width * normal[k];
            }
        }
        if (state.momentumRemoved) {
            state.removeMomentum();
        }
    }

    @Override
    public double reservoir(MdState state) {
        return -heat[0];
    }

    @Override
    public Map<String, double[]> arrays() {
        return Map.of("langevin.heat", heat);
    }
}
