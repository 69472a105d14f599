package org.gaunt.potential.io;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gaunt.linalg.Precision;
import org.jspecify.annotations.Nullable;

/**
 * What a model file says besides the weights.
 *
 * @param format always {@value ModelHeader#FORMAT}
 * @param version of the format; readers refuse versions they do not know
 * @param kind of the model, such as {@code mace}
 * @param precision the model was trained and is meant to be used in
 * @param atomicNumbers the elements it knows
 * @param cutoff atoms closer than this are neighbours, Å
 * @param units of everything in the file, by quantity
 * @param conventions of signs and orders, and the symmetry of the energy, in words
 * @param description what the model is made from but its weights; maps, lists, texts, numbers and booleans, whose form
 *     depends on the kind
 * @param training how it was trained, for people; maps, lists, texts, numbers and booleans
 */
public record ModelHeader(
        String format,
        int version,
        String kind,
        Precision precision,
        List<Integer> atomicNumbers,
        double cutoff,
        Map<String, String> units,
        String conventions,
        Map<String, @Nullable Object> description,
        Map<String, @Nullable Object> training) {

    /** Marks a file as a model. */
    public static final String FORMAT = "gaunt-model";

    /** The version that is written: 2 says what energy atoms without neighbours have. */
    public static final int VERSION = 2;

    /** The version in which that energy was always the free one. */
    static final int FREE_LIMIT_VERSION = 1;

    static final Map<String, String> UNITS =
            Map.of("length", "angstrom", "energy", "eV", "force", "eV/angstrom", "stress", "eV/angstrom^3");

    static final String CONVENTIONS =
            "e3nn's spherical harmonics and Wigner 3j; edge vector = receiver - sender + shift; forces = -dE/dr;"
                    + " stress = dE/dstrain / volume, positive under tension";

    /** Copies the collections. */
    public ModelHeader {
        atomicNumbers = List.copyOf(atomicNumbers);
        units = Map.copyOf(units);
        description = Collections.unmodifiableMap(new LinkedHashMap<>(description));
        training = Collections.unmodifiableMap(new LinkedHashMap<>(training));
    }
}
