package org.gaunt.sim.md;

import java.util.Map;
import org.gaunt.atoms.Units;

/** Equations of motion and how they are integrated; one file for each ensemble. */
interface Integrator {
    /** Fills energy, forces and stress of a state. */
    @FunctionalInterface
    interface ForceField {
        void compute(MdState state);
    }

    /**
     * Does one step: from {@code state.step} to the next one, without changing that number.
     *
     * @param state where it starts, with forces; changed
     * @param forces called once
     * @param kT of the thermostat, eV
     */
    void step(MdState state, ForceField forces, double kT);

    /** What is added to kinetic and potential energy for the conserved one, eV. */
    double reservoir(MdState state);

    /** The arrays that are the memory of the thermostat and barostat, by name; the arrays themselves. */
    default Map<String, double[]> arrays() {
        return Map.of();
    }

    /** The integrator of an ensemble. */
    static Integrator of(MdSettings settings, int freedom) {
        double dt = settings.timestep();
        double highest = Units.BOLTZMANN * settings.temperature().highest();
        return switch (settings.ensemble()) {
            case NVE -> new Verlet(dt);
            case NVT_LANGEVIN -> new Langevin(dt, settings.thermostatTime(), settings.seed());
            case NVT_BUSSI -> new VelocityRescaling(dt, settings.thermostatTime(), settings.seed());
            case NVT_NHC ->
                new NoseHoover(
                        dt,
                        new NoseHooverChain("chain", settings.chain(), freedom, highest, settings.thermostatTime()));
            case NPT_SCR -> new CellRescaling(settings);
            case NPT_MTK -> new MartynaTobiasKlein(settings, freedom);
        };
    }
}
