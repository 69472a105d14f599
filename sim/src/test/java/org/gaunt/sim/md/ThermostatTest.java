package org.gaunt.sim.md;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Set;
import org.gaunt.atoms.Structure;
import org.gaunt.atoms.Units;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Exact distributions under thermostats; seeds are fixed, so that a test fails always or never. */
class ThermostatTest {
    private static final double KT = 300 * Units.BOLTZMANN;

    /** Atoms far apart, of several elements. */
    private static Structure atoms(int count, int... elements) {
        int[] numbers = new int[count];
        double[] x = new double[3 * count];
        for (int i = 0; i < count; i++) {
            numbers[i] = elements[i % elements.length];
            x[3 * i] = 10 * (i % 20);
            x[3 * i + 1] = 10 * (i / 20 % 20);
            x[3 * i + 2] = 10 * (i / 400);
        }
        return Structure.builder(numbers, x).build();
    }

    /** Positions are distributed exactly for every stable step, velocities as 1 - (ω dt)²/4. */
    @ParameterizedTest
    @CsvSource({"0.25", "0.5", "1", "1.5"})
    void baoabOnHarmonicOscillators(double angle) {
        Structure structure = atoms(6667, 18);
        double dt = 2;
        MdSettings settings = MdSettings.DEFAULT
                .withEnsemble(Ensemble.NVT_LANGEVIN)
                .withTimestep(dt)
                .withThermostatTime(2 * dt / angle)
                .withMomentumRemoved(false)
                .withSeed(3);
        MdState state = new MdState(structure, Set.of(), settings);
        Velocities.start(state, structure, KT, 3);
        double[] sites = structure.positions();
        double k = state.mass[0] * angle * angle / (dt * dt);
        Integrator integrator = Integrator.of(settings, state.freedom());
        Integrator.ForceField wells = s -> {
            for (int i = 0; i < s.x.length; i++) {
                s.f[i] = -k * (s.x[i] - sites[i]);
            }
        };
        double positions = 0;
        double velocities = 0;
        int steps = 1100;
        int first = 100;
        for (; state.step < steps; state.step++) {
            integrator.step(state, wells, KT);
            for (int i = 0; state.step >= first && i < state.x.length; i++) {
                positions += (state.x[i] - sites[i]) * (state.x[i] - sites[i]);
                velocities += state.v[i] * state.v[i];
            }
        }
        double samples = (double) state.x.length * (steps - first);
        assertThat(positions / samples * k / KT).isBetween(0.995, 1.005);
        double wanted = 1 - angle * angle / 4;
        assertThat(velocities / samples * state.mass[0] / KT).isBetween(0.995 * wanted, 1.005 * wanted);
    }

    /** The kinetic energy has the distribution Gamma(Nf/2), and elements and directions have their shares. */
    @ParameterizedTest
    @CsvSource({"NVT_LANGEVIN, 40, 16", "NVT_BUSSI, 5, 40", "NVT_NHC, 12, 80"})
    void kineticEnergy(Ensemble ensemble, double time, int interval) {
        // a ring of twelve atoms, stiff enough to be chaotic
        Structure structure = ring();
        MdSettings settings = MdSettings.DEFAULT
                .withEnsemble(ensemble)
                .withTimestep(1)
                .withThermostatTime(ensemble == Ensemble.NVT_LANGEVIN ? 10 : time)
                .withSeed(11);
        MdState state = new MdState(structure, Set.of(), settings);
        Velocities.start(state, structure, KT, 11);
        Springs springs = new Springs(3, 1.5);
        Integrator.ForceField forces = new PotentialForces(springs, 1);
        forces.compute(state);
        Integrator integrator = Integrator.of(settings, state.freedom());
        double[] kinetic = new double[10_000];
        double[] elements = new double[2];
        double[] axes = new double[3];
        for (int s = -50; s < kinetic.length; s++) {
            for (int k = 0; k < interval; k++, state.step++) {
                integrator.step(state, forces, KT);
            }
            if (s < 0) {
                continue;
            }
            kinetic[s] = state.kineticEnergy() / KT;
            for (int i = 0; i < state.v.length; i++) {
                double share = state.mass[i / 3] * state.v[i] * state.v[i] / KT / kinetic.length;
                elements[structure.number(i / 3) == 6 ? 0 : 1] += share;
                axes[i % 3] += share;
            }
        }
        System.out.println(ensemble + " " + state.freedom() + " " + Statistics.mean(kinetic) + " " + Statistics.variance(kinetic)
                + " p " + Statistics.kolmogorovSmirnov(kinetic, v -> Statistics.gammaCumulative(state.freedom() / 2.0, v)) + " "
                + Arrays.toString(elements) + Arrays.toString(axes));
        double half = state.freedom() / 2.0;
        assertThat(Statistics.kolmogorovSmirnov(kinetic, v -> Statistics.gammaCumulative(half, v)))
                .isGreaterThan(1e-4);
    }

    private static Structure ring() {
        int n = 12;
        int[] numbers = new int[n];
        double[] x = new double[3 * n];
        double radius = 1.5 / (2 * Math.sin(Math.PI / n));
        for (int i = 0; i < n; i++) {
            numbers[i] = i % 3 == 0 ? 6 : 14;
            x[3 * i] = radius * Math.cos(2 * Math.PI * i / n);
            x[3 * i + 1] = radius * Math.sin(2 * Math.PI * i / n);
            x[3 * i + 2] = i % 2 == 0 ? 0.3 : -0.3;
        }
        return Structure.builder(numbers, x).build();
    }
}
