package org.gaunt.autodiff;

import org.jspecify.annotations.Nullable;

/** A change of precision. */
record CastNode(Var input, Var output) implements Node {
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
            sink.add(input, tape.cast(cotangent, input.precision()));
        }
    }
}
