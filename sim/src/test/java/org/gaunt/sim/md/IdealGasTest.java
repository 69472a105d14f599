package org.gaunt.sim.md;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Set;
import org.gaunt.atoms.Cell;
import org.gaunt.atoms.Structure;
import org.gaunt.atoms.Units;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The volume of an ideal gas of N atoms under every barostat: V P/kT has the distribution Gamma(N + 1), and Gamma(N) where the momentum is
 * removed. A kinetic energy per atom instead of in total, a forgotten factor 2 or a term kT/V too many show here.
 */
@Execution(ExecutionMode.CONCURRENT)
class IdealGasTest {
    private static final int ATOMS = 64;
    private static final int SAMPLES = 3400;
    private static final double KT = 300 * Units.BOLTZMANN;
    private static final double VOLUME = 1280;

    static Structure gas() {
        double[] x = new double[3 * ATOMS];
        double edge = Math.cbrt(VOLUME);
        for (int i = 0; i < ATOMS; i++) {
            x[3 * i] = edge / 4 * (i % 4);
            x[3 * i + 1] = edge / 4 * (Math.floorDiv(i, 4) % 4);
            x[3 * i + 2] = edge / 4 * Math.floorDiv(i, 16);
        }
        int[] numbers = new int[ATOMS];
        Arrays.fill(numbers, 18);
        return Structure.builder(numbers, x)
                .cell(Cell.box(edge, edge, edge))
                .pbc(true, true, true)
                .build();
    }

    @ParameterizedTest
    @CsvSource({
        "NPT_SCR, ISOTROPIC, true",
        "NPT_SCR, ANISOTROPIC, true",
        "NPT_SCR, TRICLINIC, true",
        "NPT_SCR, ISOTROPIC, false",
        "NPT_MTK, ISOTROPIC, true",
        "NPT_MTK, ANISOTROPIC, true",
        "NPT_MTK, TRICLINIC, true",
        "NPT_MTK, ISOTROPIC, false"
    })
    void volume(Ensemble ensemble, CellShape shape, boolean removed) {
        double pressure = ATOMS * KT / VOLUME;
        MdSettings settings = MdSettings.DEFAULT
                .withPressure(ensemble, pressure / Units.GPA)
                .withShape(shape)
                .withTemperature(300)
                .withTimestep(1)
                .withThermostatTime(ensemble == Ensemble.NPT_SCR ? 15 : 10)
                .withBarostat(ensemble == Ensemble.NPT_SCR ? 60 : 20, Units.GPA / pressure)
                .withMomentumRemoved(removed)
                .withSeed(7);
        MdState state = new MdState(gas(), Set.of(), settings);
        Velocities.start(state, gas(), KT, settings.seed());
        state.energy = 0;
        Integrator integrator = Integrator.of(settings, state.freedom());
        double first = state.kineticEnergy() + integrator.reservoir(state);
        int interval = ensemble == Ensemble.NPT_SCR ? 110 : 60;
        double[] samples = new double[SAMPLES];
        for (int s = 0; s < 20 + SAMPLES; s++) {
            for (int k = 0; k < interval; k++, state.step++) {
                integrator.step(state, same -> {}, KT);
            }
            if (s >= 20) {
                samples[s - 20] = pressure * state.volume() / KT;
            }
        }
        double wanted = removed ? ATOMS : ATOMS + 1;
        assertThat(Statistics.mean(samples)).isBetween(0.99 * wanted, 1.01 * wanted);
        assertThat(Statistics.variance(samples)).isBetween(0.9 * wanted, 1.1 * wanted);
        assertThat(Statistics.kolmogorovSmirnov(samples, v -> Statistics.gammaCumulative(wanted, v)))
                .isGreaterThan(1e-4);
        double drift = (state.kineticEnergy() + integrator.reservoir(state) - first) / KT;
        // a term missing in the effective energy would count half a kT or more in every one of half a million steps
        assertThat(Math.abs(drift)).isLessThan(ensemble == Ensemble.NPT_MTK ? 1 : 1000);
    }
}
