package org.gaunt.sim.md;

/** Velocity Verlet (Swope, Andersen, Berens, Wilson, J. Chem. Phys. 76, 637 (1982)): constant energy. */
final class Verlet implements Integrator {
    private final double dt;

    Verlet(double dt) {
        this.dt = dt;
    }

    @Override
    public void step(MdState state, ForceField forces, double kT) {
        move(state, forces, dt);
    }

    /** One step of length dt. */
    static void move(MdState state, ForceField forces, double dt) {
        state.kick(dt / 2);
        state.drift(dt);
        forces.compute(state);
        state.kick(dt / 2);
    }

    @Override
    public double reservoir(MdState state) {
        return 0;
    }
}
