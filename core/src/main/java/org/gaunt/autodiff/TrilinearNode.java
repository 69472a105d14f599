package org.gaunt.autodiff;

import org.gaunt.kernel.trilinear.TrilinearMap;
import org.jspecify.annotations.Nullable;

/**
 * A trilinear form with one of its three seats open.
 *
 * @param operands the three operands; null at the open seat
 * @param seat the open seat
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record TrilinearNode(TrilinearMap map, int rows, @Nullable Var[] operands, int seat, Var output) implements Node {
    @Override
    public @Nullable Var[] inputs() {
        return operands;
    }

    @Override
    public Var[] outputs() {
        return new Var[] {output};
    }

    @Override
    public void backward(Tape tape, @Nullable Var[] cotangents, GradientSink sink) {
        for (int k = 0; k < 3; k++) {
            Var input = operands[k];
            if (input == null || !sink.wants(input)) {
                continue;
            }
            @Nullable Var[] seated = operands.clone();
            seated[seat] = cotangents[0];
            seated[k] = null;
            Var into = sink.inPlace(input);
            Var result = tape.trilinear(map, rows, seated, k, into);
            if (into == null) {
                sink.add(input, result);
            }
        }
    }
}
