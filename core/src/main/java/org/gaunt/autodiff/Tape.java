package org.gaunt.autodiff;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.gaunt.form.Form;
import org.gaunt.kernel.trilinear.TrilinearKernel;
import org.gaunt.kernel.trilinear.TrilinearMap;
import org.gaunt.linalg.ArraySize;
import org.gaunt.linalg.Precision;
import org.jspecify.annotations.Nullable;

/**
 * Computes, remembers how, and differentiates.
 *
 * <p>Values are made by the operations below. {@link #gradient} walks the operations backwards; its own operations are recorded
 * as well where asked, so that a gradient can be differentiated again: forces first, then the gradient of a loss of the forces.
 *
 * <p>A tape is for one thread. {@link #reset} gives all arrays back for the next use; no value of before may be used then.
 */
public final class Tape {
    private final Backend backend;
    private final LinearEvaluation linear = new LinearEvaluation();
    private final BufferPool pool = new BufferPool();
    private final List<Node> nodes = new ArrayList<>();
    private int ids;
    private boolean recording = true;

    public Tape(Backend backend) {
        this.backend = backend;
    }

    /** Forgets all values and operations. */
    public void reset() {
        nodes.clear();
        pool.giveBackAll();
        ids = 0;
        recording = true;
    }

    /**
     * A value from outside.
     *
     * @param data a {@code float[]} or {@code double[]} of at least {@code rows * width} numbers; not copied, not modified
     * @param tag what kind of leaf it is, one bit, or 0 for a constant: {@link #gradient} selects by it
     * @throws ArraySize.TooLarge if no array can hold {@code rows * width} numbers
     */
    public Var leaf(Object data, int rows, int width, int tag) {
        Precision precision = data instanceof float[] ? Precision.FLOAT32 : Precision.FLOAT64;
        int length = data instanceof float[] f ? f.length : ((double[]) data).length;
        if (length < ArraySize.of(rows, width)) {
            throw new IllegalArgumentException(
                    "an array of " + length + " numbers cannot hold " + rows + " rows of " + width);
        }
        return new Var(ids++, precision, rows, width, data, tag);
    }

    /**
     * A value of one number repeated.
     *
     * @throws ArraySize.TooLarge if no array can hold {@code rows * width} numbers
     */
    public Var constant(Precision precision, int rows, int width, double value) {
        int length = ArraySize.of(rows, width);
        Object data = pool.take(precision, length);
        Numbers.fill(data, length, value);
        return new Var(ids++, precision, rows, width, data, 0);
    }

    /**
     * Evaluates a form.
     *
     * @param channels the number of channels of the operands that have them
     * @param operands one for each operand of the form; null for a dual operand that is only opened
     * @param seats the operands by which the partial derivatives are wanted
     * @return one value for each seat
     */
    public Var[] form(Form form, int channels, Rows rows, @Nullable Var[] operands, int... seats) {
        return FormNode.evaluate(this, form, channels, rows, operands, seats, new @Nullable Var[seats.length]);
    }

    /**
     * Applies a linear map.
     *
     * @param x rows of {@code map.inWidth()} numbers
     * @param weights one row of {@code map.weightSize()} numbers for each group
     * @param groups which row belongs to which group
     */
    public Var linear(LinearMap map, Groups groups, Var x, Var weights) {
        return linear(map, groups, new @Nullable Var[] {x, weights, null}, LinearNode.RESULT, null);
    }

    Var linear(LinearMap map, Groups groups, @Nullable Var[] operands, int seat, @Nullable Var addTo) {
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
            if (v.length() != (long) rows[k] * widths[k] || (precision != null && precision != v.precision())) {
                throw new IllegalArgumentException(
                        "operand " + k + " of a linear map has " + v.length() + " numbers of " + v.precision()
                                + ", but " + rows[k] + " rows of " + widths[k] + " belong to it");
            }
            precision = v.precision();
            tags |= v.tags();
            arrays[k] = v.data();
        }
        if (precision == null) {
            throw new IllegalArgumentException("no operand of a linear map was given");
        }
        Var result = addTo != null
                ? addTo
                : new Var(
                        ids++,
                        precision,
                        rows[seat],
                        widths[seat],
                        pool.take(precision, ArraySize.of(rows[seat], widths[seat])),
                        tags);
        arrays[seat] = result.data();
        linear.run(
                backend.gemm(precision),
                map,
                groups,
                arrays,
                seat,
                addTo != null,
                pool.scratch(precision, map.weightSize()));
        record(new LinearNode(map, groups, operands.clone(), seat, result), tags);
        return result;
    }

    /**
     * Evaluates polynomials.
     *
     * @param rows the rows, with one index array: the group of each row, whose coefficients it uses
     * @param a variables [row][variable][channel]
     * @param t coefficients [group][coefficient][channel]
     * @return [row][polynomial][channel]
     */
    public Var polynomial(PolynomialMap map, Rows rows, Var a, Var t) {
        return PolynomialNode.evaluate(this, map, rows, a, t);
    }

    /**
     * The product of x and y by a map that is more than a table of coefficients.
     *
     * @param x rows of [component][channel]
     * @param y as many rows
     * @return as many rows
     */
    public Var trilinear(TrilinearMap map, int rows, Var x, Var y) {
        return trilinear(map, rows, new @Nullable Var[] {x, y, null}, TrilinearMap.Z, null);
    }

    Var trilinear(TrilinearMap map, int rows, @Nullable Var[] operands, int seat, @Nullable Var addTo) {
        Var a = Objects.requireNonNull(operands[seat == 0 ? 1 : 0]);
        Var b = Objects.requireNonNull(operands[seat == 2 ? 1 : 2]);
        check(
                a,
                (long) rows * map.components(seat == 0 ? 1 : 0) * map.channels(),
                a.precision(),
                "operands of a product");
        check(
                b,
                (long) rows * map.components(seat == 2 ? 1 : 2) * map.channels(),
                a.precision(),
                "operands of a product");
        int width = ArraySize.of(map.components(seat), map.channels());
        int tags = a.tags() | b.tags();
        Var result = addTo != null
                ? addTo
                : new Var(ids++, a.precision(), rows, width, pool.take(a.precision(), ArraySize.of(rows, width)), tags);
        TrilinearKernel kernel = backend.trilinear(map, a.precision());
        kernel.evaluate(
                seat,
                a.data(),
                b.data(),
                result.data(),
                rows,
                addTo != null,
                pool.scratch(a.precision(), kernel.scratchLength()));
        record(new TrilinearNode(map, rows, operands.clone(), seat, result), tags);
        return result;
    }

    /**
     * A convolution of the edges of a graph.
     *
     * @param rows the edges, with three index arrays: the row of x, the row of w and the row of the result that an edge takes
     * @param x features [row][component][channel]
     * @param y functions of the edges [edge][component]
     * @param w weights [row][path][channel]
     * @return [row][component][channel]
     */
    public Var convolution(ConvolutionMap map, Rows rows, Var x, Var y, Var w) {
        Var z = ConvolutionNode.evaluate(this, map, rows, x, y, w);
        record(new ConvolutionNode(map, rows, x, y, w, z), z.tags());
        return z;
    }

    Backend backend() {
        return backend;
    }

    /** An array of arbitrary content until the next reset. */
    Object take(Precision precision, int length) {
        return pool.take(precision, length);
    }

    /** Room for one operation, of arbitrary content; the next may be given the same. */
    Object scratch(Precision precision, int length) {
        return pool.scratch(precision, length);
    }

    Var newValue(Precision precision, int rows, int width, Object data, int tags) {
        return new Var(ids++, precision, rows, width, data, tags);
    }

    boolean recording() {
        return recording;
    }

    Var zeros(Precision precision, int rows, int width, int tags) {
        int length = ArraySize.of(rows, width);
        Object data = pool.take(precision, length);
        Numbers.fill(data, length, 0);
        return newValue(precision, rows, width, data, tags);
    }

    static void check(Var v, long length, Precision precision, String what) {
        if (v.length() != length || v.precision() != precision) {
            throw new IllegalArgumentException("the " + what + " are " + v.length() + " numbers of " + v.precision()
                    + ", but " + length + " of " + precision + " belong there");
        }
    }

    /** Numbers picked from each row of x. */
    public Var columns(ColumnMap map, Var x) {
        return columns(map, false, x, null);
    }

    /**
     * Rows put together of parts: number n of part k is added to place {@code columns[n]} of map k, places that are not named are
     * zero.
     *
     * @param maps how each part would be picked from the result
     * @param parts as many, with the same number of rows
     */
    public Var spread(List<ColumnMap> maps, List<Var> parts) {
        if (maps.isEmpty() || maps.size() != parts.size()) {
            throw new IllegalArgumentException(maps.size() + " maps for " + parts.size() + " parts of rows");
        }
        int tags = 0;
        for (Var part : parts) {
            tags |= part.tags();
        }
        Var first = parts.getFirst();
        Var result = zeros(first.precision(), first.rows(), maps.getFirst().width(), tags);
        for (int k = 0; k < maps.size(); k++) {
            check(parts.get(k), (long) first.rows() * maps.get(k).size(), first.precision(), "parts of rows");
            if (maps.get(k).width() != result.width()) {
                throw new IllegalArgumentException("parts of rows of " + result.width() + " and of "
                        + maps.get(k).width() + " numbers");
            }
            columns(maps.get(k), true, parts.get(k), result);
        }
        return result;
    }

    /** Picks numbers, or adds the numbers of x to the places they would be picked from; in place where a value is given. */
    Var columns(ColumnMap map, boolean transposed, Var x, @Nullable Var addTo) {
        int from = transposed ? map.size() : map.width();
        int to = transposed ? map.width() : map.size();
        check(x, (long) x.rows() * from, x.precision(), "numbers that columns are picked from");
        Var result;
        if (transposed) {
            result = addTo != null ? addTo : zeros(x.precision(), x.rows(), to, x.tags());
            map.addTo(x.data(), result.data(), x.rows());
        } else {
            result = addTo != null
                    ? addTo
                    : new Var(
                            ids++,
                            x.precision(),
                            x.rows(),
                            to,
                            pool.take(x.precision(), ArraySize.of(x.rows(), to)),
                            x.tags());
            map.pick(x.data(), result.data(), x.rows(), addTo != null);
        }
        record(new ColumnNode(map, transposed, x, result), x.tags());
        return result;
    }

    /** The same numbers in another precision. */
    public Var cast(Var x, Precision precision) {
        if (x.precision() == precision) {
            return x;
        }
        Object data = pool.take(precision, x.length());
        Numbers.copy(data, x.data(), x.length());
        Var result = new Var(ids++, precision, x.rows(), x.width(), data, x.tags());
        record(new CastNode(x, result), x.tags());
        return result;
    }

    /** {@code a + b}. */
    public Var sum(Var a, Var b) {
        if (a.length() != b.length() || a.precision() != b.precision()) {
            throw new IllegalArgumentException("cannot add " + a.length() + " numbers (" + a.precision() + ") and "
                    + b.length() + " (" + b.precision() + ")");
        }
        Object data = pool.take(a.precision(), a.length());
        Numbers.copy(data, a.data(), a.length());
        Numbers.add(data, b.data(), a.length());
        Var result = new Var(ids++, a.precision(), a.rows(), a.width(), data, a.tags() | b.tags());
        record(new SumNode(a, b, result), result.tags());
        return result;
    }

    void record(Node node, int tags) {
        if (recording && tags != 0) {
            nodes.add(node);
        }
    }

    /**
     * The gradients of Σ seed · value by all leaves and intermediate values that depend on leaves of a kind.
     *
     * @param values the values to differentiate
     * @param seeds their cotangents, of the same shapes and precisions
     * @param tag the kind of leaf
     * @param recorded whether the gradients can be differentiated again
     * @return a function from value to gradient; absent where the gradient is zero
     */
    public Gradients gradient(List<Var> values, List<Var> seeds, int tag, boolean recorded) {
        if (values.size() != seeds.size()) {
            throw new IllegalArgumentException(seeds.size() + " cotangents for " + values.size() + " values");
        }
        for (int k = 0; k < values.size(); k++) {
            check(seeds.get(k), values.get(k).length(), values.get(k).precision(), "cotangents of a value");
        }
        boolean before = recording;
        recording = recorded;
        try {
            return new Gradients(backward(values, seeds, new GradientSink(this, tag, recorded), tag));
        } finally {
            recording = before;
        }
    }

    private GradientSink backward(List<Var> values, List<Var> seeds, GradientSink sink, int tag) {
        for (int k = 0; k < values.size(); k++) {
            sink.addShared(values.get(k), seeds.get(k));
        }
        for (int n = nodes.size() - 1; n >= 0; n--) {
            Node node = nodes.get(n);
            Var[] outputs = node.outputs();
            @Nullable Var[] cotangents = new @Nullable Var[outputs.length];
            boolean any = false;
            for (int o = 0; o < outputs.length; o++) {
                cotangents[o] = (outputs[o].tags() & tag) == 0 ? null : sink.get(outputs[o]);
                any |= cotangents[o] != null;
            }
            if (any) {
                node.backward(this, cotangents, sink);
            }
        }
        return sink;
    }
}
