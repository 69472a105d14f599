package org.gaunt.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Backend;
import org.gaunt.linalg.Buffer;
import org.gaunt.linalg.Precision;
import org.gaunt.o3.Irrep;
import org.gaunt.product.SymmetricBasis;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The symmetric contraction against its basis, evaluated term by term, and its derivatives against differences. */
class SymmetricContractionTest {
    private static final int[] SPECIES = {1, 0, 1};
    private static final int ELEMENTS = 2;

    private final SplittableRandom random = new SplittableRandom(5);

    private static double[] textbook(
            int lmax, List<Irrep> out, int correlation, int channels, double[] a, double[] w, int[] species) {
        int n = (lmax + 1) * (lmax + 1);
        int m = out.stream().mapToInt(Irrep::dim).sum();
        double[] result = new double[species.length * m * channels];
        int weights = w.length / (ELEMENTS * channels);
        for (int atom = 0; atom < species.length; atom++) {
            for (int c = 0; c < channels; c++) {
                double[] features = new double[n];
                for (int i = 0; i < n; i++) {
                    features[i] = a[(atom * n + i) * channels + c];
                }
                int weight = 0;
                int first = 0;
                for (Irrep ir : out) {
                    for (int order = 1; order <= correlation; order++) {
                        for (double[] value : SymmetricBasis.of(lmax, ir, order).evaluate(features)) {
                            for (int k = 0; k < ir.dim(); k++) {
                                result[(atom * m + first + k) * channels + c] +=
                                        value[k] * w[(species[atom] * weights + weight) * channels + c];
                            }
                            weight++;
                        }
                    }
                    first += ir.dim();
                }
            }
        }
        return result;
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0e, 7, 5, FLOAT64, vector",
        "2, 0e+1o, 5, 5, FLOAT64, vector",
        "2, 1o, 6, 1, FLOAT64, scalar",
        "2, 2e+1e, 4, 13, FLOAT32, vector",
        "3, 0e, 5, 8, FLOAT64, vector",
        "6, 0e, 2, 3, FLOAT64, vector"
    })
    void anyOrder(int lmax, String irreps, int correlation, int channels, Precision precision, String provider) {
        List<Irrep> out = Stream.of(irreps.split("\\+")).map(Irrep::parse).toList();
        SymmetricContraction product = new SymmetricContraction(lmax, out, correlation, channels, ELEMENTS);
        int n = (lmax + 1) * (lmax + 1);
        int m = out.stream().mapToInt(Irrep::dim).sum();
        double[] a = numbers(SPECIES.length * n * channels);
        double[] w = numbers(ELEMENTS * product.weightCount() * channels);
        double[] g = numbers(SPECIES.length * m * channels);
        double[] v = numbers(a.length);
        Tape tape = Tape.open(provider.equals("scalar") ? Backend.of("scalar") : Backend.detect());
        Var x = leaf(tape, a, SPECIES.length, precision, 1);
        Var y = leaf(tape, w, ELEMENTS, precision, 2);
        Var b = product.apply(x, y, SPECIES);
        double tolerance = precision == Precision.FLOAT32 ? 1e-4 : 1e-12;
        close("value", b, textbook(lmax, out, correlation, channels, a, w, SPECIES), tolerance);
        Var seed = leaf(tape, g, SPECIES.length, precision, 0);
        Var byA = tape.gradient(List.of(b), List.of(seed), 1, true).of(x);
        assertThat(byA).isNotNull();
        // along a line the value is a polynomial of known degree: differences of enough points are exact derivatives
        double[] along = new double[1];
        double h = 1e-3;
        double[] plus = textbook(lmax, out, correlation, channels, moved(a, v, h), w, SPECIES);
        double[] minus = textbook(lmax, out, correlation, channels, moved(a, v, -h), w, SPECIES);
        for (int i = 0; i < g.length; i++) {
            along[0] += g[i] * (plus[i] - minus[i]) / (2 * h);
        }
        double found = dot(byA.toDoubles(), v);
        assertThat(Math.abs(found - along[0]) / Math.max(1, Math.abs(found)))
                .as("gradient along a line: found %s, expected %s", found, along[0])
                .isLessThan(precision == Precision.FLOAT32 ? 1e-3 : 1e-4);
        // the product is linear in the weights: their gradient of the gradient gives the gradient back
        Var byW = tape.gradient(List.of(byA), List.of(leaf(tape, v, SPECIES.length, precision, 0)), 2, false)
                .of(y);
        assertThat(byW).isNotNull();
        assertThat(dot(byW.toDoubles(), w))
                .isCloseTo(
                        found, org.assertj.core.api.Assertions.within(tolerance * 100 * Math.max(1, Math.abs(found))));
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double[] moved(double[] a, double[] v, double h) {
        double[] result = a.clone();
        for (int i = 0; i < result.length; i++) {
            result[i] += h * v[i];
        }
        return result;
    }

    private double[] numbers(int count) {
        return random.doubles(count, -1, 1).map(x -> (float) x).toArray();
    }

    private static Var leaf(Tape tape, double[] values, int rows, Precision precision, int tag) {
        return tape.leaf(Buffer.copyOf(values, precision), rows, values.length / rows, tag);
    }

    private static void close(String what, @Nullable Var found, double[] expected, double tolerance) {
        assertThat(found).isNotNull();
        double[] values = found.toDoubles();
        assertThat(values).hasSameSizeAs(expected);
        double scale = Math.max(1, Arrays.stream(expected).map(Math::abs).max().orElse(1));
        for (int i = 0; i < values.length; i++) {
            assertThat(Math.abs(values[i] - expected[i]) / scale)
                    .as("%s [%d]: found %s, expected %s", what, i, values[i], expected[i])
                    .isLessThan(tolerance);
        }
    }

    @Test
    void saysWhatIsBeyondReach() {
        assertThatThrownBy(() -> new SymmetricContraction(1, List.of(Irrep.parse("0e")), 10, 4, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("between 1 and 9, not 10");
        assertThatThrownBy(() -> new SymmetricContraction(0, List.of(Irrep.parse("1o")), 3, 4, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1o");
    }
}
