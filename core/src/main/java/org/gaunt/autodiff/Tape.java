package org.gaunt.autodiff;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gaunt.form.Backend;
import org.gaunt.form.CompiledLinearMap;
import org.gaunt.form.ConvolutionMap;
import org.gaunt.form.Form;
import org.gaunt.form.LinearMap;
import org.gaunt.form.PolynomialMap;
import org.gaunt.form.TrilinearMap;
import org.gaunt.linalg.ArraySize;
import org.gaunt.linalg.Buffer;
import org.gaunt.linalg.Parallel;
import org.gaunt.linalg.Precision;
import org.gaunt.linalg.Workspace;
import org.jspecify.annotations.Nullable;

/**
 * Computes, remembers how, and differentiates.
 *
 * <pre>{@code
 * try (Tape t = Tape.open()) {
 *     Var x = t.input(new double[][] {{1, 2}, {3, 4}});
 *     Var y = x.squared().sum();
 *     double[] dy = t.gradient(y, x).toDoubles();          // 2, 4, 6, 8
 * }
 * }</pre>
 *
 * <p>Values are made by the methods of {@link Var}, by layers, and by the operations below. A gradient walks the operations
 * backwards; its own operations are recorded as well where asked, so that it can be differentiated again: forces first, then the
 * gradient of a loss of the forces.
 *
 * <p>A tape is for one thread. {@link #reset} and {@link #close} give all arrays back for the next use; values of before may not be
 * used then.
 */
public final class Tape implements AutoCloseable {
    /** The kind of the leaves that {@link #input} makes. */
    public static final int INPUTS = 1;

    /** The kind of the leaves that {@link #parameter} makes. */
    public static final int PARAMETERS = 2;

    private final Backend backend;
    private final Precision precision;
    private final List<Node> nodes = new ArrayList<>();
    private final ParameterLeaves parameters = new ParameterLeaves(this);
    private @Nullable Workspace memory;
    private int ids;
    private int generation;
    private boolean recording = true;
    private @Nullable Shards shards;

    private Tape(Backend backend, Precision precision) {
        this.backend = backend;
        this.precision = precision;
        this.memory = backend.workspaces().take();
    }

    /** An empty tape of single precision with the kernels of {@link Backend#shared}. */
    public static Tape open() {
        return open(Precision.FLOAT32);
    }

    /**
     * An empty tape with the kernels of {@link Backend#shared}.
     *
     * @param precision of inputs and parameters
     */
    public static Tape open(Precision precision) {
        return open(Backend.shared(), precision);
    }

    /** An empty tape of single precision. */
    public static Tape open(Backend backend) {
        return open(backend, Precision.FLOAT32);
    }

    /** An empty tape with given kernels. */
    public static Tape open(Backend backend, Precision precision) {
        return new Tape(backend, precision);
    }

    /** Forgets all values and operations. */
    public void reset() {
        memory().release(0);
        nodes.clear();
        parameters.clear();
        ids = 0;
        generation++;
        recording = true;
    }

    /** Forgets all values and operations, and gives the memory to the next tape that is opened. May be called again. */
    @Override
    public void close() {
        if (memory != null) {
            reset();
            backend.workspaces().giveBack(memory());
            memory = null;
        }
    }

    /** The precision of inputs and parameters. */
    public Precision precision() {
        return precision;
    }

    /**
     * A value from outside that gradients can be asked for, rounded to the tape's precision.
     *
     * @param numbers rows of equal length, at least one; copied
     */
    public Var input(double[][] numbers) {
        return Inputs.matrix(this, numbers, precision, INPUTS);
    }

    /**
     * A value from outside that gradients can be asked for, in the tape's precision.
     *
     * @param numbers {@code rows * width} numbers, rows one after another; copied only if they are of another precision
     */
    public Var input(Buffer numbers, int rows, int width) {
        return Inputs.of(this, numbers, rows, width);
    }

    /** {@link #input(Buffer, int, int)} of doubles. */
    public Var input(double[] numbers, int rows, int width) {
        return input(Buffer.of(numbers), rows, width);
    }

    /** {@link #input(Buffer, int, int)} of floats. */
    public Var input(float[] numbers, int rows, int width) {
        return input(Buffer.of(numbers), rows, width);
    }

    /** Constant numbers in a precision; rows of equal length, at least one. */
    Var constant(Precision as, double[][] numbers) {
        return Inputs.matrix(this, numbers, as, 0);
    }

    /** Constant numbers, rounded to the tape's precision; rows of equal length, at least one. */
    public Var constant(double[][] numbers) {
        return Inputs.matrix(this, numbers, precision, 0);
    }

    /**
     * The leaf of a parameter, in the tape's precision; the same one each time. {@link #backward} gives the parameter its gradient.
     */
    public Var parameter(Parameter parameter) {
        return parameters.leaf(parameter);
    }

    /** The parameters that were used since the last reset, and their leaves. */
    public Map<Parameter, Var> parameters() {
        return parameters.leaves();
    }

    /** Takes the numbers of parameters from elsewhere, from now on and after resets too. */
    public void bind(Parameter.Values of) {
        parameters.bind(of);
    }

    /**
     * A value from outside in a precision of its own.
     *
     * @param data at least {@code rows * width} numbers; not copied, not modified
     * @param tag what kind of leaf it is, one bit, or 0 for a constant: {@link #gradient(List, List, int, boolean)} selects by it
     * @throws ArraySize.TooLarge if no array can hold {@code rows * width} numbers
     */
    public Var leaf(Buffer data, int rows, int width, int tag) {
        if (data.length() < ArraySize.of(rows, width)) {
            throw new IllegalArgumentException(
                    "an array of " + data.length() + " numbers cannot hold " + rows + " rows of " + width);
        }
        return newValue(data.precision(), rows, width, Numbers.array(data), tag);
    }

    /** {@link #leaf(Buffer, int, int, int)} of doubles. */
    public Var leaf(double[] data, int rows, int width, int tag) {
        return leaf(Buffer.of(data), rows, width, tag);
    }

    /** {@link #leaf(Buffer, int, int, int)} of floats. */
    public Var leaf(float[] data, int rows, int width, int tag) {
        return leaf(Buffer.of(data), rows, width, tag);
    }

    /**
     * A value of one number repeated.
     *
     * @throws ArraySize.TooLarge if no array can hold {@code rows * width} numbers
     */
    public Var constant(Precision precision, int rows, int width, double value) {
        int length = ArraySize.of(rows, width);
        Object data = take(precision, length);
        Numbers.fill(data, length, value);
        return newValue(precision, rows, width, data, 0);
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
        return LinearNode.evaluate(
                this, map, groups, new @Nullable Var[] {x, weights, null}, CompiledLinearMap.RESULT, null);
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
        return TrilinearNode.evaluate(this, map, rows, new @Nullable Var[] {x, y, null}, TrilinearMap.Z, null);
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
        return ConvolutionNode.evaluate(this, map, rows, x, y, w);
    }

    /**
     * Spreads large operations over threads, from now on and after resets too. Rows are cut at the same places for any number of threads,
     * so that results do not depend on it.
     *
     * @param threads used by this tape alone while it computes; null for the calling thread
     */
    public void computeOn(@Nullable Parallel threads) {
        shards = threads == null ? null : new Shards(threads);
    }

    @Nullable
    Shards shards() {
        return shards;
    }

    Backend backend() {
        return backend;
    }

    /** An array of arbitrary content until the next reset. */
    Object take(Precision precision, int length) {
        return memory().numbers(precision, length);
    }

    /** Scratch memory for the length of one operation. */
    Workspace workspace() {
        return memory().passing();
    }

    Var newValue(Precision precision, int rows, int width, Object data, int tags) {
        return new Var(this, ids++, precision, rows, width, data, tags);
    }

    boolean recording() {
        return recording;
    }

    Var zeros(Precision precision, int rows, int width, int tags) {
        int length = ArraySize.of(rows, width);
        Object data = take(precision, length);
        Shards.numbers(shards, length, (from, to) -> Numbers.fill(data, from, to, 0));
        return newValue(precision, rows, width, data, tags);
    }

    /** Checks that a value is of this tape and of these days. */
    void own(Var v) {
        if (v.tape() != this) {
            throw new IllegalArgumentException(
                    "a value of another tape was given, " + v + ": all values of an operation belong to one tape");
        }
        if (v.generation() != generation || memory == null) {
            throw new IllegalStateException(
                    memory == null
                            ? "a value of a closed tape was used: copy its numbers before the tape is closed"
                            : "a value from before the last reset of its tape was used");
        }
    }

    private Workspace memory() {
        if (memory == null) {
            throw new IllegalStateException("the tape is closed: open another");
        }
        return memory;
    }

    int generation() {
        return generation;
    }

    void check(Var v, long length, Precision precision, String what) {
        own(v);
        if (v.length() != length || v.precision() != precision) {
            throw new IllegalArgumentException("the " + what + " are " + v.length() + " numbers of " + v.precision()
                    + ", but " + length + " of " + precision + " belong there");
        }
    }

    /** Numbers picked from each row of x. */
    public Var columns(ColumnMap map, Var x) {
        return ColumnNode.evaluate(this, map, false, x, null);
    }

    /**
     * Rows put together of parts: number n of part k is added to place {@code columns[n]} of map k, places that are not named are
     * zero.
     *
     * @param maps how each part would be picked from the result
     * @param parts as many, with the same number of rows
     */
    public Var spread(List<ColumnMap> maps, List<Var> parts) {
        return ColumnNode.spread(this, maps, parts);
    }

    /** The same numbers in another precision. */
    public Var cast(Var x, Precision precision) {
        return CastNode.evaluate(this, x, precision);
    }

    /** {@code a + b}. */
    public Var sum(Var a, Var b) {
        return SumNode.evaluate(this, a, b);
    }

    void record(Node node, int tags) {
        if (recording && tags != 0) {
            nodes.add(node);
        }
    }

    /**
     * The gradients of Σ cotangent · value by all leaves and intermediate values that depend on leaves of a kind.
     *
     * @param values the values to differentiate
     * @param cotangents of the same shapes and precisions
     * @param tag the kind of leaf
     * @param recorded whether the gradients can be differentiated again
     * @return a function from value to gradient; absent where the gradient is zero
     */
    public Gradients gradient(List<Var> values, List<Var> cotangents, int tag, boolean recorded) {
        return Sweep.run(this, nodes, values, cotangents, GradientSink.byTag(this, tag, recorded));
    }

    /** The gradient of a single number by a value that it depends on; cannot be differentiated again. */
    public Var gradient(Var loss, Var by) {
        return gradient(loss, by, false);
    }

    /**
     * The gradient of a single number by a value.
     *
     * @param by a value of this tape that depends on inputs or parameters
     * @param recorded whether the gradient can be differentiated again
     * @return a value of the shape of {@code by}; zero where the number does not depend on it
     * @throws IllegalArgumentException if {@code loss} is not a single number, or {@code by} a constant
     */
    public Var gradient(Var loss, Var by, boolean recorded) {
        return gradients(loss, List.of(by), recorded).getFirst();
    }

    /** {@link #gradient(Var, Var, boolean)} by several values at once. */
    public List<Var> gradients(Var loss, List<Var> by, boolean recorded) {
        return Sweep.gradients(this, nodes, loss, by, recorded);
    }

    /**
     * Adds the gradient of a single number to the gradients of all {@linkplain #parameter parameters} on this tape.
     *
     * @throws IllegalArgumentException if it is not a single number or depends on no parameter
     */
    public void backward(Var loss) {
        own(loss);
        if ((loss.tags() & PARAMETERS) == 0) {
            throw new IllegalArgumentException(
                    "the loss depends on no weights of layers, so that there is nothing to train");
        }
        parameters.addGradients(gradient(List.of(loss), List.of(Sweep.one(loss)), PARAMETERS, false));
    }

    /** Sets whether operations are recorded; returns whether they were. */
    boolean record(boolean now) {
        boolean before = recording;
        recording = now;
        return before;
    }
}
