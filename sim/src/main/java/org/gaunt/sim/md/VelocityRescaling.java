package org.gaunt.sim.md;

import java.util.Map;

/** Velocity Verlet, then {@link BussiThermostat}. */
final class VelocityRescaling implements Integrator {
    private final double dt;
    private final BussiThermostat thermostat;

    VelocityRescaling(double dt, double time, long seed) {
        this.dt = dt;
        this.thermostat = new BussiThermostat(dt, time, seed);
    }

    @Override
    public void step(MdState state, ForceField forces, double kT) {
        Verlet.move(state, forces, dt);
        thermostat.apply(state, kT);
    }

    @Override
    public double reservoir(MdState state) {
        return -thermostat.heat[0];
    }

    @Override
    public Map<String, double[]> arrays() {
        return Map.of("bussi.heat", thermostat.heat);
    }
}
