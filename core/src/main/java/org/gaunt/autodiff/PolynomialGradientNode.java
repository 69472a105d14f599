package org.gaunt.autodiff;

import org.gaunt.kernel.form.Form;
import org.jspecify.annotations.Nullable;

/**
 * The gradients of a {@link PolynomialMap} by the variables and, where wanted, by the coefficients.
 *
 * @param g the duals of the values
 * @param outA gradient by a
 * @param outT gradient by t, or null
 */
record PolynomialGradientNode(
        PolynomialMap map,
        Rows rows,
        Var a,
        Var t,
        Var g,
        Var outA,
        @Nullable Var outT) implements Node {
    @Override
    public @Nullable Var[] inputs() {
        return new @Nullable Var[] {a, t, g};
    }

    @Override
    public Var[] outputs() {
        return outT == null ? new Var[] {outA} : new Var[] {outA, outT};
    }

    @Override
    public void backward(Tape tape, @Nullable Var[] cotangents, GradientSink sink) {
        Var da = cotangents[0];
        if (da != null && (cotangents.length == 1 || cotangents[1] == null) && !tape.recording()) {
            Var intoA = sink.wants(a) ? sink.inPlace(a) : null;
            Var intoT = sink.wants(t) ? sink.inPlace(t) : null;
            Var intoG = sink.wants(g) ? sink.inPlace(g) : null;
            Var[] result = tape.polynomialTangent(map, rows, a, t, g, da, intoA, intoT, intoG);
            PolynomialNode.give(sink, a, sink.wants(a), intoA, result[0]);
            PolynomialNode.give(sink, t, sink.wants(t), intoT, result[1]);
            PolynomialNode.give(sink, g, sink.wants(g), intoG, result[2]);
            return;
        }
        // any order, any direction: the form with its dual seated, whose gradients this node computed
        Form gradient = map.form().contract(PolynomialMap.B);
        int[] seats = cotangents.length == 1 ? new int[] {0} : new int[] {0, 1};
        @Nullable Var[] operands = {a, t, null, g};
        new FormNode(gradient, map.channels(), rows, operands, seats, outputs()).backward(tape, cotangents, sink);
    }
}
