package org.gaunt.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gaunt.autodiff.GoldenRun;
import org.gaunt.autodiff.Groups;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Backend;
import org.gaunt.golden.Golden;
import org.gaunt.o3.Irreps;
import org.gaunt.product.ClebschGordan.PathNormalization;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Layers against e3nn 0.5.6: values, gradients and gradients of gradients. */
class GoldenLayersTest {
    private static final Golden TENSORS = Golden.read("products.safetensors");

    private final Backend backend = Backend.detect();

    private void check(
            String name, Map<String, @Nullable Irreps> operands, @Nullable Irreps out, GoldenRun.Function f) {
        GoldenRun.check(TENSORS, name, backend, operands, out, f);
    }

    private static Map<String, @Nullable Irreps> operands(@Nullable Irreps x, String... plain) {
        Map<String, @Nullable Irreps> operands = new LinkedHashMap<>();
        operands.put("x", x);
        for (String name : plain) {
            operands.put(name, null);
        }
        return operands;
    }

    @ParameterizedTest
    @CsvSource({
        "linear, 5x0e+13x1o+2x0e+1x2e, 3x0e+5x1o+4x0e+1x3o, ELEMENT, false",
        "linear_path_normalization, 5x0e+13x1o+2x0e, 3x0e+5x1o+1x1o, PATH, false",
        "linear_rows, 3x0e+2x1o, 2x0e+2x1o, ELEMENT, true"
    })
    void linear(String name, String in, String out, PathNormalization normalization, boolean rows) {
        Linear layer = new Linear(
                Irreps.parse(in), Irreps.parse(out), Linear.Settings.usual().withNormalization(normalization));
        check(name, operands(Irreps.parse(in), "w"), layer.out(), (tape, v) -> {
            Groups groups = rows ? Groups.each(v[0].rows()) : Groups.single(v[0].rows());
            return layer.evaluate(v[0], groups, v[1], null);
        });
    }

    @Test
    void biases() {
        Irreps in = Irreps.parse("3x0e+2x1o+2x0o");
        Linear layer = new Linear(
                in, Irreps.parse("2x0e+2x1o+3x0o+1x0e"), Linear.Settings.usual().withBias());
        assertThat(layer.biases()).isEqualTo(3);
        check(
                "linear_biases",
                operands(in, "w", "b"),
                layer.out(),
                (tape, v) -> layer.evaluate(v[0], Groups.single(v[0].rows()), v[1], v[2]));
    }

    @Test
    void fullyConnectedNet() {
        FullyConnectedNet net = new FullyConnectedNet(List.of(8, 16, 16, 24), Nonlinearity.SILU);
        check(
                "fully_connected_net_silu",
                operands(Irreps.parse("8x0e"), "w0", "w1", "w2"),
                Irreps.parse("24x0e"),
                (tape, v) -> net.evaluate(v[0], List.of(v[1], v[2], v[3]), h -> h));
    }

    @Test
    void gate() {
        Gate gate = new Gate(
                Irreps.parse("5x0e+2x0o"),
                List.of(Nonlinearity.SILU, Nonlinearity.TANH),
                Irreps.parse("3x0e+1x0o"),
                List.of(Nonlinearity.SIGMOID, Nonlinearity.TANH),
                Irreps.parse("3x1o+1x2e"));
        assertThat(gate.in()).hasToString("3x0o+8x0e+3x1o+1x2e");
        assertThat(gate.out()).hasToString("5x0e+2x0o+3x1o+1x2o");
        check("gate", operands(gate.in()), gate.out(), (tape, v) -> gate.apply(v[0]));
    }

    @Test
    void activation() {
        Irreps in = Irreps.parse("5x0e+3x0o+2x1o");
        Activation layer = new Activation(
                in, List.of(Optional.of(Nonlinearity.SILU), Optional.of(Nonlinearity.ABS), Optional.empty()));
        assertThat(layer.out()).hasToString("5x0e+3x0e+2x1o");
        check("activation", operands(in), layer.out(), (tape, v) -> layer.apply(v[0]));
    }

    @Test
    void norm() {
        Irreps in = Irreps.parse("3x0e+2x1o+1x2e");
        Norm layer = Norm.squared(in);
        assertThat(layer.out().simplify()).hasToString("6x0e");
        check("norm_squared", operands(in), layer.out(), (tape, v) -> layer.apply(v[0]));
    }

    /** Known lengths, with and without smoothing, and its gradient where there is none without. */
    @Test
    void normIsTheLength() {
        Irreps in = Irreps.parse("2x1o");
        Tape tape = Tape.open(backend);
        Var x = tape.leaf(new double[] {3, 0, 4, 0, 0, 0}, 1, 6, 1);
        assertThat(Norm.of(in, 0).apply(x).toDoubles()).containsExactly(5, 0);
        Var smooth = Norm.of(in, 2).apply(x);
        assertThat(smooth.toDoubles()).containsExactly(new double[] {Math.sqrt(29), 2}, within(1e-15));
        Var one = tape.constant(smooth.precision(), 1, 2, 1);
        Var gradient = tape.gradient(List.of(smooth), List.of(one), 1, false).of(x);
        assertThat(gradient).isNotNull();
        assertThat(gradient.toDoubles())
                .containsExactly(new double[] {3 / Math.sqrt(29), 0, 4 / Math.sqrt(29), 0, 0, 0}, within(1e-15));
    }

    /** The functions and their first two derivatives by differences, at zero too. */
    @ParameterizedTest
    @CsvSource({"SILU", "SIGMOID", "TANH", "ABS", "RELU"})
    void functions(Nonlinearity f) {
        double[] at = {-2.3, -0.4, 0.7, 3.1, 0};
        Irreps in = Irreps.parse("5x0e");
        Activation layer = new Activation(in, List.of(Optional.of(f)));
        Tape tape = Tape.open(backend);
        Var x = tape.leaf(at, 1, 5, 1);
        double[] value = layer.apply(x).toDoubles();
        for (int k = 0; k < at.length; k++) {
            double v = at[k];
            double expected = switch (f) {
                case SILU -> v / (1 + Math.exp(-v));
                case SIGMOID -> 1 / (1 + Math.exp(-v));
                case TANH -> Math.tanh(v);
                case ABS -> Math.abs(v);
                case RELU -> Math.max(v, 0);
            };
            assertThat(value[k]).isCloseTo(f.moment() * expected, within(2e-15));
        }
        Var y = layer.apply(x);
        Var one = tape.constant(y.precision(), 1, 5, 1);
        Var gradient = tape.gradient(List.of(y), List.of(one), 1, true).of(x);
        assertThat(gradient).isNotNull();
        double h = 1e-5;
        double[] forward = shifted(layer, at, h);
        double[] backward = shifted(layer, at, -h);
        for (int k = 0; k < 4; k++) {
            assertThat(gradient.toDoubles()[k]).isCloseTo((forward[k] - backward[k]) / (2 * h), within(1e-9));
        }
        assertThat(gradient.toDoubles()[4]).isFinite();
    }

    private double[] shifted(Activation layer, double[] at, double by) {
        Tape tape = Tape.open(backend);
        double[] moved = Arrays.stream(at).map(v -> v + by).toArray();
        return layer.apply(tape.leaf(moved, 1, 5, 0)).toDoubles();
    }

    @Test
    void saysWhatCannotBe() {
        assertThatThrownBy(() -> new Activation(Irreps.parse("2x1o"), List.of(Optional.of(Nonlinearity.SILU))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1o")
                .hasMessageContaining("gate");
        assertThatThrownBy(() -> new Activation(Irreps.parse("2x0o"), List.of(Optional.of(Nonlinearity.SILU))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("SILU")
                .hasMessageContaining("TANH or ABS");
        assertThatThrownBy(() -> new Gate(
                        Irreps.parse("1x0e"),
                        List.of(Nonlinearity.SILU),
                        Irreps.parse("2x0e"),
                        List.of(Nonlinearity.SIGMOID),
                        Irreps.parse("3x1o")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 scalars for the 3 irreps");
        assertThatThrownBy(() -> new Linear(Irreps.parse("1o"), Irreps.parse("1e")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no irrep of 1x1e is in 1x1o");
        assertThatThrownBy(() -> new FullyConnectedNet(List.of(4), Nonlinearity.SILU))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[4]");
        assertThatThrownBy(() -> Norm.of(Irreps.parse("1o"), -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-1");
    }
}
