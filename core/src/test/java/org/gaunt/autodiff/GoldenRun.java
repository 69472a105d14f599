package org.gaunt.autodiff;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gaunt.form.Backend;
import org.gaunt.golden.Golden;
import org.gaunt.o3.Irreps;
import org.gaunt.o3.Layout;
import org.jspecify.annotations.Nullable;

/**
 * Runs a function on golden inputs and compares its value, its gradients, and the gradients of t = Σ ⟨gradient, direction⟩.
 *
 * <p>Golden rows of features are in e3nn's layout and are converted at the border.
 */
public final class GoldenRun {
    private static final double TOLERANCE = 1e-9;

    private GoldenRun() {}

    /** What is tested: a function of several values. */
    public interface Function {
        Var apply(Tape tape, Var[] values);
    }

    /**
     * Compares.
     *
     * @param name of the configuration
     * @param operands names of the inputs, with irreps where they are features and null where they are plain numbers
     * @param out irreps of the result, or null
     */
    public static void check(
            Golden golden,
            String name,
            Backend backend,
            Map<String, @Nullable Irreps> operands,
            @Nullable Irreps out,
            Function function) {
        Tape tape = Tape.open(backend);
        List<String> names = new ArrayList<>(operands.keySet());
        Var[] values = new Var[names.size()];
        Var[] directions = new Var[names.size()];
        int cotangentTag = 2;
        for (int k = 0; k < values.length; k++) {
            Irreps irreps = operands.get(names.get(k));
            values[k] = leaf(tape, golden.get(name + "/" + names.get(k)), irreps, 1);
            directions[k] = leaf(tape, golden.get(name + "/direction/" + names.get(k)), irreps, 0);
        }
        Var value = function.apply(tape, values);
        compare(name + " value", value, golden.get(name + "/out"), out);
        Var cotangent = leaf(tape, golden.get(name + "/cotangent"), out, cotangentTag);
        Gradients first = tape.gradient(List.of(value), List.of(cotangent), 1, true);
        List<Var> gradients = new ArrayList<>();
        List<Var> seeds = new ArrayList<>();
        for (int k = 0; k < values.length; k++) {
            Irreps irreps = operands.get(names.get(k));
            Var gradient = first.of(values[k]);
            assertThat(gradient).as("%s gradient by %s", name, names.get(k)).isNotNull();
            compare(
                    name + " gradient by " + names.get(k),
                    gradient,
                    golden.get(name + "/grad/" + names.get(k)),
                    irreps);
            gradients.add(gradient);
            seeds.add(directions[k]);
        }
        Gradients second = tape.gradient(gradients, seeds, 1 | cotangentTag, false);
        for (int k = 0; k < values.length; k++) {
            String key = name + "/second/" + names.get(k);
            compare(key, second.of(values[k]), golden.get(key), operands.get(names.get(k)));
        }
        compare(name + "/second/cotangent", second.of(cotangent), golden.get(name + "/second/cotangent"), out);
    }

    private static Var leaf(Tape tape, Golden.Tensor tensor, @Nullable Irreps irreps, int tag) {
        boolean shared = irreps == null;
        int rows = (shared && tensor.shape().length == 1) || isMatrixOfWeights(tensor, irreps) ? 1 : tensor.shape()[0];
        int width = tensor.values().length / rows;
        double[] values = tensor.values();
        if (irreps != null) {
            values = Layout.MUL_IR.convertTo(Layout.IR_MUL, irreps, values);
        }
        return tape.leaf(values, rows, width, tag);
    }

    private static boolean isMatrixOfWeights(Golden.Tensor tensor, @Nullable Irreps irreps) {
        return irreps == null && tensor.shape().length == 2 && tensor.shape()[0] > 4;
    }

    private static void compare(String what, @Nullable Var found, Golden.Tensor expected, @Nullable Irreps irreps) {
        double[] values = found == null ? new double[expected.values().length] : found.toDoubles();
        if (irreps != null) {
            values = Layout.IR_MUL.convertTo(Layout.MUL_IR, irreps, values);
        }
        assertThat(values).as(what).hasSameSizeAs(expected.values());
        double scale = 0;
        for (double v : expected.values()) {
            scale = Math.max(scale, Math.abs(v));
        }
        for (int i = 0; i < values.length; i++) {
            assertThat(Math.abs(values[i] - expected.values()[i]))
                    .as("%s [%d]: found %s, expected %s", what, i, values[i], expected.values()[i])
                    .isLessThanOrEqualTo(TOLERANCE * Math.max(scale, 1e-3));
        }
    }
}
