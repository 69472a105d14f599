package org.gaunt.autodiff;

import org.jspecify.annotations.Nullable;

/** The trilinear form of a {@link LinearMap} (x, weights and the dual of the result) with one of its three seats open. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record LinearNode(LinearMap map, Groups groups, @Nullable Var[] operands, int seat, Var output)
        implements ThreeSeatNode {
    static final int X = 0;
    static final int WEIGHTS = 1;
    static final int RESULT = 2;

    @Override
    public Var evaluate(Tape tape, @Nullable Var[] seated, int open, @Nullable Var into) {
        return tape.linear(map, groups, seated, open, into);
    }
}
