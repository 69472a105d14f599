package org.gaunt.learn;

import java.util.Arrays;
import java.util.List;

/**
 * Numbers by name, in a fixed order.
 *
 * @param names of the numbers
 * @param values one for each name; NaN where not known
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record Metrics(List<String> names, double[] values) {

    /** Checks the lengths. */
    public Metrics {
        if (names.size() != values.length) {
            throw new IllegalArgumentException(values.length + " numbers for the names " + names);
        }
    }

    /** Numbers of which none is known. */
    public static Metrics unknown(List<String> names) {
        double[] values = new double[names.size()];
        Arrays.fill(values, Double.NaN);
        return new Metrics(names, values);
    }

    /**
     * The number of a name.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public double get(String name) {
        int index = names.indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException("no number is called \"" + name + "\"; there are " + names);
        }
        return values[index];
    }
}
