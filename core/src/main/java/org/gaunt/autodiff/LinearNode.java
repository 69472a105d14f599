package org.gaunt.autodiff;

import org.gaunt.form.CompiledLinearMap;
import org.gaunt.form.LinearMap;
import org.gaunt.linalg.ArraySize;
import org.gaunt.linalg.Precision;
import org.jspecify.annotations.Nullable;

/** The trilinear form of a {@link LinearMap} (x, weights and the dual of the result) with one of its three seats open. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record LinearNode(LinearMap map, Groups groups, @Nullable Var[] operands, int seat, Var output)
        implements ThreeSeatNode {
    @Override
    public Var evaluate(Tape tape, @Nullable Var[] seated, int open, @Nullable Var into) {
        return evaluate(tape, map, groups, seated, open, into);
    }

    /** Opens a seat of the trilinear form; adds to a value where one is given. */
    static Var evaluate(
            Tape tape, LinearMap map, Groups groups, @Nullable Var[] operands, int seat, @Nullable Var addTo) {
        int[] rows = {groups.rows(), groups.count(), groups.rows()};
        int[] widths = {map.inWidth(), map.weightSize(), map.outWidth()};
        Object[] arrays = new Object[3];
        Precision precision = null;
        int tags = 0;
        for (int k = 0; k < 3; k++) {
            Var v = operands[k];
            if (v == null) {
                continue;
            }
            tape.own(v);
            if (v.length() != (long) rows[k] * widths[k] || (precision != null && precision != v.precision())) {
                throw new IllegalArgumentException(
                        "operand " + k + " of a linear map has " + v.length() + " numbers of " + v.precision()
                                + ", but " + rows[k] + " rows of " + widths[k] + " belong to it");
            }
            precision = v.precision();
            tags |= v.tags();
            arrays[k] = v.array();
        }
        if (precision == null) {
            throw new IllegalArgumentException("no operand of a linear map was given");
        }
        Var result = addTo != null
                ? addTo
                : tape.newValue(
                        precision,
                        rows[seat],
                        widths[seat],
                        tape.take(precision, ArraySize.of(rows[seat], widths[seat])),
                        tags);
        arrays[seat] = result.array();
        CompiledLinearMap compiled = tape.backend().compile(map, precision);
        Shards shards = seat == CompiledLinearMap.WEIGHTS ? null : tape.shards(); // a sum over rows is not cut
        Shards.rows(
                shards,
                groups.rows(),
                tape.workspace(),
                (from, to, workspace) -> compiled.run(
                        seat, arrays, groups.order(), groups.starts(), from, to, addTo != null, workspace));
        tape.record(new LinearNode(map, groups, operands.clone(), seat, result), tags);
        return result;
    }
}
