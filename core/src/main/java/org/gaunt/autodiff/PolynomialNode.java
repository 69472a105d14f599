package org.gaunt.autodiff;

import org.gaunt.form.CompiledPolynomial;
import org.gaunt.form.PolynomialMap;
import org.jspecify.annotations.Nullable;

/** The values of a {@link PolynomialMap}. */
record PolynomialNode(PolynomialMap map, Rows rows, Var a, Var t, Var output) implements Node {
    /** Evaluates the polynomials. */
    static Var evaluate(Tape tape, PolynomialMap map, Rows rows, Var a, Var t) {
        int groups = rows.domain().getFirst();
        tape.check(
                a, (long) rows.count() * map.variables() * map.channels(), a.precision(), "variables of a polynomial");
        tape.check(
                t,
                (long) groups * map.tree().coefficients() * map.channels(),
                a.precision(),
                "coefficients of a polynomial");
        Var b = tape.zeros(a.precision(), rows.count(), map.tree().roots() * map.channels(), a.tags() | t.tags());
        CompiledPolynomial compiled = tape.backend().compile(map, a.precision());
        int[] group = rows.index().getFirst();
        Shards.rows(
                tape.shards(),
                rows.count(),
                tape.workspace(),
                (from, to, workspace) -> compiled.value(a.array(), t.array(), group, from, to, b.array(), workspace));
        tape.record(new PolynomialNode(map, rows, a, t, b), b.tags());
        return b;
    }

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
        @Nullable Var[] gradients = PolynomialGradientNode.evaluate(tape, map, rows, a, t, g, wantsT, intoA, intoT);
        give(sink, a, wantsA, intoA, gradients[0]);
        give(sink, t, wantsT, intoT, gradients[1]);
    }

    static void give(GradientSink sink, Var input, boolean wanted, @Nullable Var into, @Nullable Var gradient) {
        if (wanted && into == null && gradient != null) {
            sink.add(input, gradient);
        }
    }
}
