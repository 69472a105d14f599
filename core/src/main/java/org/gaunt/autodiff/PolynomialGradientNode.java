package org.gaunt.autodiff;

import org.gaunt.form.CompiledPolynomial;
import org.gaunt.form.Form;
import org.gaunt.form.PolynomialMap;
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
    /** The gradients by a and, where wanted, by t (else null at its place); added to the values given. */
    static @Nullable Var[] evaluate(
            Tape tape,
            PolynomialMap map,
            Rows rows,
            Var a,
            Var t,
            Var g,
            boolean wantsT,
            @Nullable Var intoA,
            @Nullable Var intoT) {
        int tags = a.tags() | t.tags() | g.tags();
        Var outA = intoA != null ? intoA : tape.zeros(a.precision(), a.rows(), a.width(), tags);
        Var outT = null;
        if (wantsT) {
            outT = intoT != null ? intoT : tape.zeros(a.precision(), t.rows(), t.width(), tags);
        }
        CompiledPolynomial compiled = tape.backend().compile(map, a.precision());
        int[] group = rows.index().getFirst();
        Object byT = outT == null ? null : outT.array();
        Shards.rows(
                byT == null ? tape.shards() : null, // a sum over rows is not cut
                rows.count(),
                tape.workspace(),
                (from, to, workspace) -> compiled.gradient(
                        a.array(), t.array(), g.array(), group, from, to, outA.array(), byT, workspace));
        tape.record(new PolynomialGradientNode(map, rows, a, t, g, outA, outT), tags);
        return new @Nullable Var[] {outA, outT};
    }

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
            Var[] result = tangent(tape, da, intoA, intoT, intoG);
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

    /** The derivatives of gradients and values along da, by a, t and g; added to the values given; not recorded. */
    private Var[] tangent(Tape tape, Var da, @Nullable Var intoA, @Nullable Var intoT, @Nullable Var intoG) {
        Var outA = intoA != null ? intoA : tape.zeros(a.precision(), a.rows(), a.width(), 0);
        Var outT = intoT != null ? intoT : tape.zeros(a.precision(), t.rows(), t.width(), 0);
        Var outG = intoG != null ? intoG : tape.zeros(a.precision(), g.rows(), g.width(), 0);
        tape.backend()
                .compile(map, a.precision())
                .tangent(
                        a.array(),
                        t.array(),
                        g.array(),
                        da.array(),
                        rows.index().getFirst(),
                        0,
                        rows.count(),
                        outA.array(),
                        outT.array(),
                        outG.array(),
                        tape.workspace());
        return new Var[] {outA, outT, outG};
    }
}
