package org.gaunt.autodiff;

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
