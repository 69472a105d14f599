package org.gaunt.sim.md;

import static org.assertj.core.api.Assertions.assertThat;

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
        double[] shares = new double[5]; // of two elements, of three axes
        double[] wanted = new double[5];
        for (int s = -50; s < kinetic.length; s++) {
            for (int k = 0; k < interval; k++, state.step++) {
                integrator.step(state, forces, KT);
            }
            if (s < 0) {
                continue;
            }
            kinetic[s] = state.kineticEnergy() / KT;
            double[] free = freedom(state);
            for (int i = 0; i < state.v.length; i++) {
                double share = state.mass[i / 3] * state.v[i] * state.v[i] / KT / kinetic.length;
                int element = structure.number(i / 3) == 6 ? 0 : 1;
                shares[element] += share;
                shares[2 + i % 3] += share;
                wanted[element] += free[i] / kinetic.length;
                wanted[2 + i % 3] += free[i] / kinetic.length;
            }
        }
        double half = state.freedom() / 2.0;
        assertThat(Statistics.kolmogorovSmirnov(kinetic, v -> Statistics.gammaCumulative(half, v)))
                .isGreaterThan(1e-4);
        for (int k = 0; k < shares.length; k++) {
            double deviation = Math.sqrt(2 * wanted[k] / kinetic.length);
            assertThat(shares[k]).isBetween(wanted[k] - 4 * deviation, wanted[k] + 4 * deviation);
        }
    }

    /** The part of each component of the velocities that is free: what translations and rotations of the whole leave of 1. */
    private static double[] freedom(MdState state) {
        double total = 0;
        double[] centre = new double[3];
        for (int i = 0; i < state.x.length; i++) {
            total += state.mass[i / 3] / 3;
            centre[i % 3] += state.mass[i / 3] * state.x[i];
        }
        double[] inertia = new double[9];
        double[][] turns = new double[state.x.length][3]; // the velocity of a component is omega times this
        for (int i = 0; i < state.x.length; i++) {
            int a = i % 3;
            int b = (a + 1) % 3;
            int c = (a + 2) % 3;
            turns[i][b] = state.x[3 * (i / 3) + c] - centre[c] / total;
            turns[i][c] = -(state.x[3 * (i / 3) + b] - centre[b] / total);
            for (int k = 0; k < 9; k++) {
                inertia[k] += state.mass[i / 3] * turns[i][k / 3] * turns[i][k % 3];
            }
        }
        Strain axes = new Strain(inertia);
        double[] inverse = {1 / axes.value(0), 1 / axes.value(1), 1 / axes.value(2)};
        double[] free = new double[state.x.length];
        for (int i = 0; i < free.length; i++) {
            double[] omega = turns[i].clone();
            axes.apply(omega, inverse);
            double rotation = state.rotationRemoved
                    ? omega[0] * turns[i][0] + omega[1] * turns[i][1] + omega[2] * turns[i][2]
                    : 0;
            free[i] = 1 - state.mass[i / 3] * (1 / total + rotation);
        }
        return free;
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
