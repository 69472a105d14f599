package org.gaunt.testkit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.Function;
import org.gaunt.o3.Irreps;
import org.gaunt.o3.Layout;
import org.gaunt.o3.SphericalHarmonics;
import org.gaunt.o3.SphericalHarmonics.Normalization;
import org.gaunt.o3.Wigner3j;
import org.junit.jupiter.api.Test;

class EquivarianceAssertionsTest {

    private static final Irreps VECTOR = Irreps.parse("1o");

    private static double[] couple(List<double[]> inputs) {
        double[][][] c = Wigner3j.of(1, 1, 1);
        double[] out = new double[3];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                for (int k = 0; k < 3; k++) {
                    out[k] += c[i][j][k] * inputs.get(0)[i] * inputs.get(1)[j];
                }
            }
        }
        return out;
    }

    @Test
    void acceptsHarmonicsAndTheCrossProduct() {
        SphericalHarmonics harmonics = SphericalHarmonics.of(4, Normalization.COMPONENT, true);
        EquivarianceAssertions.of(VECTOR)
                .to(Irreps.sphericalHarmonics(4))
                .assertEquivariant(in -> harmonics.values(in.get(0)[0], in.get(0)[1], in.get(0)[2]));
        EquivarianceAssertions.of(VECTOR, VECTOR)
                .to(Irreps.parse("1e"))
                .seed(5)
                .assertEquivariant(EquivarianceAssertionsTest::couple);
    }

    @Test
    void refusesAWrongParity() {
        EquivarianceAssertions wrong =
                EquivarianceAssertions.of(VECTOR, VECTOR).to(VECTOR).seed(5);
        assertThatThrownBy(() -> wrong.assertEquivariant(EquivarianceAssertionsTest::couple))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("seed 5")
                .hasMessageContaining("with inversion")
                .hasMessageContaining("of term 0 (1x1o)");
    }

    @Test
    void layoutsMatter() {
        Irreps irreps = Irreps.parse("2x1o");
        // adds the first vector to the second, laid out x1 x2 y1 y2 z1 z2
        Function<List<double[]>, double[]> add = in -> {
            double[] v = in.get(0).clone();
            for (int i = 0; i < 3; i++) {
                v[2 * i + 1] += v[2 * i];
            }
            return v;
        };
        EquivarianceAssertions assertions = EquivarianceAssertions.of(irreps).to(irreps);
        assertThatCode(() -> assertions.assertEquivariant(add)).doesNotThrowAnyException();
        assertThatThrownBy(() -> assertions.layout(Layout.MUL_IR).assertEquivariant(add))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("channel");
    }

    @Test
    void refusesWrongSizesAndNumbersThatAreNone() {
        assertThatThrownBy(() -> EquivarianceAssertions.of(VECTOR).to(VECTOR).assertEquivariant(in -> new double[2]))
                .hasMessageContaining("2 numbers");
        assertThatThrownBy(() -> EquivarianceAssertions.of(VECTOR).to(VECTOR).assertEquivariant(in ->
                        new double[] {Double.NaN, 0, 0}))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void toleranceIsRelativeToLargeOutputs() {
        Function<List<double[]>, double[]> noisy = in -> {
            double[] v = in.get(0).clone();
            for (int i = 0; i < 3; i++) {
                v[i] = 1e6 * v[i] + (i == 0 ? 1e-3 : 0);
            }
            return v;
        };
        EquivarianceAssertions assertions = EquivarianceAssertions.of(VECTOR).to(VECTOR);
        assertThatCode(() -> assertions.tolerance(1e-7).assertEquivariant(noisy))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> assertions.assertEquivariant(noisy)).isInstanceOf(AssertionError.class);
    }
}
