package org.gaunt.autodiff;

import org.jspecify.annotations.Nullable;

/** The sum of two values of the same shape. */
record SumNode(Var first, Var second, Var output) implements Node {
    @Override
    public @Nullable Var[] inputs() {
        return new @Nullable Var[] {first, second};
    }

    @Override
    public Var[] outputs() {
        return new Var[] {output};
    }

    @Override
    public void backward(Tape tape, @Nullable Var[] cotangents, GradientSink sink) {
        Var cotangent = cotangents[0];
        if (cotangent == null) {
            return;
        }
        if (sink.wants(first)) {
            sink.addShared(first, cotangent);
        }
        if (sink.wants(second)) {
            sink.addShared(second, cotangent);
        }
    }
}
