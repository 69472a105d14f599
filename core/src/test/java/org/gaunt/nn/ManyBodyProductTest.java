package org.gaunt.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Backend;
import org.gaunt.linalg.Precision;
import org.gaunt.o3.Irreps;
import org.gaunt.o3.Rotation;
import org.gaunt.o3.WignerD;
import org.gaunt.plan.ProductPlan;
import org.gaunt.product.GauntProducts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Powers on the grid and in waves against their tables: values, gradients, second and third derivatives. */
class ManyBodyProductTest {
    private interface Powers {
        List<Var> of(Tape tape, Var x);
    }

    private static Var leaf(Tape tape, Precision precision, int rows, int width, long seed, int tag) {
        double[] values =
                new SplittableRandom(seed).doubles((long) rows * width, -1, 1).toArray();
        if (precision == Precision.FLOAT64) {
            return tape.leaf(values, rows, width, tag);
        }
        float[] single = new float[values.length];
        for (int i = 0; i < single.length; i++) {
            single[i] = (float) values[i];
        }
        return tape.leaf(single, rows, width, tag);
    }

    private static List<double[]> derivatives(
            Backend backend, Precision precision, int rows, int width, Powers powers) {
        Tape tape = Tape.open(backend);
        Var x = leaf(tape, precision, rows, width, 1, 1);
        List<Var> values = powers.of(tape, x);
        List<double[]> all = new ArrayList<>();
        List<Var> seeds = new ArrayList<>();
        for (Var v : values) {
            all.add(v.toDoubles());
            seeds.add(leaf(tape, precision, rows, v.width(), 2, 2));
        }
        Var gradient = tape.gradient(values, seeds, 1, true).of(x);
        for (int order = 1; order <= 3 && gradient != null; order++) {
            all.add(gradient.toDoubles());
            gradient = tape.gradient(
                            List.of(gradient), List.of(leaf(tape, precision, rows, width, 2 + order, 0)), 1, order < 3)
                    .of(x);
        }
        return all;
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, 1, 1, 2, FLOAT64",
        "1, 2, 2, 5, 3, FLOAT64",
        "2, 2, 1, 8, 1, FLOAT32",
        "1, 3, 1, 13, 2, FLOAT64",
        "2, 3, 2, 1, 2, FLOAT64",
        "1, 4, 1, 3, 1, FLOAT64",
        "1, 5, 1, 2, 1, FLOAT64",
        "2, 2, 2, 4, 0, FLOAT64"
    })
    void everyDerivativeIsThatOfTheTable(int l, int order, int l3, int channels, int rows, Precision precision) {
        int width = (l + 1) * (l + 1) * channels;
        Backend backend = Backend.detect();
        ProductPlan table = ProductPlan.of(GauntProducts.power(l, order, l3, channels));
        List<double[]> expected =
                derivatives(backend, precision, rows, width, (tape, x) -> List.of(table.apply(tape, x.rows(), x)));
        for (ManyBodyProduct.Way way : ManyBodyProduct.Way.values()) {
            ManyBodyProduct product = new ManyBodyProduct(l, List.of(order), l3, channels, way);
            compare(derivatives(backend, precision, rows, width, (tape, x) -> product.apply(x)), expected, precision);
        }
    }

    @Test
    void severalOrdersTogether() {
        Backend backend = Backend.detect();
        for (ManyBodyProduct.Way way : ManyBodyProduct.Way.values()) {
            ManyBodyProduct all = new ManyBodyProduct(1, List.of(1, 2, 3, 6), 1, 4, way);
            Powers one = (tape, x) -> {
                List<Var> values = new ArrayList<>();
                for (int order : all.orders()) {
                    values.addAll(new ManyBodyProduct(1, List.of(order), 1, 4, ManyBodyProduct.Way.GRID).apply(x));
                }
                return values;
            };
            compare(
                    derivatives(backend, Precision.FLOAT64, 2, 16, (tape, x) -> all.apply(x)),
                    derivatives(backend, Precision.FLOAT64, 2, 16, one),
                    Precision.FLOAT64);
        }
    }

    @Test
    void turnsWithTheFunction() {
        int l = 3;
        int width = (l + 1) * (l + 1);
        Irreps irreps = Irreps.sphericalHarmonics(l);
        double[][] improper = Rotation.ofAngles(0.3, 0.7, -0.4).matrix();
        for (double[] row : improper) {
            Arrays.setAll(row, i -> -row[i]);
        }
        double[][] d = WignerD.of(irreps, improper);
        double[] x = new SplittableRandom(3).doubles(width, -1, 1).toArray();
        Backend backend = Backend.detect();
        ManyBodyProduct product = new ManyBodyProduct(l, List.of(3), l, 1, ManyBodyProduct.Way.GRID);
        double[] turnedAfter = times(d, value(backend, product, x));
        double[] turnedBefore = value(backend, product, times(d, x));
        compare(List.of(turnedBefore), List.of(turnedAfter), Precision.FLOAT64);
    }

    private static double[] value(Backend backend, ManyBodyProduct product, double[] x) {
        Tape tape = Tape.open(backend);
        return product.apply(tape.leaf(x, 1, x.length, 0)).getFirst().toDoubles();
    }

    private static double[] times(double[][] matrix, double[] x) {
        return Arrays.stream(matrix)
                .mapToDouble(row -> {
                    double sum = 0;
                    for (int i = 0; i < x.length; i++) {
                        sum += row[i] * x[i];
                    }
                    return sum;
                })
                .toArray();
    }

    private static void compare(List<double[]> found, List<double[]> expected, Precision precision) {
        double tolerance = precision == Precision.FLOAT32 ? 2e-5 : 1e-12;
        assertThat(found).hasSameSizeAs(expected);
        for (int k = 0; k < found.size(); k++) {
            assertThat(found.get(k)).hasSameSizeAs(expected.get(k));
            for (int i = 0; i < found.get(k).length; i++) {
                double wanted = expected.get(k)[i];
                assertThat(Math.abs(found.get(k)[i] - wanted))
                        .as("result %d [%d]: found %s, expected %s", k, i, found.get(k)[i], wanted)
                        .isLessThan(tolerance * Math.max(1, Math.abs(wanted)));
            }
        }
    }

    @Test
    void whatCannotBeIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ManyBodyProduct(1, List.of(2), 3, 4, ManyBodyProduct.Way.GRID))
                .withMessageContaining("reaches degree 2")
                .withMessageContaining("0..3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ManyBodyProduct(1, List.of(2, 2), 1, 4, ManyBodyProduct.Way.GRID))
                .withMessageContaining("[2, 2]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ManyBodyProduct(1, List.of(), 1, 4, ManyBodyProduct.Way.FOURIER))
                .withMessageContaining("[]");
    }
}
