package org.gaunt.autodiff;

import org.gaunt.linalg.Precision;
import org.jspecify.annotations.Nullable;

/** A change of precision. */
record CastNode(Var input, Var output) implements Node {
    static Var evaluate(Tape tape, Var x, Precision precision) {
        tape.own(x);
        if (x.precision() == precision) {
            return x;
        }
        Object data = tape.take(precision, x.length());
        Shards.numbers(tape.shards(), x.length(), (from, to) -> Numbers.copy(data, x.array(), from, to));
        Var result = tape.newValue(precision, x.rows(), x.width(), data, x.tags());
        tape.record(new CastNode(x, result), x.tags());
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
            sink.add(input, tape.cast(cotangent, input.precision()));
        }
    }
}
