package org.gaunt.potential.data;

import java.util.Arrays;
import java.util.List;

/** Numbers that come one after the other. */
final class GrowingNumbers {

    private double[] values = new double[16];
    private int size;

    void add(double value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size);
        }
        values[size++] = value;
    }

    /** How many of some of the numbers are not NaN. */
    int known(List<Integer> indices) {
        return (int) indices.stream().filter(i -> !Double.isNaN(values[i])).count();
    }

    double[] toArray() {
        return Arrays.copyOf(values, size);
    }
}
