package org.gaunt.autodiff;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.gaunt.form.Backend;
import org.gaunt.form.MonomialTree;
import org.gaunt.form.PolynomialMap;
import org.gaunt.linalg.Precision;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The loops over monomials against the equivalent form: values, gradients, their tangents, third derivatives. */
class PolynomialTest {
    private static final int ROWS = 6;
    private static final int VARIABLES = 5;
    private static final int GROUPS = 2;
    private static final int[] GROUP = {1, 0, 0, 1, 1, 0};

    private static MonomialTree tree(int longest) {
        List<int[]> monomials = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(8);
        for (int k = 0; k < 40; k++) {
            int length = 1 + random.nextInt(longest);
            int[] monomial = new int[length + 1];
            for (int i = 1; i <= length; i++) {
                monomial[i] = random.nextInt(VARIABLES);
            }
            java.util.Arrays.sort(monomial, 1, length + 1);
            monomial[0] = random.nextInt(3);
            monomials.add(monomial);
        }
        return MonomialTree.of(3, monomials);
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

    /** Values, gradient by a, mixed second derivatives by a, t and (through the recorded sweep) third ones. */
    private static List<double[]> derivatives(PolynomialMap map, Backend backend, Precision precision, boolean byForm) {
        Tape tape = Tape.open(backend);
        int c = map.channels();
        Var a = leaf(tape, precision, ROWS, VARIABLES * c, 1, 1);
        Var t = leaf(tape, precision, GROUPS, map.tree().coefficients() * c, 2, 2);
        Rows rows = Rows.of(ROWS, GROUP, GROUPS);
        @Nullable Var[] operands = {a, t, null};
        Var b = byForm ? tape.form(map.form(), c, rows, operands, 2)[0] : tape.polynomial(map, rows, a, t);
        List<double[]> all = new ArrayList<>(List.of(b.toDoubles()));
        Var seed = leaf(tape, precision, ROWS, 3 * c, 3, 4);
        Gradients first = tape.gradient(List.of(b), List.of(seed), 1, true);
        Var byA = first.of(a);
        assertThat(byA).isNotNull();
        all.add(byA.toDoubles());
        Var direction = leaf(tape, precision, ROWS, VARIABLES * c, 4, 0);
        for (int tag : new int[] {1, 2, 4}) {
            for (boolean recorded : new boolean[] {false, true}) {
                Gradients second = tape.gradient(List.of(byA), List.of(direction), tag, recorded);
                Var found = second.of(tag == 1 ? a : tag == 2 ? t : seed);
                assertThat(found).isNotNull();
                all.add(found.toDoubles());
                if (recorded && tag == 2) {
                    Var third = tape.gradient(
                                    List.of(found),
                                    List.of(leaf(tape, precision, GROUPS, found.width(), 5, 0)),
                                    1,
                                    false)
                            .of(a);
                    assertThat(third).isNotNull();
                    all.add(third.toDoubles());
                }
            }
        }
        Var both = tape.gradient(List.of(b), List.of(seed), 2, false).of(t);
        assertThat(both).isNotNull();
        all.add(both.toDoubles());
        return all;
    }

    @ParameterizedTest
    @CsvSource({
        "1, 3, FLOAT64, vector", "5, 3, FLOAT64, vector", "8, 3, FLOAT64, vector", "19, 3, FLOAT32, vector",
        "32, 2, FLOAT32, vector", "33, 3, FLOAT64, vector", "64, 3, FLOAT32, vector", "6, 4, FLOAT64, scalar",
        "7, 2, FLOAT64, vector", "40, 4, FLOAT32, vector"
    })
    void agreesWithTheForm(int channels, int longest, Precision precision, String provider) {
        Backend backend = provider.equals("scalar") ? Backend.of("scalar") : Backend.detect();
        PolynomialMap map = new PolynomialMap(tree(longest), VARIABLES, channels);
        List<double[]> found = derivatives(map, backend, precision, false);
        List<double[]> expected = derivatives(map, backend, precision, true);
        double tolerance = precision == Precision.FLOAT32 ? 1e-5 : 1e-13;
        assertThat(found).hasSameSizeAs(expected);
        for (int k = 0; k < found.size(); k++) {
            assertThat(found.get(k)).hasSameSizeAs(expected.get(k));
            for (int i = 0; i < found.get(k).length; i++) {
                assertThat(Math.abs(found.get(k)[i] - expected.get(k)[i]))
                        .as("result %d [%d]: found %s, expected %s", k, i, found.get(k)[i], expected.get(k)[i])
                        .isLessThan(tolerance * Math.max(1, Math.abs(expected.get(k)[i])));
            }
        }
    }
}
