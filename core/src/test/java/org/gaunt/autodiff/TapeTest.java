package org.gaunt.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.gaunt.form.Backend;
import org.gaunt.form.Form;
import org.gaunt.form.LinearMap;
import org.gaunt.form.Operand;
import org.gaunt.form.Operand.Access;
import org.gaunt.linalg.ArraySize;
import org.gaunt.linalg.Precision;
import org.gaunt.nn.Forms;
import org.gaunt.o3.Irreps;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Gradients, gradients of gradients, and gradients of those, against difference quotients. */
class TapeTest {
    private static final Backend BACKEND = Backend.detect();
    private static final int ROWS = 5;
    private static final LinearMap MAP = LinearMap.ofIrreps(Irreps.parse("3x0e+3x1o"), Irreps.parse("4x0e+4x1o"), 1);
    private static final Groups GROUPS = Groups.of(new int[] {1, 0, 2, 1, 1}, 3);

    /** Multiplies vectors by a nonlinear function of the scalars of gathered rows, shared between rows. */
    private static final Form GATE = Form.of(
            "gate",
            List.of(
                    new Operand("h", 4, true, Access.gather(0)),
                    new Operand("s", 1, true, Access.shared()),
                    new Operand("out", 1, true, Access.gather(1))),
            g -> {
                int gate = g.sigmoid(g.mul(g.input(0, 0), g.input(1, 0)));
                int norm =
                        g.sqrt(g.add(g.constant(1), g.add(g.mul(g.input(0, 1), g.input(0, 1)), g.exp(g.input(0, 2)))));
                return g.mul(g.input(2, 0), g.mul(gate, g.mul(norm, g.cos(g.input(0, 3)))));
            });

    private final double[] x = random(ROWS * MAP.inWidth(), 1);
    private final double[] w = random(3 * MAP.weightSize(), 2);
    private final double[] s = random(4, 3);

    private static double[] random(int length, long seed) {
        return new SplittableRandom(seed).doubles(length, -1, 1).toArray();
    }

    private static Var network(Tape tape, Var x, Var w, Var s) {
        Var h = tape.linear(MAP, GROUPS, x, w);
        @Nullable Var[] operands = {h, s, null};
        Rows rows = new Rows(6, List.of(new int[] {0, 1, 2, 3, 4, 0}, new int[] {0, 0, 1, 1, 1, 0}), List.of(ROWS, 2));
        Var z = tape.form(GATE, 4, rows, operands, 2)[0];
        @Nullable Var[] silu = {tape.sum(z, z), null};
        return tape.form(Forms.silu(), 4, Rows.of(2), silu, 1)[0];
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** Fourth-order central difference of f along v. */
    private static double slope(Function<double[], Double> f, double[] at, double[] v) {
        double h = 1e-3;
        double[] q = new double[4];
        int[] steps = {1, -1, 2, -2};
        for (int k = 0; k < 4; k++) {
            double[] moved = at.clone();
            for (int i = 0; i < moved.length; i++) {
                moved[i] += steps[k] * h * v[i];
            }
            q[k] = f.apply(moved);
        }
        return (8 * (q[0] - q[1]) - (q[2] - q[3])) / (12 * h);
    }

    private double value(double[] x, double[] w) {
        Tape tape = Tape.open(BACKEND);
        return dot(
                network(tape, tape.leaf(x, ROWS, 12, 1), tape.leaf(w, 3, 24, 2), tape.leaf(s, 1, 4, 2))
                        .toDoubles(),
                random(8, 4));
    }

    /** d value/dx along u, by the tape. */
    private double first(double[] x, double[] w, double[] u) {
        Tape tape = Tape.open(BACKEND);
        Var leaf = tape.leaf(x, ROWS, 12, 1);
        Var out = network(tape, leaf, tape.leaf(w, 3, 24, 2), tape.leaf(s, 1, 4, 2));
        Var gradient = tape.gradient(List.of(out), List.of(tape.leaf(random(8, 4), 2, 4, 0)), 1, false)
                .of(leaf);
        assertThat(gradient).isNotNull();
        return dot(gradient.toDoubles(), u);
    }

    /** d/dw along v of d value/dx along u, by the tape. */
    private double second(double[] x, double[] w, double[] u, double[] v) {
        Tape tape = Tape.open(BACKEND);
        Var leaf = tape.leaf(x, ROWS, 12, 1);
        Var weights = tape.leaf(w, 3, 24, 2);
        Var out = network(tape, leaf, weights, tape.leaf(s, 1, 4, 2));
        Var gradient = tape.gradient(List.of(out), List.of(tape.leaf(random(8, 4), 2, 4, 0)), 1, true)
                .of(leaf);
        assertThat(gradient).isNotNull();
        Var mixed = tape.gradient(List.of(gradient), List.of(tape.leaf(u, ROWS, 12, 0)), 2, true)
                .of(weights);
        assertThat(mixed).isNotNull();
        return dot(mixed.toDoubles(), v);
    }

    /** The third derivative, along u and t in x and v in w, by the tape. */
    private double third(double[] u, double[] v, double[] t) {
        Tape tape = Tape.open(BACKEND);
        Var leaf = tape.leaf(x, ROWS, 12, 1);
        Var weights = tape.leaf(w, 3, 24, 2);
        Var out = network(tape, leaf, weights, tape.leaf(s, 1, 4, 2));
        Var gradient = tape.gradient(List.of(out), List.of(tape.leaf(random(8, 4), 2, 4, 0)), 1, true)
                .of(leaf);
        assertThat(gradient).isNotNull();
        Var mixed = tape.gradient(List.of(gradient), List.of(tape.leaf(u, ROWS, 12, 0)), 2, true)
                .of(weights);
        assertThat(mixed).isNotNull();
        Var last = tape.gradient(List.of(mixed), List.of(tape.leaf(v, 3, 24, 0)), 1, false)
                .of(leaf);
        assertThat(last).isNotNull();
        return dot(last.toDoubles(), t);
    }

    @Test
    void firstSecondAndThirdDerivatives() {
        double[] u = random(x.length, 5);
        double[] v = random(w.length, 6);
        double[] t = random(x.length, 7);
        assertThat(first(x, w, u)).isCloseTo(slope(q -> value(q, w), x, u), within(1e-8));
        assertThat(second(x, w, u, v)).isCloseTo(slope(q -> first(x, q, u), w, v), within(1e-8));
        assertThat(third(u, v, t)).isCloseTo(slope(q -> second(q, w, u, v), x, t), within(1e-8));
    }

    @Test
    void arraysAreUsedAgain() {
        Tape tape = Tape.open(BACKEND);
        double[] before = tape.constant(Precision.FLOAT64, 10, 10, 1).data().doubles();
        tape.reset();
        assertThat(tape.constant(Precision.FLOAT64, 10, 10, 2).data().doubles()).isSameAs(before);
    }

    @Test
    void wrongSizesAreRefused() {
        Tape tape = Tape.open(BACKEND);
        Var wrong = tape.leaf(new double[7], 1, 7, 0);
        Var weights = tape.leaf(w, 3, 24, 2);
        assertThatThrownBy(() -> tape.linear(MAP, GROUPS, wrong, weights)).hasMessageContaining("7 numbers");
        assertThatThrownBy(() -> tape.leaf(new double[3], 2, 2, 0)).hasMessageContaining("3 numbers");
        @Nullable Var[] missing = {null, null};
        assertThatThrownBy(() -> tape.form(Forms.silu(), 4, Rows.of(2), missing, 1))
                .hasMessageContaining("SiLU");
    }

    /** 65,536 rows of 65,537 numbers passed for 65,536 numbers, because the product was taken in 32 bits. */
    @Test
    void sizesThatWrapAroundAreRefused() {
        Tape tape = Tape.open(BACKEND);
        assertThatThrownBy(() -> tape.leaf(new float[65_536], 65_536, 65_537, 0))
                .isInstanceOf(ArraySize.TooLarge.class)
                .hasMessageContaining("65536 x 65537");
        assertThatThrownBy(() -> tape.constant(Precision.FLOAT32, 65_536, 65_537, 1))
                .isInstanceOf(ArraySize.TooLarge.class);
        assertThatThrownBy(() -> LinearMap.dense(65_536, 65_537, 1)).isInstanceOf(ArraySize.TooLarge.class);
        // rows of the operands of a form, of a linear map and of columns
        Var few = tape.leaf(new double[65_536], 65_536, 1, 0);
        @Nullable Var[] operands = {few, null};
        assertThatThrownBy(() -> tape.form(Forms.silu(), 65_537, Rows.of(65_536), operands, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("4295032832 belong to it");
        Var w = tape.leaf(new double[1], 1, 1, 0);
        assertThatThrownBy(() -> tape.linear(new LinearMap(65_537, 1, 1, List.of()), Groups.single(65_536), few, w))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aFailedGradientLeavesTheTapeRecording() {
        Tape tape = Tape.open(BACKEND);
        Var leaf = tape.leaf(x, ROWS, 12, 1);
        Var sum = tape.sum(leaf, leaf);
        Var seed = tape.leaf(new double[60], ROWS, 12, 0);
        tape.record(
                new Node() {
                    @Override
                    public @Nullable Var[] inputs() {
                        return new @Nullable Var[] {sum};
                    }

                    @Override
                    public Var[] outputs() {
                        return new Var[] {sum};
                    }

                    @Override
                    public void backward(Tape on, @Nullable Var[] cotangents, GradientSink sink) {
                        throw new IllegalStateException("broken");
                    }
                },
                1);
        assertThatThrownBy(() -> tape.gradient(List.of(sum), List.of(seed), 1, false))
                .hasMessage("broken");
        assertThat(tape.recording()).isTrue();
    }

    @Test
    void cotangentsHaveTheShapesOfTheirValues() {
        Tape tape = Tape.open(BACKEND);
        Var leaf = tape.leaf(x, ROWS, 12, 1);
        Var seed = tape.leaf(new double[12], 1, 12, 0);
        assertThatThrownBy(() -> tape.gradient(List.of(leaf), List.of(seed), 1, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("60");
        assertThatThrownBy(() -> tape.gradient(List.of(leaf), List.of(), 1, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 cotangents for 1 values");
    }
}
