package org.gaunt.testkit;

import java.util.Locale;
import java.util.function.IntFunction;

/** The place where two arrays of numbers differ most. */
final class Deviation {

    private final double difference;
    private final double found;
    private final double wanted;
    private final int index;
    private final double scale;

    private Deviation(double difference, double found, double wanted, int index, double scale) {
        this.difference = difference;
        this.found = found;
        this.wanted = wanted;
        this.index = index;
        this.scale = scale;
    }

    /**
     * Compares arrays of the same length.
     *
     * @param found the numbers in question
     * @param wanted the numbers they should be
     * @param what for the message about different lengths
     */
    static Deviation between(double[] found, double[] wanted, String what) {
        if (found.length != wanted.length) {
            throw new AssertionError(
                    what + ": " + found.length + " numbers were given where " + wanted.length + " were wanted");
        }
        int worst = 0;
        double largest = -1;
        double scale = 1;
        for (int i = 0; i < found.length; i++) {
            double difference = Math.abs(found[i] - wanted[i]);
            scale = Math.max(scale, Math.abs(wanted[i]));
            if (!(difference <= largest)) {
                largest = difference;
                worst = i;
                if (Double.isNaN(difference)) {
                    break;
                }
            }
        }
        return found.length == 0
                ? new Deviation(0, 0, 0, 0, 1)
                : new Deviation(largest, found[worst], wanted[worst], worst, scale);
    }

    /** The largest absolute value, NaN if there is a NaN, 0 if there is nothing. */
    static double largest(double[] values) {
        double largest = 0;
        for (double value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    /**
     * Fails unless the largest difference is at most tolerance times the largest number wanted, or times 1 if all are
     * smaller.
     *
     * @param tolerance the relative tolerance
     * @param what the sentence that the message starts with
     * @param place names an index
     * @param circumstances what else helps to find the cause
     */
    void check(double tolerance, String what, IntFunction<String> place, String circumstances) {
        if (!(difference <= tolerance * scale)) {
            throw new AssertionError(String.format(
                    Locale.ROOT,
                    "%s: the largest deviation is %.3e, more than %.1e; %s is %.12g and should be %.12g (%s)",
                    what,
                    difference,
                    tolerance * scale,
                    place.apply(index),
                    found,
                    wanted,
                    circumstances));
        }
    }
}
