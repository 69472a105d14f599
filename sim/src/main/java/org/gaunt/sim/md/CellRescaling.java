package org.gaunt.sim.md;

import java.util.Locale;
import java.util.Map;
import org.gaunt.atoms.Units;
import org.gaunt.files.InputException;

/**
 * Stochastic cell rescaling (Bernetti, Bussi, J. Chem. Phys. 153, 114107 (2020); Del Tatto, Raiteri, Bernetti, Bussi, Appl. Sci. 12, 1139
 * (2022)) with {@link BussiThermostat}.
 *
 * <p>In every step cell and positions are multiplied by exp(E), velocities by exp(-E), where E is symmetric,
 *
 * <pre>E = -(β / 3τ) (P₀ - P) dt + (2 β kT dt / 3 V τ)^½ ξ</pre>
 *
 * <p>restricted to what the shape allows: P is the inner pressure with the instantaneous kinetic energy, ξ has the variance 1 on the diagonal
 * and 1/2 beside it. Written for the logarithm there is no term kT/V; the stationary distribution is exp(-(H + P₀V)/kT) dh/V². The effective
 * energy subtracts kT times the logarithm of the ratio of the probabilities of a step and its reverse.
 */
final class CellRescaling implements Integrator {
    /** Strain in one step beyond which nothing is right, and the barostat was asked to be too fast. */
    static final double LARGEST = 0.1;

    private final double dt;
    private final double pressure;
    private final double rate;
    private final CellShape shape;
    private final BussiThermostat thermostat;
    private final Noise noise;
    private final double[] heat = new double[1];
    private final double[] normal = new double[8];
    private final double[] half = new double[4];
    private final double[] drift = new double[9];
    private final double[] strain = new double[9];

    CellRescaling(MdSettings settings) {
        this.dt = settings.timestep();
        this.pressure = settings.pressure() * Units.GPA;
        this.rate = settings.compressibility() / Units.GPA / (3 * settings.barostatTime());
        this.shape = settings.shape();
        this.thermostat = new BussiThermostat(dt, settings.thermostatTime(), settings.seed());
        this.noise = new Noise(settings.seed(), Noise.Use.CELL);
    }

    @Override
    public void step(MdState state, ForceField forces, double kT) {
        double volume = state.volume();
        double diffusion = rate * kT / volume;
        drift(state, volume);
        noise(state.step + 1);
        double random = 0;
        double largest = 0;
        double width = Math.sqrt(2 * diffusion * dt);
        for (int k = 0; k < 9; k++) {
            double kick = width * strain[k];
            random += kick * kick;
            strain[k] = drift[k] * dt + kick;
            largest = Math.max(largest, Math.abs(strain[k]));
        }
        if (!(largest < LARGEST)) {
            throw tooFast(state, largest, pressure);
        }
        state.kick(dt / 2);
        state.drift(dt / 2);
        Strain change = new Strain(strain);
        double[] stretch = change.exponentials(1);
        change.apply(state.x, stretch);
        change.apply(state.cell, stretch);
        change.apply(state.v, change.exponentials(-1));
        state.drift(dt / 2);
        forces.compute(state);
        state.kick(dt / 2);

        double after = state.volume();
        double back = rate * kT / after;
        drift(state, after);
        double reverse = 0;
        for (int k = 0; k < 9; k++) {
            double kick = strain[k] + drift[k] * dt;
            reverse += kick * kick;
        }
        double ratio = Math.log(after / volume);
        heat[0] += kT
                * (-ratio - shape.strains() / 2.0 * ratio - random / (4 * diffusion * dt) + reverse / (4 * back * dt));
        thermostat.apply(state, kT);
    }

    /** The message about a cell that changes by more than can be right. */
    static InputException tooFast(MdState state, double strain, double pressure) {
        return state.template()
                .problem(String.format(
                        Locale.ROOT, "the cell changes by %.0f %% in step %d", 100 * strain, state.step + 1))
                .found(String.format(
                        Locale.ROOT,
                        "an inner pressure of %.4g GPa against %.4g GPa",
                        state.pressure(),
                        pressure / Units.GPA))
                .wanted(String.format(Locale.ROOT, "less than %.0f %% in a step", 100 * LARGEST))
                .remedy("take a longer --barostat-time, or relax the cell first (gaunt relax --cell full)")
                .build();
    }

    /** The mean strain per time, -(β / 3τ) (P₀ - P), of the shape. */
    private void drift(MdState state, double volume) {
        state.pressureTimesVolume(drift);
        for (int k = 0; k < 9; k++) {
            drift[k] = -rate * ((k % 4 == 0 ? pressure : 0) - drift[k] / volume);
        }
        shape.project(drift);
    }

    private void noise(long step) {
        noise.normal(step, 0, 0, half);
        System.arraycopy(half, 0, normal, 0, 4);
        noise.normal(step, 0, 1, half);
        System.arraycopy(half, 0, normal, 4, 4);
        int next = 3;
        double beside = Math.sqrt(0.5);
        for (int i = 0; i < 3; i++) {
            strain[4 * i] = normal[i];
            for (int j = i + 1; j < 3; j++) {
                strain[3 * i + j] = beside * normal[next];
                strain[3 * j + i] = beside * normal[next++];
            }
        }
        shape.project(strain);
    }

    @Override
    public double reservoir(MdState state) {
        return pressure * state.volume() + heat[0] - thermostat.heat[0];
    }

    @Override
    public Map<String, double[]> arrays() {
        return Map.of("cell.heat", heat, "bussi.heat", thermostat.heat);
    }
}
