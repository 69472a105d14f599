package org.gaunt.sim.md;

import java.util.LinkedHashMap;
import java.util.Map;
import org.gaunt.atoms.Units;

/**
 * Constant temperature and pressure after Martyna, Tobias and Klein (J. Chem. Phys. 101, 4177 (1994)), integrated as by Tuckerman, Alejandre,
 * López-Rendón, Jochim and Martyna (J. Phys. A 39, 5629 (2006)); Nosé-Hoover chains act on the atoms and on the cell.
 *
 * <p>With the symmetric velocity g of the cell h, of mass W = (Nf + 3) kT τ² / 3:
 *
 * <pre>
 * x' = v + g x        v' = f/m - (g + tr(g)/Nf) v        h' = g h
 * W g' = V (P - P₀) + 2K/Nf
 * </pre>
 *
 * <p>restricted to what the shape allows.
 */
final class MartynaTobiasKlein implements Integrator {
    private final double dt;
    private final double pressure;
    private final CellShape shape;
    private final int freedom;
    private final double mass;
    private final NoseHooverChain atoms;
    private final NoseHooverChain barostat;
    private final double[] g = new double[9];
    private final double[] force = new double[9];
    private double[] inverse = {};
    private double[] ones = {};

    MartynaTobiasKlein(MdSettings settings, int freedom) {
        this.dt = settings.timestep();
        this.pressure = settings.pressure() * Units.GPA;
        this.shape = settings.shape();
        this.freedom = freedom;
        double kT = Units.BOLTZMANN * settings.temperature().highest();
        double time = settings.barostatTime();
        this.mass = (freedom + 3) * kT * time * time / 3;
        this.atoms = new NoseHooverChain("chain", settings.chain(), freedom, kT, settings.thermostatTime());
        this.barostat = new NoseHooverChain("cell.chain", settings.chain(), shape.strains(), kT, time);
    }

    @Override
    public void step(MdState state, ForceField forces, double kT) {
        if (inverse.length == 0) {
            inverse = new double[state.size()];
            ones = new double[state.size()];
            for (int i = 0; i < inverse.length; i++) {
                inverse[i] = 1 / state.mass[i];
                ones[i] = 1;
            }
        }
        chains(state, kT);
        push(state);
        requireSlow(state);
        kick(state);
        Strain motion = new Strain(g);
        double[] stretch = motion.exponentials(dt);
        double[] travel = motion.exponentials(dt / 2);
        for (int k = 0; k < 3; k++) {
            travel[k] *= dt * Strain.sinhc(motion.value(k) * dt / 2);
        }
        motion.apply(state.x, stretch, state.v, travel, ones);
        motion.apply(state.cell, stretch);
        forces.compute(state);
        kick(state);
        push(state);
        state.scaleVelocities(atoms.act(state.kineticEnergy(), kT, dt / 2));
        scale(barostat.act(kinetic(), kT, dt / 2));
    }

    private void requireSlow(MdState state) {
        double largest = 0;
        for (double value : g) {
            largest = Double.isNaN(value) ? Double.POSITIVE_INFINITY : Math.max(largest, Math.abs(value * dt));
        }
        if (largest > CellRescaling.LARGEST) {
            throw CellRescaling.tooFast(state, largest, pressure);
        }
    }

    private void chains(MdState state, double kT) {
        scale(barostat.act(kinetic(), kT, dt / 2));
        state.scaleVelocities(atoms.act(state.kineticEnergy(), kT, dt / 2));
    }

    private void scale(double factor) {
        for (int k = 0; k < 9; k++) {
            g[k] *= factor;
        }
    }

    /** Kinetic energy of the cell, eV. */
    private double kinetic() {
        double sum = 0;
        for (double value : g) {
            sum += value * value;
        }
        return mass * sum / 2;
    }

    /** Half a step of the cell's velocity. */
    private void push(MdState state) {
        state.pressureTimesVolume(force);
        double trace = (force[0] + force[4] + force[8] + tracedStress(state)) / freedom; // 2K/Nf
        double against = pressure * state.volume();
        for (int i = 0; i < 3; i++) {
            force[4 * i] += trace - against;
        }
        shape.project(force);
        for (int k = 0; k < 9; k++) {
            g[k] += dt / 2 * force[k] / mass;
        }
    }

    private static double tracedStress(MdState state) {
        return (state.stress[0] + state.stress[4] + state.stress[8]) * state.volume();
    }

    /** Half a step of the atoms' velocities, by forces and by the cell's velocity. */
    private void kick(MdState state) {
        Strain motion = new Strain(g);
        double shared = (g[0] + g[4] + g[8]) / freedom;
        double[] decay = new double[3];
        double[] push = new double[3];
        for (int k = 0; k < 3; k++) {
            double z = (motion.value(k) + shared) * dt / 2;
            decay[k] = StrictMath.exp(-z);
            push[k] = dt / 2 * StrictMath.exp(-z / 2) * Strain.sinhc(z / 2);
        }
        motion.apply(state.v, decay, state.f, push, inverse);
    }

    @Override
    public double reservoir(MdState state) {
        return pressure * state.volume() + kinetic() + atoms.energy() + barostat.energy();
    }

    @Override
    public Map<String, double[]> arrays() {
        Map<String, double[]> arrays = new LinkedHashMap<>(atoms.arrays());
        arrays.putAll(barostat.arrays());
        arrays.put("cell.velocity", g);
        return arrays;
    }
}
