package org.gaunt.autodiff;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Walks the operations of a tape backwards. */
final class Sweep {
    private Sweep() {}

    /**
     * Collects gradients.
     *
     * @param nodes in the order of their recording; more may be recorded at the end meanwhile
     */
    static Gradients run(Tape tape, List<Node> nodes, List<Var> values, List<Var> cotangents, GradientSink sink) {
        if (values.size() != cotangents.size()) {
            throw new IllegalArgumentException(cotangents.size() + " cotangents for " + values.size() + " values");
        }
        for (int k = 0; k < values.size(); k++) {
            tape.own(values.get(k));
            tape.check(cotangents.get(k), values.get(k).length(), values.get(k).precision(), "cotangents of a value");
        }
        boolean before = tape.record(sink.recorded());
        try {
            return backwards(tape, nodes, values, cotangents, sink);
        } finally {
            tape.record(before);
        }
    }

    /** {@link Tape#gradients}. */
    static List<Var> gradients(Tape tape, List<Node> nodes, Var loss, List<Var> by, boolean recorded) {
        tape.own(loss);
        for (Var v : by) {
            tape.own(v);
            if (v.tags() == 0) {
                throw new IllegalArgumentException(
                        "a gradient by a constant was asked for, " + v + ": make it with input(...)");
            }
        }
        GradientSink sink = GradientSink.of(tape, dependent(nodes, by), recorded);
        Gradients found = run(tape, nodes, List.of(loss), List.of(one(loss)), sink);
        List<Var> result = new ArrayList<>();
        for (Var v : by) {
            Var g = found.of(v);
            result.add(g == null ? tape.zeros(v.precision(), v.rows(), v.width(), 0) : g.reshape(v.rows(), v.width()));
        }
        return result;
    }

    /** The cotangent of a single number. */
    static Var one(Var loss) {
        if (loss.length() != 1) {
            throw new IllegalArgumentException(
                    "only a single number has a gradient, not " + loss + ": take its sum() or mean() first");
        }
        return loss.tape().constant(loss.precision(), loss.rows(), loss.width(), 1);
    }

    private static Gradients backwards(
            Tape tape, List<Node> nodes, List<Var> values, List<Var> cotangents, GradientSink sink) {
        for (int k = 0; k < values.size(); k++) {
            sink.addShared(values.get(k), cotangents.get(k));
        }
        for (int n = nodes.size() - 1; n >= 0; n--) {
            Node node = nodes.get(n);
            Var[] outputs = node.outputs();
            @Nullable Var[] own = new @Nullable Var[outputs.length];
            boolean any = false;
            for (int o = 0; o < outputs.length; o++) {
                own[o] = sink.wants(outputs[o]) ? sink.get(outputs[o]) : null;
                any |= own[o] != null;
            }
            if (any) {
                node.backward(tape, own, sink);
            }
        }
        return new Gradients(sink);
    }

    /** The numbers of all values that depend on some values, themselves included. */
    static BitSet dependent(List<Node> nodes, List<Var> on) {
        BitSet dependent = new BitSet();
        on.forEach(v -> dependent.set(v.id()));
        for (Node node : nodes) {
            for (Var input : node.inputs()) {
                if (input != null && dependent.get(input.id())) {
                    for (Var output : node.outputs()) {
                        dependent.set(output.id());
                    }
                    break;
                }
            }
        }
        return dependent;
    }
}
