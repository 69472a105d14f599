package org.gaunt.autodiff;

import org.jspecify.annotations.Nullable;

/** The values of a {@link PolynomialMap}. */
record PolynomialNode(PolynomialMap map, Rows rows, Var a, Var t, Var output) implements Node {
    @Override
    public @Nullable Var[] inputs() {
        return new @Nullable Var[] {a, t};
    }

    @Override
    public Var[] outputs() {
        return new Var[] {output};
    }

    @Override
    public void backward(Tape tape, @Nullable Var[] cotangents, GradientSink sink) {
        Var g = cotangents[0];
        if (g == null) {
            return;
        }
        boolean wantsA = sink.wants(a);
        boolean wantsT = sink.wants(t);
        if (!wantsA && !wantsT) {
            return;
        }
        Var intoA = wantsA ? sink.inPlace(a) : null;
        Var intoT = wantsT ? sink.inPlace(t) : null;
        @Nullable Var[] gradients = tape.polynomialGradient(map, rows, a, t, g, wantsT, intoA, intoT);
        give(sink, a, wantsA, intoA, gradients[0]);
        give(sink, t, wantsT, intoT, gradients[1]);
    }

    static void give(GradientSink sink, Var input, boolean wanted, @Nullable Var into, @Nullable Var gradient) {
        if (wanted && into == null && gradient != null) {
            sink.add(input, gradient);
        }
    }
}
