package org.gaunt.autodiff;

import org.jspecify.annotations.Nullable;

/**
 * The trilinear form of a {@link LinearMap} with one of its three seats open.
 *
 * @param operands x, weights and the dual of the result; null at the open seat
 * @param seat the open seat
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record LinearNode(LinearMap map, Groups groups, @Nullable Var[] operands, int seat, Var output) implements Node {
    static final int X = 0;
    static final int WEIGHTS = 1;
    static final int RESULT = 2;

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
            Var result = tape.linear(map, groups, seated, k, into);
            if (into == null) {
                sink.add(input, result);
            }
        }
    }
}
