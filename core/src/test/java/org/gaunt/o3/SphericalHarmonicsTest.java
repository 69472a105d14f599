package org.gaunt.o3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.gaunt.golden.Golden;
import org.gaunt.o3.SphericalHarmonics.Normalization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SphericalHarmonicsTest {

    private static final int LMAX = 11;
    private final Golden golden = Golden.read("o3.safetensors");

    @ParameterizedTest
    @EnumSource(Normalization.class)
    void valuesAreThoseOfE3nn(Normalization normalization) {
        SphericalHarmonics harmonics = SphericalHarmonics.of(LMAX, normalization, true);
        Golden.Tensor expected = golden.get("sh/" + normalization.name().toLowerCase(Locale.ROOT));
        for (int i = 0; i < 20; i++) {
            double[] v = golden.get("sh/vectors").row(i);
            assertThat(harmonics.values(v[0], v[1], v[2])).containsExactly(expected.row(i), within(2e-13));
        }
    }

    @Test
    void solidHarmonicsAreThoseOfE3nn() {
        SphericalHarmonics harmonics = SphericalHarmonics.of(LMAX, Normalization.COMPONENT, false);
        for (int i = 0; i < 20; i++) {
            double[] v = golden.get("sh/vectors").row(i);
            double[] expected = golden.get("sh/component_unnormalized").row(i);
            double[] values = harmonics.values(v[0], v[1], v[2]);
            double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
            assertThat(values).containsExactly(expected, within(1e-13 * largest));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void derivativesAreThoseOfE3nn(boolean normalize) {
        SphericalHarmonics harmonics = SphericalHarmonics.of(LMAX, Normalization.COMPONENT, normalize);
        String tag = normalize ? "normalized" : "unnormalized";
        for (int n = 0; n < 20; n++) {
            double[] v = golden.get("sh/vectors").row(n);
            double[] cotangent = golden.get("sh/cotangent").row(n);
            double[] direction = golden.get("sh/hessian_direction").row(n);
            double[] values = new double[144];
            double[] first = new double[3 * 144];
            double[] second = new double[9 * 144];
            harmonics.evaluate(v[0], v[1], v[2], values, first, second);
            double[] gradient = new double[3];
            double[] hessian = new double[3];
            for (int p = 0; p < 144; p++) {
                for (int i = 0; i < 3; i++) {
                    gradient[i] += cotangent[p] * first[3 * p + i];
                    for (int j = 0; j < 3; j++) {
                        hessian[i] += cotangent[p] * second[9 * p + 3 * i + j] * direction[j];
                    }
                }
            }
            assertRelative(gradient, golden.get("sh/grad_" + tag).row(n), 1e-12);
            assertRelative(hessian, golden.get("sh/hessian_times_cos_" + tag).row(n), 1e-11);
        }
    }

    private static void assertRelative(double[] values, double[] expected, double tolerance) {
        double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        assertThat(values).containsExactly(expected, within(tolerance * largest));
    }

    @Test
    void publishedNumbers() {
        SphericalHarmonics component = SphericalHarmonics.of(4, Normalization.COMPONENT, true);
        assertThat(component.values(1 / 3.0, 2 / 3.0, 2 / 3.0))
                .containsExactly(
                        new double[] {
                            1, 0.577350, 1.154701, 1.154701, 0.860663, 0.860663, 0.372678, 1.721326, 0.645497, 0.852154,
                            1.518067, 0.660075, -0.685936, 1.320151, 1.138550, 0.154937, 0.657342, 1.704307, 1.573529,
                            0.058561, -1.282407, 0.117121, 1.180147, 0.309874, -0.191725
                        },
                        within(1e-6));
        assertThat(component.values(0, 5, 0)[20]).isCloseTo(3, within(1e-14));
    }

    @Test
    void theyTurnWithWignerD() {
        RandomGenerator random = new Random(11);
        Rotation rotation = Rotation.random(random);
        SphericalHarmonics harmonics = SphericalHarmonics.of(LMAX, Normalization.COMPONENT, false);
        double[] v = {0.4, -0.7, 0.5};
        double[] turned = rotation.apply(v);
        double[] before = harmonics.values(v[0], v[1], v[2]);
        double[] after = harmonics.values(turned[0], turned[1], turned[2]);
        double[][] d = WignerD.of(Irreps.sphericalHarmonics(LMAX), rotation.matrix());
        for (int i = 0; i < after.length; i++) {
            double sum = 0;
            for (int j = 0; j < after.length; j++) {
                sum += d[i][j] * before[j];
            }
            assertThat(after[i]).isCloseTo(sum, within(1e-13));
        }
    }

    @Test
    void solidHarmonicsAtTheZeroVectorArePolynomials() {
        SphericalHarmonics harmonics = SphericalHarmonics.of(3, Normalization.COMPONENT, false);
        double[] values = new double[16];
        double[] first = new double[48];
        double[] second = new double[144];
        harmonics.evaluate(0, 0, 0, values, first, second);
        double[] expected = new double[16];
        expected[0] = 1;
        assertThat(values).containsExactly(expected);
        for (int m = 0; m < 3; m++) {
            assertThat(first[3 * (1 + m) + m]).isCloseTo(Math.sqrt(3), within(1e-15));
        }
        // Y_20 = sqrt5 (y^2 - (x^2 + z^2) / 2)
        double root5 = Math.sqrt(5);
        assertThat(Arrays.copyOfRange(second, 9 * 6, 9 * 7))
                .containsExactly(new double[] {-root5, 0, 0, 0, 2 * root5, 0, 0, 0, -root5}, within(1e-14));
        assertThat(Arrays.copyOfRange(second, 9 * 9, 9 * 16)).containsOnly(0);
        assertThat(Arrays.copyOfRange(first, 0, 3)).containsOnly(0);
        assertThat(Arrays.copyOfRange(first, 12, 48)).containsOnly(0);
    }

    @Test
    void normalisedHarmonicsAtTheZeroVectorAreZeroButTheScalar() {
        SphericalHarmonics harmonics = SphericalHarmonics.of(2, Normalization.INTEGRAL, true);
        double[] values = {7, 7, 7, 7, 7, 7, 7, 7, 7};
        double[] first = new double[27];
        double[] second = new double[81];
        Arrays.fill(first, 7);
        Arrays.fill(second, 7);
        harmonics.evaluate(0, 0, 0, values, first, second);
        assertThat(values[0]).isCloseTo(0.2820947917738781, within(1e-15));
        assertThat(Arrays.copyOfRange(values, 1, 9)).containsOnly(0);
        assertThat(first).containsOnly(0);
        assertThat(second).containsOnly(0);
    }

    @Test
    void directionsOfTinyAndHugeVectors() {
        SphericalHarmonics harmonics = SphericalHarmonics.of(5, Normalization.NORM, true);
        double[] unit = harmonics.values(0.48, 0.6, 0.64);
        assertThat(harmonics.values(0.48e-200, 0.6e-200, 0.64e-200)).containsExactly(unit, within(1e-14));
        assertThat(harmonics.values(0.48e200, 0.6e200, 0.64e200)).containsExactly(unit, within(1e-14));
    }

    @Test
    void degreesOutOfRangeAreErrors() {
        assertThatThrownBy(() -> SphericalHarmonics.of(-1, Normalization.NORM, true))
                .hasMessageContaining("-1");
        assertThatThrownBy(() -> SphericalHarmonics.of(30, Normalization.NORM, true))
                .hasMessageContaining("29");
        assertThatThrownBy(() -> SphericalHarmonics.gradientCoefficients(0, Normalization.NORM))
                .hasMessageContaining("0");
        assertThat(SphericalHarmonics.of(29, Normalization.NORM, true).values(0.6, 0, 0.8))
                .hasSize(900)
                .doesNotContain(Double.NaN);
    }
}
