package org.gaunt.sim.md;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.gaunt.atoms.Units;
import org.gaunt.potential.Potential;
import org.gaunt.sim.LennardJones;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Two temperatures, or two pressures, close to each other: the logarithm of the ratio of the distributions of energy, or volume, is a line
 * whose slope is known exactly, whatever the potential (Shirts, J. Chem. Theory Comput. 9, 909 (2013)).
 */
class SlopeTest {
    private static final Potential ARGON = LennardJones.cutAt(4.8);
    private static final int SAMPLES = 1000;
    private static final int INTERVAL = 25;

    private static double[] sample(Potential potential, MdSettings settings, boolean volume) {
        MolecularDynamics md =
                new MolecularDynamics(potential, Argon.crystal(2, 5.4), Set.of(), settings.withTimestep(4));
        double[] samples = new double[SAMPLES];
        md.observe(INTERVAL, state -> {
            int at = (int) (state.step() / INTERVAL) - 101;
            if (at >= 0) {
                samples[at] = volume ? state.volume() : state.potentialEnergy();
            }
        });
        md.runTo((SAMPLES + 100L) * INTERVAL);
        return samples;
    }

    /** Number of samples in which one is independent. */
    private static double inefficiency(double[] samples) {
        double mean = Statistics.mean(samples);
        double variance = Statistics.variance(samples);
        double g = 1;
        for (int lag = 1; lag < samples.length / 10; lag++) {
            double c = 0;
            for (int i = lag; i < samples.length; i++) {
                c += (samples[i] - mean) * (samples[i - lag] - mean);
            }
            c /= variance * (samples.length - lag);
            if (c < 0.02) {
                break;
            }
            g += 2 * c;
        }
        return g;
    }

    /** Slope of ln p2/p1 by maximum likelihood (logistic regression, Newton), and its standard deviation. */
    private static double[] slope(double[] first, double[] second) {
        double centre = (Statistics.mean(first) + Statistics.mean(second)) / 2;
        double unit = Math.sqrt(Statistics.variance(first));
        double a = 0;
        double b = 0;
        double[] h = new double[3];
        for (int round = 0; round < 50; round++) {
            double ga = 0;
            double gb = 0;
            h = new double[3];
            for (int i = 0; i < 2 * SAMPLES; i++) {
                double x = ((i < SAMPLES ? first[i] : second[i - SAMPLES]) - centre) / unit;
                double p = 1 / (1 + Math.exp(-(a + b * x)));
                double error = (i < SAMPLES ? 0 : 1) - p;
                ga += error;
                gb += error * x;
                h[0] += p * (1 - p);
                h[1] += p * (1 - p) * x;
                h[2] += p * (1 - p) * x * x;
            }
            double determinant = h[0] * h[2] - h[1] * h[1];
            a += (h[2] * ga - h[1] * gb) / determinant;
            b += (h[0] * gb - h[1] * ga) / determinant;
        }
        double g = Math.max(inefficiency(first), inefficiency(second));
        double variance = g * h[0] / (h[0] * h[2] - h[1] * h[1]);
        return new double[] {b / unit, Math.sqrt(variance) / unit};
    }

    @ParameterizedTest
    @CsvSource({"NVT_LANGEVIN", "NVT_BUSSI", "NVT_NHC"})
    void temperatures(Ensemble ensemble) {
        MdSettings settings = MdSettings.DEFAULT.withEnsemble(ensemble).withThermostatTime(100);
        double[] cold = sample(ARGON, settings.withTemperature(60).withSeed(1), false);
        double[] warm = sample(ARGON, settings.withTemperature(72).withSeed(2), false);
        double wanted = 1 / (Units.BOLTZMANN * 60) - 1 / (Units.BOLTZMANN * 72);
        require(slope(cold, warm), wanted);
    }

    @ParameterizedTest
    @CsvSource({"NPT_SCR, ISOTROPIC", "NPT_SCR, TRICLINIC", "NPT_MTK, ISOTROPIC", "NPT_MTK, TRICLINIC"})
    void pressures(Ensemble ensemble, CellShape shape) {
        MdSettings settings = MdSettings.DEFAULT
                .withShape(shape)
                .withTemperature(60)
                .withThermostatTime(100)
                .withBarostat(ensemble == Ensemble.NPT_SCR ? 300 : 800, 0.5);
        double low = 0.4;
        double high = 0.55;
        double[] first = sample(ARGON, settings.withPressure(ensemble, low).withSeed(1), true);
        double[] second = sample(ARGON, settings.withPressure(ensemble, high).withSeed(2), true);
        require(slope(first, second), -(high - low) * Units.GPA / (Units.BOLTZMANN * 60));
    }

    private static void require(double[] found, double wanted) {
        assertThat(found[1]).isLessThan(0.2 * Math.abs(wanted)); // otherwise nothing has been shown
        assertThat(found[0]).isBetween(wanted - 3 * found[1], wanted + 3 * found[1]);
    }
}
