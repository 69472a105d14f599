package org.gaunt.autodiff;

import org.gaunt.kernel.trilinear.TrilinearMap;
import org.jspecify.annotations.Nullable;

/** A {@link TrilinearMap} with one of its three seats open. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record TrilinearNode(TrilinearMap map, int rows, @Nullable Var[] operands, int seat, Var output)
        implements ThreeSeatNode {
    @Override
    public Var evaluate(Tape tape, @Nullable Var[] seated, int open, @Nullable Var into) {
        return tape.trilinear(map, rows, seated, open, into);
    }
}
