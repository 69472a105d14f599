package org.gaunt.autodiff;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.gaunt.form.Form;
import org.gaunt.form.LinearMap;
import org.gaunt.linalg.ArraySize;
import org.gaunt.linalg.Buffer;
import org.gaunt.linalg.Precision;
import org.jspecify.annotations.Nullable;

/**
 * A matrix of numbers on a {@link Tape}, and its algebra. Every operation is recorded by the tape and has derivatives of every order.
 *
 * <p>Rows are what a batch consists of (atoms, edges, samples), a row is laid out as the operation that reads it says; for irreps
 * [term][component][channel].
 *
 * <p>Operations of two values broadcast: either may have one row, one column, or be a single number where the other has more.
 *
 * <p>Values belong to their tape and may be used until it is reset or closed.
 */
public final class Var {
    private final Tape tape;
    private final int generation;
    private final int id;
    private final Precision precision;
    private final int rows;
    private final int width;
    private final int length;
    private final Object array;
    private final int tags;

    Var(Tape tape, int id, Precision precision, int rows, int width, Object array, int tags) {
        this.tape = tape;
        this.generation = tape.generation();
        this.id = id;
        this.precision = precision;
        this.rows = rows;
        this.width = width;
        this.length = ArraySize.of(rows, width);
        this.array = array;
        this.tags = tags;
    }

    int id() {
        return id;
    }

    int generation() {
        return generation;
    }

    /** The tape it is on. */
    public Tape tape() {
        return tape;
    }

    public Precision precision() {
        return precision;
    }

    public int rows() {
        return rows;
    }

    /** The numbers in a row. */
    public int width() {
        return width;
    }

    /** The numbers in all rows. */
    public int length() {
        return length;
    }

    /** The {@code float[]} or {@code double[]}, at least {@link #length()} long. */
    Object array() {
        return array;
    }

    /** The kinds of leaves that this value depends on, as bits. */
    int tags() {
        return tags;
    }

    /** The numbers, rows one after another; not copied, not to be modified, and the tape's again when it is reset or closed. */
    public Buffer data() {
        tape.own(this);
        return Numbers.buffer(array, length);
    }

    /** A copy of the numbers as doubles. */
    public double[] toDoubles() {
        return data().toDoubles();
    }

    /**
     * The only number.
     *
     * @throws IllegalStateException if there are more or none
     */
    public double item() {
        if (length != 1) {
            throw new IllegalStateException(this + " is not a single number");
        }
        return data().get(0);
    }

    /** The first number that is not finite; -1 if all are. */
    public int firstNotFinite() {
        return Numbers.notFinite(array, length);
    }

    /** The sum of two values. */
    public Var plus(Var other) {
        return rows == other.rows && width == other.width ? tape.sum(this, other) : Broadcast.PLUS.apply(this, other);
    }

    public Var plus(double number) {
        return plus(tape.constant(precision, 1, 1, number));
    }

    /** This value less another. */
    public Var minus(Var other) {
        return Broadcast.MINUS.apply(this, other);
    }

    /**
     * This value less constant numbers.
     *
     * @param numbers rows of equal length
     */
    public Var minus(double[][] numbers) {
        return minus(tape.constant(precision, numbers));
    }

    /** The product of two values, number by number. */
    public Var times(Var other) {
        return Broadcast.TIMES.apply(this, other);
    }

    /** This value times a number. */
    public Var scale(double factor) {
        return times(tape.constant(precision, 1, 1, factor));
    }

    public Var negative() {
        return scale(-1);
    }

    /** This value divided by another, number by number. */
    public Var over(Var other) {
        return times(other.reciprocal());
    }

    public Var squared() {
        return Elementwise.SQUARE.apply(this);
    }

    /** The square root, of numbers above 0; the derivative at 0 does not exist. */
    public Var sqrt() {
        return Elementwise.SQRT.apply(this);
    }

    public Var reciprocal() {
        return Elementwise.RECIPROCAL.apply(this);
    }

    public Var exp() {
        return Elementwise.EXP.apply(this);
    }

    public Var sin() {
        return Elementwise.SIN.apply(this);
    }

    public Var cos() {
        return Elementwise.COS.apply(this);
    }

    /** The logistic function 1 / (1 + exp(-x)). */
    public Var sigmoid() {
        return Elementwise.SIGMOID.apply(this);
    }

    /** x / (1 + exp(-x)). */
    public Var silu() {
        return Elementwise.SILU.apply(this);
    }

    public Var tanh() {
        return Elementwise.TANH.apply(this);
    }

    /** The natural logarithm; minus infinity at 0, not-a-number below. */
    public Var log() {
        return Elementwise.LOG.apply(this);
    }

    /** log(1 + exp(x)), without overflow. */
    public Var softplus() {
        return Elementwise.SOFTPLUS.apply(this);
    }

    /**
     * GELU by the hyperbolic tangent (Hendrycks and Gimpel 2016; PyTorch's {@code approximate='tanh'}): x/2 (1 + tanh(√(2/π) (x +
     * 0.044715 x³))), within 5e-4 of x Φ(x).
     */
    public Var gelu() {
        return Elementwise.GELU.apply(this);
    }

    /** The logarithm of the sum of the exponentials of each row, without overflow; one column. */
    public Var logSumExp() {
        return RowFunctions.logSumExp(this);
    }

    /** The exponentials of each row over their sum. */
    public Var softmax() {
        return minus(logSumExp()).exp();
    }

    /**
     * Each row less its mean, over the root of its variance (Ba, Kiros and Hinton 2016).
     *
     * @param epsilon added to the variance, positive; 1e-5 is usual
     */
    public Var layerNorm(double epsilon) {
        return RowFunctions.layerNorm(this, epsilon);
    }

    /** The sum of all numbers, added in double precision; one number. */
    public Var sum() {
        return TotalNode.sum(this);
    }

    /** The mean of all numbers; one number. */
    public Var mean() {
        if (length == 0) {
            throw new IllegalStateException("the mean of no numbers: " + this + " is empty");
        }
        return sum().scale(1.0 / length);
    }

    /** The sum of all rows; one row. */
    public Var sumRows() {
        return Sums.overRows(this);
    }

    /** The sum of each row; one column. */
    public Var sumColumns() {
        return Sums.overColumns(this);
    }

    /**
     * The matrix product.
     *
     * @param matrix as many rows as this value has columns
     */
    public Var matmul(Var matrix) {
        if (matrix.rows != width) {
            throw new IllegalArgumentException("the matrix product of " + this + " and " + matrix
                    + ": the second has as many rows as the first has columns");
        }
        LinearMap map = LinearMap.dense(width, matrix.width, 1);
        return tape.linear(map, Groups.single(rows), this, matrix);
    }

    /** The same numbers in rows of another length; not copied. */
    public Var reshape(int newRows, int newWidth) {
        return ReshapeNode.evaluate(this, newRows, newWidth);
    }

    /** The same numbers in another precision. */
    public Var cast(Precision other) {
        return tape.cast(this, other);
    }

    /** Rows of this value and of others side by side; all have the same number of rows. */
    public Var concat(Var... others) {
        List<Var> parts = new ArrayList<>(List.of(this));
        parts.addAll(List.of(others));
        int total = 0;
        for (Var part : parts) {
            if (part.rows != rows) {
                throw new IllegalArgumentException(
                        this + " and " + part + " cannot stand side by side: give values with the same number of rows");
            }
            total = Math.addExact(total, part.width);
        }
        List<ColumnMap> maps = new ArrayList<>();
        int from = 0;
        for (Var part : parts) {
            maps.add(range(total, from, from + part.width));
            from += part.width;
        }
        return tape.spread(maps, parts);
    }

    /**
     * Some columns.
     *
     * @param from the first
     * @param to after the last
     */
    public Var slice(int from, int to) {
        if (from < 0 || to > width || from > to) {
            throw new IllegalArgumentException("columns " + from + " to " + to + " of " + this);
        }
        return tape.columns(range(width, from, to), this);
    }

    private static ColumnMap range(int width, int from, int to) {
        return ColumnMap.of(width, IntStream.range(from, to).toArray());
    }

    /**
     * Rows by their numbers.
     *
     * @param index for each row of the result the row of this value; not copied, not to be modified
     */
    public Var gather(int... index) {
        return Sums.gather(this, index);
    }

    /**
     * Sums of rows: row k of this value is added to row {@code index[k]} of the result, the rest is zero.
     *
     * @param index a number for each row; not copied, not to be modified
     * @param count rows of the result
     */
    public Var scatterAdd(int[] index, int count) {
        return Sums.scatterAdd(this, index, count);
    }

    /** One value for the only open seat of a form of this value, its first operand. */
    Var form(Form form) {
        return tape.form(form, width, Rows.of(rows), new @Nullable Var[] {this, null}, 1)[0];
    }

    @Override
    public String toString() {
        return rows + " rows of " + width + " numbers (" + precision + ")";
    }
}
