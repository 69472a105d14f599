package org.gaunt.sim.md;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A temperature that may change: it goes from one value to another at a constant rate and then stays.
 *
 * @param start temperature at the beginning, K
 * @param end temperature at the end, K
 * @param rate speed of the change, above 0, K/ps; without meaning where start and end are equal
 */
public record TemperatureRamp(double start, double end, double rate) {
    /** Highest temperature that is taken for one, K. */
    private static final double HIGHEST = 1e5;

    private static final Pattern RAMP = Pattern.compile("([^:]+):([^:]+):([^:]+)/ps");
    private static final double FS_PER_PS = 1e3;

    /** Checks the numbers. */
    public TemperatureRamp {
        requireTemperature(start);
        requireTemperature(end);
        if (start != end && !(rate > 0 && rate < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("a temperature changes by a rate above 0 (K/ps), not " + rate);
        }
    }

    private static void requireTemperature(double kelvin) {
        if (!(kelvin > 0 && kelvin <= HIGHEST)) {
            throw new IllegalArgumentException("a temperature is above 0 and at most " + HIGHEST + " K, not " + kelvin);
        }
    }

    /** A temperature that stays. */
    public static TemperatureRamp constant(double kelvin) {
        return new TemperatureRamp(kelvin, kelvin, 0);
    }

    /**
     * Reads {@code 300} or {@code 20:300:10/ps}.
     *
     * @throws IllegalArgumentException if the text is neither
     */
    public static TemperatureRamp parse(String text) {
        Matcher ramp = RAMP.matcher(text);
        try {
            return ramp.matches()
                    ? new TemperatureRamp(
                            Double.parseDouble(ramp.group(1)),
                            Double.parseDouble(ramp.group(2)),
                            Double.parseDouble(ramp.group(3)))
                    : constant(Double.parseDouble(text));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "found \"" + text
                            + "\", wanted a temperature in K such as 300, or start, end and rate such as 20:300:10/ps",
                    e);
        }
    }

    /** The temperature at a time in fs after the beginning, K. */
    public double at(double time) {
        double change = rate * time / FS_PER_PS;
        return end >= start ? Math.min(end, start + change) : Math.max(end, start - change);
    }

    /** The higher of the two temperatures, K. */
    double highest() {
        return Math.max(start, end);
    }

    /** The text that {@link #parse} reads. */
    @Override
    public String toString() {
        return start == end ? Double.toString(start) : start + ":" + end + ":" + rate + "/ps";
    }
}
