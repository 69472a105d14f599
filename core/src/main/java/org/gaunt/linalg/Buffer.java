package org.gaunt.linalg;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Numbers of one {@link Precision}, over a {@code float[]} or a {@code double[]}.
 *
 * <p>The array may be longer than the buffer. It is not copied: writing to the one changes the other.
 */
public final class Buffer {
    private final float @Nullable [] single;
    private final double @Nullable [] twice;
    private final int length;

    private Buffer(float @Nullable [] single, double @Nullable [] twice, int length, int available) {
        if (length < 0 || length > available) {
            throw new IllegalArgumentException(
                    "an array of " + available + " numbers cannot hold a buffer of " + length);
        }
        this.single = single;
        this.twice = twice;
        this.length = length;
    }

    /** A buffer over an array of single precision. */
    public static Buffer of(float[] array) {
        return of(array, array.length);
    }

    /** A buffer over an array of double precision. */
    public static Buffer of(double[] array) {
        return of(array, array.length);
    }

    /**
     * A buffer over the first numbers of an array.
     *
     * @throws IllegalArgumentException if the array is shorter than {@code length}
     */
    public static Buffer of(float[] array, int length) {
        return new Buffer(array, null, length, array.length);
    }

    /**
     * A buffer over the first numbers of an array.
     *
     * @throws IllegalArgumentException if the array is shorter than {@code length}
     */
    public static Buffer of(double[] array, int length) {
        return new Buffer(null, array, length, array.length);
    }

    /** A new buffer of zeros. */
    public static Buffer zeros(Precision precision, int length) {
        return precision == Precision.FLOAT32 ? of(new float[length]) : of(new double[length]);
    }

    /** A new buffer with numbers rounded to a precision. */
    public static Buffer copyOf(double[] values, Precision precision) {
        Buffer result = zeros(precision, values.length);
        result.copyFrom(values, 0);
        return result;
    }

    public Precision precision() {
        return single != null ? Precision.FLOAT32 : Precision.FLOAT64;
    }

    public int length() {
        return length;
    }

    /**
     * The array itself, at least {@link #length} long.
     *
     * @throws IllegalStateException if the buffer is of double precision
     */
    public float[] floats() {
        if (single == null) {
            throw new IllegalStateException("the buffer is FLOAT64: take doubles()");
        }
        return single;
    }

    /**
     * The array itself, at least {@link #length} long.
     *
     * @throws IllegalStateException if the buffer is of single precision
     */
    public double[] doubles() {
        if (twice == null) {
            throw new IllegalStateException("the buffer is FLOAT32: take floats(), or toDoubles() for a copy");
        }
        return twice;
    }

    /** One number. */
    public double get(int index) {
        check(index, 1);
        return single != null ? single[index] : doubles()[index];
    }

    /** Overwrites one number, rounded to the precision. */
    public void set(int index, double value) {
        check(index, 1);
        if (single != null) {
            single[index] = (float) value;
        } else {
            doubles()[index] = value;
        }
    }

    /** A copy in double precision. */
    public double[] toDoubles() {
        if (single == null) {
            return Arrays.copyOf(doubles(), length);
        }
        double[] result = new double[length];
        for (int i = 0; i < length; i++) {
            result[i] = single[i];
        }
        return result;
    }

    /** Overwrites all numbers with those of an array, rounded to the precision. */
    public void copyFrom(double[] source, int offset) {
        if (single != null) {
            for (int i = 0; i < length; i++) {
                single[i] = (float) source[offset + i];
            }
        } else {
            System.arraycopy(source, offset, doubles(), 0, length);
        }
    }

    /**
     * Overwrites all numbers with those of another buffer, rounded to the precision.
     *
     * @throws IllegalArgumentException if the lengths differ
     */
    public void copyFrom(Buffer source) {
        if (source.length != length) {
            throw new IllegalArgumentException(
                    "a buffer of " + length + " numbers cannot take the " + source.length + " of another");
        }
        if (source.single == null) {
            copyFrom(source.doubles(), 0);
        } else if (single != null) {
            System.arraycopy(source.single, 0, single, 0, length);
        } else {
            for (int i = 0; i < length; i++) {
                doubles()[i] = source.single[i];
            }
        }
    }

    /** Adds all numbers to a part of an array. */
    public void addTo(double[] target, int offset) {
        if (single != null) {
            for (int i = 0; i < length; i++) {
                target[offset + i] += single[i];
            }
        } else {
            double[] from = doubles();
            for (int i = 0; i < length; i++) {
                target[offset + i] += from[i];
            }
        }
    }

    /** The first {@code size} numbers of the same array. */
    public Buffer first(int size) {
        check(0, size);
        return single != null ? of(single, size) : of(doubles(), size);
    }

    private void check(int from, int count) {
        if (from < 0 || count < 0 || from + (long) count > length) {
            throw new IndexOutOfBoundsException(
                    "numbers " + from + " to " + (from + (long) count) + " of a buffer of " + length);
        }
    }

    @Override
    public String toString() {
        return length + " numbers of " + precision();
    }
}
