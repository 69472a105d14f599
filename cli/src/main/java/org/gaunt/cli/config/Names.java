package org.gaunt.cli.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.JaroWinklerDistance;

/** The nearest name to a misspelt one. */
public final class Names {

    private static final double FAR = 0.25;

    private Names() {}

    /**
     * The known name most like a misspelt one, by the Jaro-Winkler distance.
     *
     * @return empty where none is near enough to be what was meant
     */
    public static Optional<String> nearest(String name, Collection<String> known) {
        JaroWinklerDistance distance = new JaroWinklerDistance();
        String wanted = simplify(name);
        return known.stream()
                .map(candidate -> new Candidate(candidate, distance.apply(wanted, simplify(candidate))))
                .filter(candidate -> candidate.distance <= FAR)
                .min(Comparator.comparingDouble(Candidate::distance))
                .map(Candidate::name);
    }

    private static String simplify(String name) {
        return name.toLowerCase(Locale.ROOT).replace('-', '_');
    }

    private record Candidate(String name, double distance) {}
}
