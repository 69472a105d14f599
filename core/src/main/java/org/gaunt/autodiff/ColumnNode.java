package org.gaunt.autodiff;

import java.util.List;
import org.gaunt.linalg.ArraySize;
import org.jspecify.annotations.Nullable;

/**
 * Numbers picked from rows, or added to rows: each is the gradient of the other.
 *
 * @param transposed false if {@code output} was picked from {@code input}, true if {@code input} was added to {@code output}
 */
record ColumnNode(ColumnMap map, boolean transposed, Var input, Var output) implements Node {
    /** Picks numbers, or adds the numbers of x to the places they would be picked from; in place where a value is given. */
    static Var evaluate(Tape tape, ColumnMap map, boolean transposed, Var x, @Nullable Var addTo) {
        int from = transposed ? map.size() : map.width();
        int to = transposed ? map.width() : map.size();
        tape.check(x, (long) x.rows() * from, x.precision(), "numbers that columns are picked from");
        Var result = addTo;
        if (transposed) {
            result = result != null ? result : tape.zeros(x.precision(), x.rows(), to, x.tags());
            map.addTo(x.array(), result.array(), x.rows());
        } else {
            result = result != null
                    ? result
                    : tape.newValue(
                            x.precision(),
                            x.rows(),
                            to,
                            tape.take(x.precision(), ArraySize.of(x.rows(), to)),
                            x.tags());
            map.pick(x.array(), result.array(), x.rows(), addTo != null);
        }
        tape.record(new ColumnNode(map, transposed, x, result), x.tags());
        return result;
    }

    /** Adds each part to the places that its map would pick it from. */
    static Var spread(Tape tape, List<ColumnMap> maps, List<Var> parts) {
        if (maps.isEmpty() || maps.size() != parts.size()) {
            throw new IllegalArgumentException(maps.size() + " maps for " + parts.size() + " parts of rows");
        }
        int tags = 0;
        for (Var part : parts) {
            tags |= part.tags();
        }
        Var first = parts.getFirst();
        Var result = tape.zeros(first.precision(), first.rows(), maps.getFirst().width(), tags);
        for (int k = 0; k < maps.size(); k++) {
            tape.check(parts.get(k), (long) first.rows() * maps.get(k).size(), first.precision(), "parts of rows");
            if (maps.get(k).width() != result.width()) {
                throw new IllegalArgumentException("parts of rows of " + result.width() + " and of "
                        + maps.get(k).width() + " numbers");
            }
            evaluate(tape, maps.get(k), true, parts.get(k), result);
        }
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
        if (cotangent == null || !sink.wants(input)) {
            return;
        }
        Var into = sink.inPlace(input);
        Var result = evaluate(tape, map, !transposed, cotangent, into);
        if (into == null) {
            sink.add(input, result);
        }
    }
}
