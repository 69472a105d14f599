package org.gaunt.autodiff;

import java.util.Objects;
import org.gaunt.form.TrilinearMap;
import org.gaunt.linalg.ArraySize;
import org.jspecify.annotations.Nullable;

/** A {@link TrilinearMap} with one of its three seats open. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record TrilinearNode(TrilinearMap map, int rows, @Nullable Var[] operands, int seat, Var output)
        implements ThreeSeatNode {
    @Override
    public Var evaluate(Tape tape, @Nullable Var[] seated, int open, @Nullable Var into) {
        return evaluate(tape, map, rows, seated, open, into);
    }

    /** Opens a seat of the product; adds to a value where one is given. */
    static Var evaluate(
            Tape tape, TrilinearMap map, int rows, @Nullable Var[] operands, int seat, @Nullable Var addTo) {
        Var a = Objects.requireNonNull(operands[seat == 0 ? 1 : 0]);
        Var b = Objects.requireNonNull(operands[seat == 2 ? 1 : 2]);
        tape.check(
                a,
                (long) rows * map.components(seat == 0 ? 1 : 0) * map.channels(),
                a.precision(),
                "operands of a product");
        tape.check(
                b,
                (long) rows * map.components(seat == 2 ? 1 : 2) * map.channels(),
                a.precision(),
                "operands of a product");
        int width = ArraySize.of(map.components(seat), map.channels());
        int tags = a.tags() | b.tags();
        Var result = addTo != null
                ? addTo
                : tape.newValue(a.precision(), rows, width, tape.take(a.precision(), ArraySize.of(rows, width)), tags);
        tape.backend()
                .compile(map, a.precision())
                .evaluate(seat, a.array(), b.array(), result.array(), rows, addTo != null, tape.workspace());
        tape.record(new TrilinearNode(map, rows, operands.clone(), seat, result), tags);
        return result;
    }
}
