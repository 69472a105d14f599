package org.gaunt.learn;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gaunt.files.InputException;
import org.gaunt.nn.Parameters;

/**
 * Factors of the learning rate of some weights: of a step of the optimiser, decay included, these weights take that part.
 *
 * @param parts weights whose factor is not 1
 */
record RateFactors(List<Part> parts) {

    /**
     * Some weights.
     *
     * @param from the first
     * @param to behind the last
     * @param factor of their step
     */
    record Part(int from, int to, double factor) {}

    RateFactors {
        parts = List.copyOf(parts);
    }

    /**
     * The factors of a configuration.
     *
     * @param byPattern factors by names of weights, as in {@link Frozen}; of two that fit the later counts
     * @throws InputException when a pattern fits nothing or a factor is negative or not finite
     */
    static RateFactors of(Parameters parameters, Map<String, Double> byPattern) {
        Map<Parameters.Entry, Double> factors = new LinkedHashMap<>();
        byPattern.forEach((pattern, factor) -> {
            if (!(factor >= 0) || Double.isInfinite(factor)) {
                throw InputException.of("a factor of the learning rate is not a number of at least 0")
                        .found("training.rate_factors: " + pattern + ": " + factor)
                        .wanted("a number of at least 0; 0 leaves the weights as they are")
                        .build();
            }
            for (Parameters.Entry entry : Frozen.fitting(parameters, pattern, "training.rate_factors")) {
                factors.put(entry, factor);
            }
        });
        List<Part> parts = new ArrayList<>();
        factors.forEach((entry, factor) -> {
            if (factor != 1) {
                parts.add(new Part(entry.offset(), entry.end(), factor));
            }
        });
        return new RateFactors(parts);
    }

    /** A copy of these weights before a step, one after another. */
    double[] before(double[] values) {
        double[] copy =
                new double[parts.stream().mapToInt(p -> p.to() - p.from()).sum()];
        int at = 0;
        for (Part p : parts) {
            System.arraycopy(values, p.from(), copy, at, p.to() - p.from());
            at += p.to() - p.from();
        }
        return copy;
    }

    /**
     * Shortens the step of these weights.
     *
     * @param before what {@link #before} gave
     * @param values after the step; changed
     */
    void apply(double[] before, double[] values) {
        int at = 0;
        for (Part p : parts) {
            for (int i = p.from(); i < p.to(); i++, at++) {
                values[i] = before[at] + p.factor() * (values[i] - before[at]);
            }
        }
    }
}
