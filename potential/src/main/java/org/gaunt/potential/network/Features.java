package org.gaunt.potential.network;

import java.util.List;
import org.gaunt.o3.Irrep;
import org.gaunt.o3.Irreps;
import org.gaunt.o3.MulIrrep;

/** What all models ask of the irreps of their features. */
public final class Features {

    private Features() {}

    /**
     * Reads irreps that all have the same number of channels, each irrep once, even scalars first.
     *
     * @param text such as {@code 32x0e+32x1o}
     * @param key of the configuration, for the message
     * @throws IllegalArgumentException if they are not
     */
    public static Irreps parse(String text, String key) {
        Irreps irreps = Irreps.parse(text);
        String found = key + " is '" + text + "', but ";
        if (irreps.terms().isEmpty() || !irreps.get(0).ir().equals(Irrep.natural(0))) {
            throw new IllegalArgumentException(
                    found + "its first term must be scalars, such as 32x0e: energies are read from them");
        }
        for (MulIrrep term : irreps.terms()) {
            if (term.mul() != irreps.get(0).mul() || term.mul() == 0) {
                throw new IllegalArgumentException(
                        found + "all its terms must have the same number of channels, at least 1");
            }
        }
        if (irreps.terms().stream().map(MulIrrep::ir).distinct().count() != irreps.size()) {
            throw new IllegalArgumentException(found + "an irrep may occur only once");
        }
        return irreps;
    }

    /** Checks a cut-off and widths of hidden layers. */
    public static void check(double cutoff, String key, List<Integer> widths) {
        if (!(cutoff > 0) || widths.stream().anyMatch(n -> n < 1)) {
            throw new IllegalArgumentException("model.cutoff must be above 0 and every width of " + key
                    + " at least 1; found " + cutoff + " and " + widths);
        }
    }
}
