package org.gaunt.learn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.gaunt.files.InputException;
import org.gaunt.nn.Initializer;
import org.gaunt.nn.Parameters;

/**
 * The weights that a training leaves alone.
 *
 * @param entries those weights
 */
record Frozen(List<Parameters.Entry> entries) {

    Frozen {
        entries = List.copyOf(entries);
    }

    /**
     * The weights whose names fit a pattern: all of it, or its beginning up to a dot; {@code *} stands for any text.
     *
     * @throws InputException when a pattern fits nothing, or when nothing is left to train
     */
    static Frozen of(Parameters parameters, List<String> patterns) {
        List<Parameters.Entry> frozen = new ArrayList<>();
        for (String pattern : patterns) {
            frozen.addAll(fitting(parameters, pattern, "training.freeze"));
        }
        List<Parameters.Entry> distinct = frozen.stream().distinct().toList();
        if (distinct.size() == parameters.entries().size()) {
            throw InputException.of("all weights are frozen, there is nothing to train")
                    .found("training.freeze: " + String.join(", ", patterns))
                    .wanted("at least one of " + names(parameters) + " left out")
                    .remedy("correct training.freeze")
                    .build();
        }
        return new Frozen(distinct);
    }

    /**
     * The weights whose names fit a pattern: all of it, or its beginning up to a dot; {@code *} stands for any text.
     *
     * @param key of the configuration, for the message
     * @throws InputException when it fits nothing
     */
    static List<Parameters.Entry> fitting(Parameters parameters, String pattern, String key) {
        Pattern name = Pattern.compile(
                Arrays.stream(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"))
                        + "(\\..*)?");
        List<Parameters.Entry> fitting = parameters.entries().stream()
                .filter(entry -> name.matcher(entry.name()).matches())
                .toList();
        if (fitting.isEmpty()) {
            throw InputException.of("no weights have a name that fits \"" + pattern + "\"")
                    .found(names(parameters))
                    .remedy("correct " + key)
                    .build();
        }
        return fitting;
    }

    private static String names(Parameters parameters) {
        return parameters.entries().stream().map(Parameters.Entry::name).collect(Collectors.joining(", "));
    }

    /** The same layout of weights, but without decay where they are frozen; the values are left out. */
    Parameters layout(Parameters parameters) {
        Parameters.Builder builder = Parameters.builder();
        for (Parameters.Entry entry : parameters.entries()) {
            int[] shape = entry.shape().stream().mapToInt(Integer::intValue).toArray();
            boolean decay = entry.decay() && !entries.contains(entry);
            builder.add(entry.name(), decay, Initializer.ZERO, entry.matrices(), shape);
        }
        return builder.build();
    }

    /** Sets their part of a gradient to zero. */
    void clear(double[] gradient) {
        for (Parameters.Entry entry : entries) {
            Arrays.fill(gradient, entry.offset(), entry.end(), 0);
        }
    }
}
