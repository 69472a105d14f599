package org.gaunt.autodiff;

import org.gaunt.linalg.ArraySize;
import org.jspecify.annotations.Nullable;

/**
 * The sum of all numbers of a value, or one number repeated: each is the gradient of the other.
 *
 * @param repeated false if {@code output} is the sum of {@code input}, true if it repeats it
 */
record TotalNode(boolean repeated, Var input, Var output) implements Node {
    static Var sum(Var x) {
        Tape tape = x.tape();
        tape.own(x);
        double sum = Numbers.sum(x.array(), x.length());
        Var result = tape.newValue(x.precision(), 1, 1, tape.take(x.precision(), 1), x.tags());
        Numbers.fill(result.array(), 1, sum);
        tape.record(new TotalNode(false, x, result), x.tags());
        return result;
    }

    private static Var repeat(Var number, int rows, int width) {
        Tape tape = number.tape();
        Var result = tape.newValue(
                number.precision(),
                rows,
                width,
                tape.take(number.precision(), ArraySize.of(rows, width)),
                number.tags());
        Numbers.fill(result.array(), result.length(), Numbers.get(number.array(), 0));
        tape.record(new TotalNode(true, number, result), number.tags());
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
            sink.add(input, repeated ? sum(cotangent) : repeat(cotangent, input.rows(), input.width()));
        }
    }
}
