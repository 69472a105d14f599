package org.gaunt.linalg;

import java.util.Arrays;

/** The arithmetic of a kernel or a model: IEEE 754 single or double precision. */
public enum Precision {
    /** 32-bit floats in {@code float[]}: for speed. */
    FLOAT32(4),
    /** 64-bit floats in {@code double[]}: for tests and where asked. */
    FLOAT64(8);

    private final int bytes;

    Precision(int bytes) {
        this.bytes = bytes;
    }

    /**
     * The size of one number.
     *
     * @return 4 or 8 bytes
     */
    public int bytes() {
        return bytes;
    }

    /**
     * Allocates an array of this precision.
     *
     * @param length number of elements, not negative
     * @return a zeroed {@code float[length]} or {@code double[length]}
     */
    public Object newArray(int length) {
        return this == FLOAT32 ? new float[length] : new double[length];
    }

    /**
     * Numbers in this precision.
     *
     * @param values to round; they are not modified
     * @return a new {@code float[]}, or the {@code double[]} itself
     */
    public Object array(double[] values) {
        if (this == FLOAT64) {
            return values;
        }
        float[] single = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            single[i] = (float) values[i];
        }
        return single;
    }

    /**
     * Sets some numbers of an array to zero.
     *
     * @param array {@code float[]} or {@code double[]}
     * @param from the first
     * @param to after the last
     */
    public static void clear(Object array, int from, int to) {
        if (array instanceof float[] single) {
            Arrays.fill(single, from, to, 0);
        } else {
            Arrays.fill((double[]) array, from, to, 0);
        }
    }
}
