package org.gaunt.product;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which way a product is best computed, and why.
 *
 * @param route the cheapest
 * @param estimates all possible routes, cheapest first
 * @param reason one sentence
 */
public record Choice(Route route, List<Estimate> estimates, String reason) {
    /**
     * What a route costs.
     *
     * @param route the way
     * @param multiplyAdds of one row, forward
     * @param nanoseconds of one row, forward, float32 on one core of the machine that the model was fitted on: a scale for comparing
     *     routes, not a promise
     */
    public record Estimate(Route route, long multiplyAdds, double nanoseconds) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%s: %d multiply-adds, about %.0f ns", route, multiplyAdds, nanoseconds);
        }
    }

    public Choice {
        estimates = List.copyOf(estimates);
    }

    /** The estimate of a route, if the product has it. */
    public Optional<Estimate> of(Route wanted) {
        return estimates.stream().filter(e -> e.route() == wanted).findFirst();
    }

    @Override
    public String toString() {
        return route + ": " + reason;
    }
}
