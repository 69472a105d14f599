package org.gaunt.autodiff;

import org.jspecify.annotations.Nullable;

/** The sum of two values of the same shape. */
record SumNode(Var first, Var second, Var output) implements Node {
    static Var evaluate(Tape tape, Var a, Var b) {
        tape.own(a);
        tape.own(b);
        if (a.length() != b.length() || a.precision() != b.precision()) {
            throw new IllegalArgumentException("cannot add " + a.length() + " numbers (" + a.precision() + ") and "
                    + b.length() + " (" + b.precision() + ")");
        }
        Object data = tape.take(a.precision(), a.length());
        Shards.numbers(tape.shards(), a.length(), (from, to) -> {
            Numbers.copy(data, a.array(), from, to);
            Numbers.add(data, b.array(), from, to);
        });
        Var result = tape.newValue(a.precision(), a.rows(), a.width(), data, a.tags() | b.tags());
        tape.record(new SumNode(a, b, result), result.tags());
        return result;
    }

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
