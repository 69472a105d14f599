package org.gaunt.sim.md;

import java.util.Map;

/** Velocity Verlet between two half steps of a {@link NoseHooverChain}. */
final class NoseHoover implements Integrator {
    private final double dt;
    private final NoseHooverChain chain;

    NoseHoover(double dt, NoseHooverChain chain) {
        this.dt = dt;
        this.chain = chain;
    }

    @Override
    public void step(MdState state, ForceField forces, double kT) {
        state.scaleVelocities(chain.act(state.kineticEnergy(), kT, dt / 2));
        Verlet.move(state, forces, dt);
        state.scaleVelocities(chain.act(state.kineticEnergy(), kT, dt / 2));
    }

    @Override
    public double reservoir(MdState state) {
        return chain.energy();
    }

    @Override
    public Map<String, double[]> arrays() {
        return chain.arrays();
    }
}
