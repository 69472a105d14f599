package org.gaunt.sim.md;

import org.gaunt.files.InputException;

/**
 * Stochastic velocity rescaling (Bussi, Donadio, Parrinello, J. Chem. Phys. 126, 014101 (2007), equations A7 and A8): the kinetic energy
 * follows its own Langevin equation, solved exactly for each step.
 */
final class BussiThermostat {
    private final double memory;
    private final Noise noise;
    private final double[] normal = new double[4];
    final double[] heat = new double[1];

    BussiThermostat(double dt, double time, long seed) {
        this.memory = StrictMath.exp(-dt / time);
        this.noise = new Noise(seed, Noise.Use.THERMOSTAT);
    }

    void apply(MdState state, double kT) {
        double kinetic = state.kineticEnergy();
        if (!(kinetic > 0)) {
            throw atRest(state);
        }
        long step = state.step + 1;
        int freedom = state.freedom;
        noise.normal(step, 0, 0, normal);
        double r = normal[0];
        double others = freedom == 1 ? 0 : 2 * noise.gamma((freedom - 1) / 2.0, step, 1);
        double share = kT / 2 * (1 - memory) / kinetic; // K̄/(Nf K) (1 - c)
        double square = memory + share * (r * r + others) + 2 * r * Math.sqrt(memory * share);
        double sign = r + Math.sqrt(memory / share) < 0 ? -1 : 1;
        state.scaleVelocities(sign * Math.sqrt(Math.max(0, square)));
        heat[0] += kinetic * (square - 1);
    }

    /** The message about velocities that no factor makes warm. */
    static InputException atRest(MdState state) {
        return state.template()
                .problem("all velocities are zero: there is nothing to rescale")
                .remedy("leave out the velocities of the file, or take nvt-langevin")
                .build();
    }
}
