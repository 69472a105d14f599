package org.gaunt.nn;

import java.util.List;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.o3.Irrep;
import org.gaunt.o3.Irreps;

/** Trained scalars for each of a number of kinds, such as the elements of atoms. Weights: {@code weight} [kinds, channels]. */
public final class Embedding implements Weighted {
    private final Weight weight;
    private final Irreps out;

    /** An embedding with weights of its own, from seed 0. */
    public Embedding(int kinds, int channels) {
        Scope root = Scope.root();
        this(root, kinds, channels);
        root.build(0);
    }

    /** An embedding with weights in a scope, normal numbers at the start. */
    public Embedding(Scope scope, int kinds, int channels) {
        weight = scope.weight(
                "weight",
                Weight.Declaration.of(Initializer.NORMAL, kinds, channels).withRows(kinds));
        out = Irreps.of(channels, Irrep.natural(0));
    }

    /** Irreps of the output: even scalars. */
    public Irreps out() {
        return out;
    }

    @Override
    public List<Weight> weights() {
        return List.of(weight);
    }

    /** One row for each kind. */
    public Var table(Tape tape) {
        return weight.on(tape);
    }

    /**
     * One row for each of some things.
     *
     * @param kind of each, from 0
     */
    public Var apply(Tape tape, int[] kind) {
        return weight.on(tape).gather(kind);
    }
}
