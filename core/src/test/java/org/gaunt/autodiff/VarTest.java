package org.gaunt.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Stream;
import org.gaunt.form.Backend;
import org.gaunt.linalg.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The algebra of values: numbers against plain loops, derivatives to the third order against differences of the order below. */
class VarTest {
    private static final Backend VECTOR = Backend.detect();
    private static final Backend SCALAR = Backend.of("scalar");

    /** A function of some inputs. */
    private record Case(Function<List<Var>, Var> f, int[]... shapes) {}

    private static Map<String, Case> cases() {
        Map<String, Case> all = new LinkedHashMap<>();
        int[] full = {5, 7};
        for (int[] b : new int[][] {{5, 7}, {1, 7}, {5, 1}, {1, 1}}) {
            String shape = " with " + b[0] + " x " + b[1];
            all.put("plus" + shape, new Case(v -> v.get(0).squared().plus(v.get(1)), full, b));
            all.put("minus" + shape, new Case(v -> v.get(0).minus(v.get(1).squared()), full, b));
            all.put("times" + shape, new Case(v -> v.get(0).times(v.get(1)), full, b));
            all.put("swapped times" + shape, new Case(v -> v.get(1).squared().times(v.get(0)), full, b));
            all.put("swapped minus" + shape, new Case(v -> v.get(1).squared().minus(v.get(0)), full, b));
            all.put("over" + shape, new Case(v -> v.get(0).over(v.get(1)), full, b));
        }
        all.put("outer product", new Case(v -> v.get(0).times(v.get(1)), new int[] {5, 1}, new int[] {1, 7}));
        all.put("outer difference", new Case(v -> v.get(0).minus(v.get(1)), new int[] {1, 7}, new int[] {5, 1}));
        all.put("columns of one", new Case(v -> v.get(0).times(v.get(1)), new int[] {5, 1}, new int[] {5, 1}));
        all.put("squared", new Case(v -> v.get(0).squared(), full));
        all.put("sqrt", new Case(v -> v.get(0).sqrt(), full));
        all.put("reciprocal", new Case(v -> v.get(0).reciprocal(), full));
        all.put("exp", new Case(v -> v.get(0).exp(), full));
        all.put("sin", new Case(v -> v.get(0).sin(), full));
        all.put("cos", new Case(v -> v.get(0).cos(), full));
        all.put("sigmoid", new Case(v -> v.get(0).sigmoid(), full));
        all.put("silu", new Case(v -> v.get(0).silu(), full));
        all.put("tanh", new Case(v -> v.get(0).tanh(), full));
        all.put("log", new Case(v -> v.get(0).log(), full));
        all.put("softplus", new Case(v -> v.get(0).softplus(), full));
        all.put("gelu", new Case(v -> v.get(0).gelu(), full));
        all.put("log-sum-exp", new Case(v -> v.get(0).logSumExp(), full));
        all.put("softmax by log-sum-exp", new Case(v -> v.get(0).softmax(), full));
        all.put("layer norm", new Case(v -> v.get(0).layerNorm(1e-2), full));
        all.put("scale", new Case(v -> v.get(0).exp().scale(-0.7), full));
        all.put("sum", new Case(v -> v.get(0).exp().sum().squared(), full));
        all.put("mean", new Case(v -> v.get(0).exp().mean().squared(), full));
        all.put("sum of rows", new Case(v -> v.get(0).exp().sumRows(), full));
        all.put("sum of columns", new Case(v -> v.get(0).exp().sumColumns(), full));
        all.put("softmax", new Case(v -> v.get(0).exp().over(v.get(0).exp().sumColumns()), full));
        all.put("matrix product", new Case(v -> v.get(0).matmul(v.get(1).squared()), full, new int[] {7, 3}));
        all.put("reshape", new Case(v -> v.get(0).reshape(7, 5).exp().times(v.get(1)), full, new int[] {7, 5}));
        all.put(
                "reshape twice",
                new Case(
                        v -> v.get(0).reshape(7, 5).plus(v.get(0).reshape(7, 5)).exp(), full));
        all.put("concat", new Case(v -> v.get(0).concat(v.get(1), v.get(0)).exp(), full, new int[] {5, 2}));
        all.put("slice", new Case(v -> v.get(0).slice(2, 6).exp(), full));
        all.put("gather", new Case(v -> v.get(0).exp().gather(4, 0, 0, 2), full));
        all.put("scatter-add", new Case(v -> v.get(0).exp().scatterAdd(new int[] {3, 0, 3, 1, 3}, 4), full));
        return all;
    }

    private static Stream<Arguments> everyCase() {
        return cases().keySet().stream()
                .flatMap(name -> Stream.of(
                        Arguments.of(name, Precision.FLOAT64, true),
                        Arguments.of(name, Precision.FLOAT64, false),
                        Arguments.of(name, Precision.FLOAT32, true)));
    }

    private static double[] numbers(int seed, int length) {
        SplittableRandom random = new SplittableRandom(seed);
        return random.doubles(length, 0.5, 1.5).toArray();
    }

    /** One number: Σ c f(inputs) with fixed c; and its derivatives along fixed directions up to an order. */
    private static double[] derivatives(Case of, Backend backend, Precision precision, double at, int order) {
        try (Tape tape = Tape.open(backend, precision)) {
            List<Var> inputs = new ArrayList<>();
            List<Var> directions = new ArrayList<>();
            for (int k = 0; k < of.shapes().length; k++) {
                int rows = of.shapes()[k][0];
                int width = of.shapes()[k][1];
                double[] x = numbers(k, rows * width);
                double[] d = numbers(10 + k, rows * width);
                for (int i = 0; i < x.length; i++) {
                    x[i] += at * d[i];
                }
                inputs.add(tape.input(x, rows, width));
                directions.add(tape.input(d, rows, width));
            }
            Var y = of.f().apply(inputs);
            Var value = y.times(tape.input(numbers(20, y.length()), y.rows(), y.width()))
                    .sum();
            double[] result = new double[order + 1];
            result[0] = value.item();
            for (int n = 1; n <= order; n++) {
                List<Var> gradients = tape.gradients(value, inputs, true);
                Var next = null;
                for (int k = 0; k < gradients.size(); k++) {
                    assertThat(gradients.get(k).rows()).isEqualTo(inputs.get(k).rows());
                    assertThat(gradients.get(k).width()).isEqualTo(inputs.get(k).width());
                    Var along = gradients.get(k).times(directions.get(k)).sum();
                    next = next == null ? along : next.plus(along);
                }
                value = java.util.Objects.requireNonNull(next);
                result[n] = value.item();
            }
            return result;
        }
    }

    @ParameterizedTest
    @MethodSource("everyCase")
    void derivativesOfThreeOrders(String name, Precision precision, boolean vectors) {
        Case of = cases().get(name);
        Backend backend = vectors ? VECTOR : SCALAR;
        double[] found = derivatives(of, backend, precision, 0, 3);
        double h = 1e-3;
        double[][] around = new double[4][];
        double[] steps = {-2 * h, -h, h, 2 * h};
        for (int k = 0; k < 4; k++) {
            around[k] = derivatives(of, SCALAR, Precision.FLOAT64, steps[k], 2);
        }
        double[] exact = derivatives(of, SCALAR, Precision.FLOAT64, 0, 0);
        double tolerance = precision == Precision.FLOAT64 ? 1e-9 : 2e-5;
        assertThat(found[0]).isCloseTo(exact[0], within(tolerance * Math.max(1, Math.abs(exact[0]))));
        for (int n = 1; n <= 3; n++) {
            double difference =
                    (around[0][n - 1] - 8 * around[1][n - 1] + 8 * around[2][n - 1] - around[3][n - 1]) / (12 * h);
            assertThat(found[n])
                    .as("derivative of order %d of %s", n, name)
                    .isCloseTo(difference, within(tolerance * 20 * Math.max(1, Math.abs(difference))));
        }
    }

    @ParameterizedTest
    @MethodSource("everyCase")
    void noRows(String name, Precision precision, boolean vectors) {
        Case of = cases().get(name);
        int[][] shapes = Arrays.stream(of.shapes()).map(int[]::clone).toArray(int[][]::new);
        boolean byRows = Stream.of("gather", "scatter-add", "mean", "reshape").anyMatch(name::contains);
        boolean matrix = name.contains("matrix");
        for (int[] shape : shapes) {
            shape[0] = shape[0] == 5 ? 0 : shape[0];
        }
        if (byRows || (matrix && shapes.length < 2)) {
            return; // these name rows or shapes
        }
        try (Tape tape = Tape.open(vectors ? VECTOR : SCALAR, precision)) {
            List<Var> inputs = new ArrayList<>();
            for (int[] shape : shapes) {
                inputs.add(tape.input(numbers(1, shape[0] * shape[1]), shape[0], shape[1]));
            }
            Var total = of.f().apply(inputs).sum();
            assertThat(total.item()).isFinite();
            for (Var g : tape.gradients(total, inputs, true)) {
                assertThat(Arrays.stream(g.toDoubles()).map(Math::abs).toArray())
                        .isEqualTo(new double[g.length()]);
            }
        }
    }

    @Test
    void numbersAreThoseOfPlainLoops() {
        try (Tape tape = Tape.open(VECTOR, Precision.FLOAT64)) {
            Var x = tape.input(new double[][] {{1, 2, 3}, {4, 5, 6}});
            Var row = tape.input(new double[][] {{10, 20, 30}});
            Var column = tape.input(new double[][] {{2}, {3}});
            assertThat(x.plus(row).toDoubles()).containsExactly(11, 22, 33, 14, 25, 36);
            assertThat(x.times(column).toDoubles()).containsExactly(2, 4, 6, 12, 15, 18);
            assertThat(column.minus(x).toDoubles()).containsExactly(1, 0, -1, -1, -2, -3);
            assertThat(x.minus(new double[][] {{1, 1, 1}, {1, 1, 1}}).toDoubles())
                    .containsExactly(0, 1, 2, 3, 4, 5);
            assertThat(x.plus(0.5).mean().item()).isEqualTo(4);
            assertThat(x.sumRows().toDoubles()).containsExactly(5, 7, 9);
            assertThat(x.sumColumns().toDoubles()).containsExactly(6, 15);
            assertThat(x.matmul(column.concat(column.negative()).gather(0, 1, 1))
                            .toDoubles())
                    .containsExactly(17, -17, 41, -41);
            assertThat(x.concat(column).slice(1, 4).toDoubles()).containsExactly(2, 3, 2, 5, 6, 3);
            assertThat(x.gather(1, 1, 0).toDoubles()).containsExactly(4, 5, 6, 4, 5, 6, 1, 2, 3);
            assertThat(x.scatterAdd(new int[] {2, 2}, 3).toDoubles()).containsExactly(0, 0, 0, 0, 0, 0, 5, 7, 9);
            assertThat(x.reshape(3, 2).data().doubles()).isSameAs(x.data().doubles());
        }
    }

    @Test
    void functionsOfRows() {
        try (Tape tape = Tape.open(VECTOR, Precision.FLOAT64)) {
            Var x = tape.input(new double[][] {{1, 2, 3}, {-1000, 0, 1000}});
            double exact = Math.log(Math.exp(1) + Math.exp(2) + Math.exp(3));
            assertThat(x.logSumExp().toDoubles()).containsExactly(new double[] {exact, 1000}, within(1e-14));
            assertThat(x.softmax().sumColumns().toDoubles()).containsExactly(new double[] {1, 1}, within(1e-14));
            assertThat(x.softmax().toDoubles()[5]).isEqualTo(1);
            double[] norm = x.layerNorm(1e-12).toDoubles();
            assertThat(norm[0]).isCloseTo(-Math.sqrt(1.5), within(1e-9));
            assertThat(norm[4]).isZero();
            assertThat(tape.input(new double[][] {{1}}).gelu().item()).isCloseTo(0.8413447, within(5e-4));
            assertThat(tape.input(new double[][] {{800, -800}}).softplus().toDoubles())
                    .containsExactly(800, 0);
            refused(() -> x.layerNorm(0), "epsilon");
            Var none = tape.input(new double[0], 3, 0);
            refused(none::logSumExp, "without numbers");
        }
    }

    /** A sum of many small numbers in single precision keeps its digits. */
    @Test
    void sumsAreInDoublePrecision() {
        try (Tape tape = Tape.open(VECTOR)) {
            float[] many = new float[3_000_000];
            Arrays.fill(many, 0.1f);
            assertThat(tape.input(many, many.length, 1).sum().item()).isCloseTo(0.1f * 3e6, within(0.05));
        }
    }

    @Test
    void gradientsByValuesBetween() {
        try (Tape tape = Tape.open(VECTOR, Precision.FLOAT64)) {
            Var x = tape.input(new double[][] {{3}});
            Var y = x.squared();
            Var z = y.times(x);
            assertThat(tape.gradient(z, y).item()).isEqualTo(3);
            assertThat(tape.gradient(z, x).item()).isEqualTo(27);
            assertThat(tape.gradient(y, z).item()).isEqualTo(0);
        }
    }

    @Test
    void shapesThatDoNotFit() {
        try (Tape tape = Tape.open(VECTOR)) {
            Var x = tape.input(new double[5][7]);
            Var y = tape.input(new double[5][6]);
            refused(() -> x.plus(y), "plus of 5 rows of 7 numbers (FLOAT32) and 5 rows of 6 numbers (FLOAT32)");
            refused(() -> x.matmul(y), "as many rows as the first has columns");
            refused(() -> x.reshape(6, 6), "cannot be seen as 6 rows of 6");
            refused(() -> x.concat(tape.input(new double[4][7])), "same number of rows");
            refused(() -> x.slice(3, 8), "columns 3 to 8");
            refused(() -> x.gather(5), "index 0 is 5, but rows are numbered 0 to 4");
            refused(() -> x.scatterAdd(new int[] {0, 1, 2, 3, -1}, 4), "index 4 is -1");
            refused(() -> tape.gradient(x, x), "take its sum() or mean() first");
            refused(() -> tape.gradient(x.sum(), tape.constant(Precision.FLOAT32, 1, 1, 2)), "by a constant");
            refused(() -> tape.backward(x.sum()), "no weights");
            refused(() -> tape.input(new double[][] {{1, 2}, {3}}), "row 1 has 1 numbers, but row 0 has 2");
            refused(() -> tape.input(new double[0][]), "no rows were given");
        }
    }

    private static void refused(Runnable what, String message) {
        assertThatThrownBy(what::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void valuesBelongToTheirTape() {
        Tape tape = Tape.open(VECTOR);
        Var x = tape.input(new double[][] {{1}});
        try (Tape other = Tape.open(VECTOR)) {
            Var y = other.input(new double[][] {{1}});
            refused(() -> x.times(y), "another tape");
            refused(() -> x.plus(y), "another tape");
        }
        tape.reset();
        assertThatThrownBy(x::squared)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("before the last reset");
        Var z = tape.input(new double[][] {{1}});
        tape.close();
        tape.close();
        assertThatThrownBy(z::toDoubles)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed tape");
        assertThatThrownBy(() -> tape.input(new double[][] {{1}}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the tape is closed");
    }

    /** A loop that opens a tape in each step computes in the arrays of the step before. */
    @Test
    void memoryOfAClosedTapeIsUsedAgain() {
        Backend own = Backend.detect();
        float[] before;
        try (Tape tape = Tape.open(own)) {
            Var x = tape.input(new double[100][3]);
            before = x.data().floats();
            assertThat(x.squared().data().floats()).isNotSameAs(before);
        }
        try (Tape tape = Tape.open(own)) {
            assertThat(tape.input(new double[100][3]).data().floats()).isSameAs(before);
        }
    }
}
