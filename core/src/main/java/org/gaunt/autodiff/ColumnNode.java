package org.gaunt.autodiff;

import org.jspecify.annotations.Nullable;

/**
 * Numbers picked from rows, or added to rows: each is the gradient of the other.
 *
 * @param transposed false if {@code output} was picked from {@code input}, true if {@code input} was added to {@code output}
 */
record ColumnNode(ColumnMap map, boolean transposed, Var input, Var output) implements Node {
    @Override
    public @Nullable Var[] inputs() {
        return new @Nullable Var[] {input};
    }

    @Override
    public Var[] outputs() {
        return new Var[] {output};
    }

    @Override
    public void backward(Tape tape, @Nullable Var[] cotangents, GradientSink sink) {
        Var cotangent = cotangents[0];
        if (cotangent == null || !sink.wants(input)) {
            return;
        }
        Var into = sink.inPlace(input);
        Var result = tape.columns(map, !transposed, cotangent, into);
        if (into == null) {
            sink.add(input, result);
        }
    }
}
