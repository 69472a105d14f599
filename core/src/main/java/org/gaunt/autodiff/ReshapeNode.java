package org.gaunt.autodiff;

import org.gaunt.linalg.ArraySize;
import org.jspecify.annotations.Nullable;

/** The same numbers in rows of another length. */
record ReshapeNode(Var input, Var output) implements Node {
    static Var evaluate(Var x, int rows, int width) {
        if (ArraySize.of(rows, width) != x.length()) {
            throw new IllegalArgumentException(x + " cannot be seen as " + rows + " rows of " + width);
        }
        if (x.rows() == rows && x.width() == width) {
            return x;
        }
        Tape tape = x.tape();
        tape.own(x);
        Var result = tape.newValue(x.precision(), rows, width, x.array(), x.tags());
        tape.record(new ReshapeNode(x, result), x.tags());
        return result;
    }

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
        if (cotangent != null && sink.wants(input)) {
            sink.addShared(input, evaluate(cotangent, input.rows(), input.width()));
        }
    }
}
