package org.gaunt.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.gaunt.autodiff.Gradients;
import org.gaunt.autodiff.Rows;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Backend;
import org.gaunt.form.Operand.Access;
import org.gaunt.linalg.Buffer;
import org.gaunt.linalg.Precision;
import org.gaunt.o3.Irreps;
import org.gaunt.product.ClebschGordan;
import org.gaunt.product.ClebschGordan.Instruction;
import org.gaunt.product.ConnectionMode;
import org.gaunt.product.ProductSpec;
import org.gaunt.product.ReferenceProduct;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Planned products against the textbook loop: values, gradients, gradients of gradients, in all modes. */
class ProductPlanTest {
    private static final long SEED = 11;
    private static final Backend SCALAR = Backend.of("scalar");
    private static final Backend VECTOR = Backend.detect();

    /** A product of given multiplicities in a given mode, two paths with and one without weights where the mode allows it. */
    private static ProductSpec product(ConnectionMode mode, int m1, int m2) {
        Irreps in1 = Irreps.parse(m1 + "x1o+" + m1 + "x0e");
        Irreps in2 = Irreps.parse(m2 + "x1o+" + m2 + "x2e");
        int m = switch (mode) {
            case UVW, UUW, U_TRIANGLE_W -> 7;
            case UVU, UUU -> m1;
            case UVV -> m2;
            case UVUV -> m1 * m2;
            case UVU_TRIANGLE -> m1 * (m1 - 1) / 2;
        };
        boolean mixes = m == 7 && (mode == ConnectionMode.UVW || mode.toString().endsWith("w"));
        return ClebschGordan.of(
                        in1,
                        in2,
                        Irreps.parse(m + "x1e+" + m + "x1o+" + (m + (mixes ? 2 : 0)) + "x2e"),
                        List.of(
                                new Instruction(0, 0, 0, mode, true),
                                new Instruction(1, 0, 1, mode, mixes),
                                new Instruction(0, 1, 1, mode, true),
                                new Instruction(1, 1, 2, mode, true, 0.3),
                                new Instruction(0, 0, 2, mode, true)))
                .spec();
    }

    static Stream<Arguments> modes() {
        List<Arguments> cases = new ArrayList<>();
        for (ConnectionMode mode : ConnectionMode.values()) {
            boolean pairs = mode == ConnectionMode.UUU || mode.toString().contains("<") || mode == ConnectionMode.UUW;
            int[][] sizes = {{5, 3}, {13, 1}, {1, 5}, {2, 2}};
            for (int[] m : sizes) {
                int m2 = pairs ? m[0] : m[1];
                if (m[0] < 2 && mode.toString().contains("<")) {
                    continue;
                }
                boolean twice = m[0] > 2;
                cases.add(Arguments.of(
                        mode, m[0], m2, twice ? 3 : 1, twice ? Precision.FLOAT64 : Precision.FLOAT32, "vector"));
            }
            cases.add(Arguments.of(mode, 5, pairs ? 5 : 3, 2, Precision.FLOAT64, "scalar"));
            cases.add(Arguments.of(mode, 5, pairs ? 5 : 3, 0, Precision.FLOAT64, "vector"));
        }
        cases.add(Arguments.of(ConnectionMode.UUU, 33, 33, 2, Precision.FLOAT32, "vector"));
        cases.add(Arguments.of(ConnectionMode.UUU, 123, 123, 2, Precision.FLOAT64, "vector"));
        cases.add(Arguments.of(ConnectionMode.UUU, 1, 1, 3, Precision.FLOAT64, "vector"));
        cases.add(Arguments.of(ConnectionMode.UVUV, 19, 5, 2, Precision.FLOAT32, "vector"));
        cases.add(Arguments.of(ConnectionMode.UVU, 123, 5, 2, Precision.FLOAT64, "vector"));
        cases.add(Arguments.of(ConnectionMode.UVW, 33, 13, 2, Precision.FLOAT64, "vector"));
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("modes")
    void everyModeWithSharedWeights(
            ConnectionMode mode, int m1, int m2, int rows, Precision precision, String provider) {
        ProductSpec spec = product(mode, m1, m2);
        check(spec, List.of(Access.row(), Access.row(), Access.shared(), Access.row()), rows, precision, provider);
    }

    @ParameterizedTest
    @MethodSource("modes")
    void everyModeWithWeightsOfEachRow(
            ConnectionMode mode, int m1, int m2, int rows, Precision precision, String provider) {
        ProductSpec spec = product(mode, m1, m2);
        check(spec, List.of(Access.row(), Access.row(), Access.row(), Access.row()), rows, precision, provider);
    }

    @ParameterizedTest
    @CsvSource({"UVW, 5, 3", "UVU, 5, 3", "UVU, 13, 1", "UVV, 3, 5", "UUW, 5, 5", "UVUV, 5, 3", "UUU, 13, 13"})
    void gathersAndSums(ConnectionMode mode, int m1, int m2) {
        ProductSpec spec = product(mode, m1, m2);
        check(
                spec,
                List.of(Access.gather(0), Access.row(), Access.shared(), Access.gather(1)),
                6,
                Precision.FLOAT64,
                "vector");
        check(
                spec,
                List.of(Access.row(), Access.row(), Access.gather(0), Access.row()),
                6,
                Precision.FLOAT64,
                "vector");
        check(
                spec,
                List.of(Access.row(), Access.gather(1), Access.row(), Access.gather(0)),
                6,
                Precision.FLOAT64,
                "vector");
    }

    /** Three inputs, two of them with weights of two letters, and letters that only one factor has. */
    @Test
    void anyNumberOfFactorsAndLetters() {
        ProductSpec.Operand x = new ProductSpec.Operand("x", List.of(new ProductSpec.Segment(2, List.of(3))));
        ProductSpec.Operand y = new ProductSpec.Operand("y", List.of(new ProductSpec.Segment(3, List.of(4, 3))));
        ProductSpec.Operand v = new ProductSpec.Operand("v", List.of(new ProductSpec.Segment(1, List.of(3, 5))));
        ProductSpec.Operand w = new ProductSpec.Operand("w", List.of(new ProductSpec.Segment(1, List.of(4, 6))));
        ProductSpec.Operand z = new ProductSpec.Operand(
                "z", List.of(new ProductSpec.Segment(2, List.of(6)), new ProductSpec.Segment(1, List.of())));
        ProductSpec spec = new ProductSpec(
                "odd",
                List.of(x, y, v, w, z),
                List.of(
                        new ProductSpec.Path(
                                List.of(
                                        new ProductSpec.Factor(0, 0, "a"),
                                        new ProductSpec.Factor(1, 0, "ba"),
                                        new ProductSpec.Factor(2, 0, "ac"),
                                        new ProductSpec.Factor(3, 0, "bd"),
                                        new ProductSpec.Factor(4, 0, "d")),
                                List.of(
                                        new ProductSpec.Coefficient(List.of(0, 1, 0, 0, 1), 0.7),
                                        new ProductSpec.Coefficient(List.of(1, 2, 0, 0, 0), -1.1))),
                        new ProductSpec.Path(
                                List.of(
                                        new ProductSpec.Factor(4, 1, ""),
                                        new ProductSpec.Factor(0, 0, "a"),
                                        new ProductSpec.Factor(0, 0, "a"),
                                        new ProductSpec.Factor(1, 0, "bc")),
                                List.of(
                                        new ProductSpec.Coefficient(List.of(0, 1, 0, 0), 2),
                                        new ProductSpec.Coefficient(List.of(0, 1, 1, 2), 3)))));
        List<Access> access = List.of(Access.row(), Access.row(), Access.row(), Access.shared(), Access.row());
        check(spec, access, 4, Precision.FLOAT64, "vector");
        check(spec, access, 4, Precision.FLOAT32, "scalar");
    }

    private static void check(ProductSpec spec, List<Access> access, int rows, Precision precision, String provider) {
        check(ProductPlan.of(spec, access), access, rows, precision, provider);
    }

    /** Value, gradients and second derivatives of a plan against the textbook. */
    static void check(ProductPlan plan, List<Access> access, int rows, Precision precision, String provider) {
        ProductSpec spec = plan.spec();
        Backend backend = provider.equals("scalar") ? SCALAR : VECTOR;
        Tape tape = Tape.open(backend);
        int[] first = {1, 1, 0, 2, 0, 1};
        int[] second = {0, 0, 1, 1, 3, 3};
        Rows at = new Rows(rows, List.of(first, second), List.of(3, 4));
        SplittableRandom random = new SplittableRandom(SEED);
        int n = access.size();
        double[][] values = new double[n][];
        double[][] directions = new double[n][];
        Var[] leaves = new Var[n];
        Var[] seeds = new Var[n];
        for (int k = 0; k < n; k++) {
            int count = ProductStep.rowsOf(access.get(k), at);
            int width = spec.operands().get(k).dim();
            values[k] = numbers(random, count * width, precision);
            directions[k] = numbers(random, count * width, precision);
            leaves[k] = leaf(tape, values[k], count, width, precision, 1);
            seeds[k] = leaf(tape, directions[k], count, width, precision, 0);
        }
        int z = n - 1;
        double tolerance = precision == Precision.FLOAT32 ? 3e-5 : 1e-12;
        Var result = plan.apply(tape, at, Arrays.copyOf(leaves, z));
        close("value of " + plan, result, textbook(spec, access, at, z, values), tolerance);
        Gradients gradients = tape.gradient(List.of(result), List.of(leaves[z]), 1, true);
        List<Var> byInput = new ArrayList<>();
        List<Var> seedOf = new ArrayList<>();
        double[][] expectedSecond = new double[n][];
        for (int k = 0; k < n; k++) {
            expectedSecond[k] = new double[values[k].length];
        }
        for (int k = 0; k < z; k++) {
            Var g = gradients.of(leaves[k]);
            assertThat(g).as("gradient by operand %d of %s", k, plan).isNotNull();
            close("gradient " + k + " of " + plan, g, textbook(spec, access, at, k, values), tolerance);
            byInput.add(g);
            seedOf.add(seeds[k]);
            addSecond(spec, access, at, k, values, directions, expectedSecond);
        }
        Gradients again = tape.gradient(byInput, seedOf, 1, false);
        for (int k = 0; k < n; k++) {
            close("second derivative " + k + " of " + plan, again.of(leaves[k]), expectedSecond[k], tolerance);
        }
    }

    /** Adds the derivatives of ⟨∂Φ/∂operand, direction⟩: those of Φ by every operand of its paths along the direction. */
    private static void addSecond(
            ProductSpec spec,
            List<Access> access,
            Rows at,
            int operand,
            double[][] values,
            double[][] directions,
            double[][] into) {
        // Φ is a polynomial of degree at most two in each operand: a symmetric difference along the direction is exact
        for (int k = 0; k < values.length; k++) {
            double[][] plus = values.clone();
            double[][] minus = values.clone();
            plus[operand] = shifted(values[operand], directions[operand], 1);
            minus[operand] = shifted(values[operand], directions[operand], -1);
            double[] a = textbook(spec, access, at, k, plus);
            double[] b = textbook(spec, access, at, k, minus);
            for (int i = 0; i < a.length; i++) {
                into[k][i] += (a[i] - b[i]) / 2;
            }
        }
    }

    private static double[] shifted(double[] values, double[] direction, double by) {
        double[] result = values.clone();
        for (int i = 0; i < result.length; i++) {
            result[i] += by * direction[i];
        }
        return result;
    }

    private static double[] numbers(SplittableRandom random, int count, Precision precision) {
        return random.doubles(count, -1, 1)
                .map(v -> precision == Precision.FLOAT32 ? (float) v : v)
                .toArray();
    }

    private static Var leaf(Tape tape, double[] values, int rows, int width, Precision precision, int tag) {
        return tape.leaf(Buffer.copyOf(values, precision), rows, width, tag);
    }

    private static double[] textbook(ProductSpec spec, List<Access> access, Rows at, int seat, double[][] values) {
        int width = spec.operands().get(seat).dim();
        double[] result = new double[values[seat].length];
        for (int row = 0; row < at.count(); row++) {
            double[][] operands = new double[values.length][];
            int place = 0;
            for (int k = 0; k < values.length; k++) {
                Access a = access.get(k);
                int from = a.isShared() ? 0 : a.isRow() ? row : at.index().get(a.index())[row];
                int dim = spec.operands().get(k).dim();
                operands[k] = Arrays.copyOfRange(values[k], from * dim, (from + 1) * dim);
                place = k == seat ? from : place;
            }
            double[] part = ReferenceProduct.evaluate(spec, seat, operands);
            for (int i = 0; i < width; i++) {
                result[place * width + i] += part[i];
            }
        }
        return result;
    }

    private static void close(String what, @Nullable Var found, double[] expected, double tolerance) {
        double[] values = found == null ? new double[expected.length] : found.toDoubles();
        assertThat(values).as(what).hasSameSizeAs(expected);
        double scale = Math.max(1, Arrays.stream(expected).map(Math::abs).max().orElse(1));
        for (int i = 0; i < values.length; i++) {
            assertThat(Math.abs(values[i] - expected[i]) / scale)
                    .as("%s [%d]: found %s, expected %s, seed %d", what, i, values[i], expected[i], SEED)
                    .isLessThan(tolerance);
        }
    }

    @Test
    void saysWhatDoesNotFit() {
        ProductSpec spec = product(ConnectionMode.UVU, 5, 1);
        ProductPlan plan = ProductPlan.of(spec);
        Tape tape = Tape.open(SCALAR);
        Var x = tape.leaf(new double[40], 2, 20, 1);
        Var y = tape.leaf(new double[16], 2, 8, 1);
        Var w = tape.leaf(new double[40], 2, 20, 1);
        assertThatThrownBy(() -> plan.apply(tape, 2, x, y))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[x, y, w]")
                .hasMessageContaining("2 were given");
        assertThatThrownBy(() -> plan.apply(tape, 3, x, y, w))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("operand x")
                .hasMessageContaining("2 rows of 20")
                .hasMessageContaining("3 rows of 20");
        for (Precision precision : Precision.values()) {
            double[] weights = new double[20];
            weights[17] = Double.NaN;
            Var bad = leaf(tape, weights, 1, 20, precision, 1);
            Var a = leaf(tape, new double[40], 2, 20, precision, 1);
            Var b = leaf(tape, new double[16], 2, 8, precision, 1);
            assertThatThrownBy(() -> ProductPlan.withShared(spec, 2).apply(tape, 2, a, b, bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("number 17 of operand w")
                    .hasMessageContaining("NaN")
                    .hasMessageContaining("must be finite");
        }
        assertThatThrownBy(() -> ProductPlan.of(spec, List.of(Access.row())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("4 operands");
    }
}
