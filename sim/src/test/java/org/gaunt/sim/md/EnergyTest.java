package org.gaunt.sim.md;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.gaunt.atoms.Cell;
import org.gaunt.atoms.Structure;
import org.gaunt.atoms.Units;
import org.gaunt.sim.LennardJones;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the equations of motion keep: energies, momenta, time's direction. */
class EnergyTest {
    private static MolecularDynamics cluster(MdSettings settings) {
        return new MolecularDynamics(LennardJones.cutAt(1e3), Argon.icosahedron(), Set.of(), settings);
    }

    private static double fluctuation(double dt, double time) {
        MolecularDynamics md = cluster(MdSettings.DEFAULT.withTemperature(20).withTimestep(dt));
        List<Double> energies = new ArrayList<>();
        md.observe(1, state -> energies.add(state.conservedEnergy()));
        md.runTo(Math.round(time / dt));
        return Math.sqrt(Statistics.variance(
                energies.stream().mapToDouble(Double::doubleValue).toArray()));
    }

    @Test
    void errorsOfTheEnergyFallWithTheSquareOfTheStep() {
        assertThat(fluctuation(8, 4000) / fluctuation(4, 4000)).isBetween(3.8, 4.2);
    }

    @Test
    void theEnergyDoesNotDrift() {
        MolecularDynamics md = cluster(MdSettings.DEFAULT.withTemperature(20).withTimestep(4));
        List<Double> energies = new ArrayList<>();
        md.observe(1, state -> energies.add(state.conservedEnergy()));
        md.runTo(20_000);
        double[] all = energies.stream().mapToDouble(Double::doubleValue).toArray();
        double[] early = java.util.Arrays.copyOfRange(all, 0, 10_000);
        double[] late = java.util.Arrays.copyOfRange(all, 10_000, 20_000);
        // thousands of vibrations; the noise of the two means is far below the fluctuation
        assertThat(Math.abs(Statistics.mean(late) - Statistics.mean(early)))
                .isLessThan(0.1 * Math.sqrt(Statistics.variance(all)));
    }

    @Test
    void timeRunsBackwards() {
        MdSettings settings = MdSettings.DEFAULT.withTemperature(20).withTimestep(4);
        MolecularDynamics md = cluster(settings);
        double[] start = md.state().x.clone();
        md.runTo(200);
        assertThat(distance(md.state().x, start)).isGreaterThan(0.1);
        md.state().scaleVelocities(-1);
        md.runTo(400);
        assertThat(distance(md.state().x, start)).isLessThan(1e-8);
    }

    private static double distance(double[] a, double[] b) {
        double largest = 0;
        for (int i = 0; i < a.length; i++) {
            largest = Math.max(largest, Math.abs(a[i] - b[i]));
        }
        return largest;
    }

    @ParameterizedTest
    @CsvSource({"NVE", "NVT_BUSSI", "NVT_NHC", "NVT_LANGEVIN"})
    void momentumStaysZero(Ensemble ensemble) {
        MolecularDynamics md = cluster(
                MdSettings.DEFAULT.withEnsemble(ensemble).withTemperature(20).withTimestep(4));
        md.runTo(5000);
        double[] p = new double[3];
        double[] l = new double[3];
        double size = 0;
        MdState s = md.state();
        for (int i = 0; i < s.size(); i++) {
            for (int a = 0; a < 3; a++) {
                int b = (a + 1) % 3;
                int c = (a + 2) % 3;
                p[a] += s.mass[i] * s.v[3 * i + a];
                l[a] += s.mass[i] * (s.x[3 * i + b] * s.v[3 * i + c] - s.x[3 * i + c] * s.v[3 * i + b]);
                size += s.mass[i] * Math.abs(s.v[3 * i + a]);
            }
        }
        double turning = Math.sqrt(l[0] * l[0] + l[1] * l[1] + l[2] * l[2]);
        assertThat(Math.abs(p[0]) + Math.abs(p[1]) + Math.abs(p[2])).isLessThan(1e-10 * size);
        if (ensemble == Ensemble.NVT_LANGEVIN) {
            assertThat(turning).isGreaterThan(1e-3 * size);
        } else {
            assertThat(turning).isLessThan(1e-9 * size);
        }
    }

    /** Deterministic thermostats and barostats keep their energy as velocity Verlet keeps its own, also while the temperature changes. */
    @ParameterizedTest
    @CsvSource({
        "NVT_NHC, ISOTROPIC, 40",
        "NVT_NHC, ISOTROPIC, 40:80:20/ps",
        "NPT_MTK, ISOTROPIC, 40",
        "NPT_MTK, ANISOTROPIC, 40:60:10/ps",
        "NPT_MTK, TRICLINIC, 40",
        "NPT_MTK, TRICLINIC, 40:20:10/ps"
    })
    void conservedEnergy(Ensemble ensemble, CellShape shape, String temperature) {
        double[] errors = new double[2];
        for (int k = 0; k < 2; k++) {
            double dt = k == 0 ? 8 : 4;
            MdSettings settings = MdSettings.DEFAULT
                    .withEnsemble(ensemble)
                    .withShape(shape)
                    .withTemperature(TemperatureRamp.parse(temperature))
                    .withTimestep(dt)
                    .withThermostatTime(200)
                    .withBarostat(500, 1);
            if (ensemble.hasPressure()) {
                settings = settings.withPressure(ensemble, 0.05);
            }
            MolecularDynamics md = new MolecularDynamics(new SmoothGas(), sheared(shape), Set.of(), settings);
            List<Double> energies = new ArrayList<>();
            md.observe(1, state -> energies.add(state.conservedEnergy()));
            md.runTo(Math.round(2000 / dt));
            errors[k] = Math.sqrt(Statistics.variance(
                    energies.stream().mapToDouble(Double::doubleValue).toArray()));
        }
        assertThat(errors[0] / errors[1]).isBetween(3.6, 4.4);
        // and it is small beside what thermostat and barostat exchange
        assertThat(errors[1]).isLessThan(0.01 * 32 * Units.BOLTZMANN * 40);
    }

    private static Structure sheared(CellShape shape) {
        Structure crystal = Argon.crystal(2, 5.4);
        return shape != CellShape.TRICLINIC
                ? crystal
                : crystal.toBuilder()
                        .cell(Cell.of(10.8, 0, 0, 0.4, 10.8, 0, -0.3, 0.5, 10.8))
                        .build();
    }

    /** The effective energy of stochastic ensembles drifts by little of the heat that they exchange. */
    @ParameterizedTest
    @CsvSource({"NVT_LANGEVIN, ISOTROPIC", "NVT_BUSSI, ISOTROPIC", "NPT_SCR, ISOTROPIC", "NPT_SCR, TRICLINIC"})
    void effectiveEnergy(Ensemble ensemble, CellShape shape) {
        double[] drift = new double[2];
        for (int k = 0; k < 2; k++) {
            double dt = k == 0 ? 8 : 4;
            MdSettings settings = MdSettings.DEFAULT
                    .withEnsemble(ensemble)
                    .withShape(shape)
                    .withTemperature(40)
                    .withTimestep(dt)
                    .withThermostatTime(200)
                    .withBarostat(2000, 1);
            MolecularDynamics md = new MolecularDynamics(new SmoothGas(), sheared(shape), Set.of(), settings);
            md.runTo(1);
            double start = md.state().conservedEnergy();
            md.runTo(Math.round(20_000 / dt));
            drift[k] = Math.abs(md.state().conservedEnergy() - start);
        }
        assertThat(drift[1]).isLessThan(0.1 * 32 * Units.BOLTZMANN * 40);
    }
}
