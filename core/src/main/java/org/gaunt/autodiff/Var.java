package org.gaunt.autodiff;

import org.gaunt.linalg.ArraySize;
import org.gaunt.linalg.Precision;

/** A matrix of numbers on a {@link Tape}. Its array may be longer than its content and belongs to the tape. */
public final class Var {
    private final int id;
    private final Precision precision;
    private final int rows;
    private final int width;
    private final int length;
    private final Object data;
    private final int tags;

    Var(int id, Precision precision, int rows, int width, Object data, int tags) {
        this.id = id;
        this.precision = precision;
        this.rows = rows;
        this.width = width;
        this.length = ArraySize.of(rows, width);
        this.data = data;
        this.tags = tags;
    }

    int id() {
        return id;
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

    /** The {@code float[]} or {@code double[]}, at least {@link #length()} long, rows one after another; not to be modified. */
    public Object data() {
        return data;
    }

    /** Which kinds of leaves this value depends on. */
    int tags() {
        return tags;
    }

    /** The first number that is not finite; -1 if all are. */
    public int firstNotFinite() {
        return Numbers.notFinite(data, length());
    }

    /** The content as doubles. */
    public double[] toDoubles() {
        return Numbers.toDoubles(data, length());
    }
}
