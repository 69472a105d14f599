package org.gaunt.potential.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.gaunt.autodiff.Tape;
import org.gaunt.form.Backend;
import org.gaunt.nn.Nonlinearity;
import org.gaunt.o3.Rotation;
import org.gaunt.o3.SphereGrid;
import org.gaunt.o3.WignerD;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SphereActivationTest {

    private static final int CHANNELS = 3;

    private static double silu(double x) {
        return Nonlinearity.SILU.moment() * x / (1 + Math.exp(-x));
    }

    private static double[] apply(SphereActivation layer, int lmax, double[] x, double[] scalars) {
        Tape tape = Tape.open(Backend.detect());
        int atoms = scalars.length / CHANNELS;
        return layer.apply(
                        tape,
                        tape.leaf(x, atoms, (lmax + 1) * (lmax + 1) * CHANNELS, 0),
                        tape.leaf(scalars, atoms, CHANNELS, 0))
                .toDoubles();
    }

    @ParameterizedTest
    @CsvSource({"1, 4", "2, 5", "3, 9"})
    void isTheFunctionOfValuesOnTheGrid(int lmax, int betas) {
        int components = (lmax + 1) * (lmax + 1);
        int atoms = 2;
        Random random = new Random(lmax);
        double[] x = random.doubles((long) atoms * components * CHANNELS, -1, 1).toArray();
        double[] scalars = random.doubles((long) atoms * CHANNELS, -1, 1).toArray();
        double[] separable = apply(SphereActivation.separable(lmax, betas), lmax, x, scalars);
        double[] scalar = apply(SphereActivation.scalar(lmax, betas), lmax, x, scalars);
        SphereGrid grid = SphereGrid.of(betas, 2 * betas);
        for (int a = 0; a < atoms; a++) {
            for (int c = 0; c < CHANNELS; c++) {
                double[] function = new double[components];
                for (int k = 0; k < components; k++) {
                    function[k] = x[(a * components + k) * CHANNELS + c];
                }
                double[] values = grid.toGrid(lmax, function);
                for (int p = 0; p < values.length; p++) {
                    values[p] = silu(values[p]);
                }
                double[] wanted = grid.fromGrid(lmax, values);
                double own = silu(scalars[a * CHANNELS + c]);
                assertThat(scalar[a * CHANNELS + c]).isCloseTo(own + wanted[0], within(1e-13));
                assertThat(separable[a * components * CHANNELS + c]).isCloseTo(own, within(1e-13));
                for (int k = 1; k < components; k++) {
                    assertThat(separable[(a * components + k) * CHANNELS + c]).isCloseTo(wanted[k], within(1e-13));
                }
            }
        }
    }

    /** The error of turning with the features falls with the number of points: that is what the number is for. */
    @Test
    void turnsWithTheFeaturesTheBetterTheFinerTheGrid() {
        double coarse = turningError(4);
        double middle = turningError(8);
        double fine = turningError(18);
        assertThat(coarse).isGreaterThan(20 * middle);
        assertThat(middle).isGreaterThan(20 * fine);
        assertThat(fine).isLessThan(1e-7);
    }

    private static double turningError(int betas) {
        int lmax = 2;
        Random random = new Random(3);
        Rotation rotation = Rotation.random(random);
        double[] x = random.doubles(9L * CHANNELS, -2, 2).toArray();
        double[] scalars = new double[CHANNELS];
        SphereActivation layer = SphereActivation.separable(lmax, betas);
        double[] turnedAfter = turned(rotation, apply(layer, lmax, x, scalars));
        double[] turnedBefore = apply(layer, lmax, turned(rotation, x), scalars);
        double largest = 0;
        for (int i = 0; i < turnedAfter.length; i++) {
            largest = Math.max(largest, Math.abs(turnedAfter[i] - turnedBefore[i]));
        }
        return largest;
    }

    private static double[] turned(Rotation rotation, double[] x) {
        double[] result = new double[x.length];
        for (int l = 0; l <= 2; l++) {
            double[][] d = WignerD.of(l, rotation);
            for (int i = 0; i <= 2 * l; i++) {
                for (int j = 0; j <= 2 * l; j++) {
                    for (int c = 0; c < CHANNELS; c++) {
                        result[(l * l + i) * CHANNELS + c] += d[i][j] * x[(l * l + j) * CHANNELS + c];
                    }
                }
            }
        }
        return result;
    }

    @Test
    void refusesAGridThatIsTooCoarse() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> SphereActivation.separable(3, 3))
                .withMessageContaining("at least 4");
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> SphereActivation.separable(0, 3));
    }
}
