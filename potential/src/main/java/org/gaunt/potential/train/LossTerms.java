package org.gaunt.potential.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.gaunt.files.Extensions;
import org.gaunt.files.InputException;

/** The terms a loss may have: energy, forces and stress, and those that jars on the class path add ({@link LossTerm}). */
public final class LossTerms {

    private LossTerms() {}

    /**
     * The further terms of some keys, in the order of the keys.
     *
     * @throws InputException if there is none of a key, one cannot be loaded, or two have the same key
     */
    public static List<LossTerm> further(Iterable<String> keys) {
        Map<String, LossTerm> known = all();
        List<LossTerm> terms = new java.util.ArrayList<>();
        for (String key : keys) {
            LossTerm term = known.get(key);
            if (term == null || term instanceof StandardTerm) {
                throw InputException.of("training.term_weights names no further term of the loss")
                        .found(key)
                        .wanted(wanted(known))
                        .remedy(
                                term == null
                                        ? "correct the name, or put the jar that adds the term on the class path"
                                        : "set training." + key + "_weight")
                        .build();
            }
            terms.add(term);
        }
        return List.copyOf(terms);
    }

    private static String wanted(Map<String, LossTerm> known) {
        List<String> keys = known.values().stream()
                .filter(term -> !(term instanceof StandardTerm))
                .map(LossTerm::key)
                .toList();
        return keys.isEmpty() ? "nothing: no jar on the class path adds a term" : "one of " + String.join(", ", keys);
    }

    private static Map<String, LossTerm> all() {
        Map<String, LossTerm> all = new LinkedHashMap<>();
        for (LossTerm term : StandardTerm.values()) {
            all.put(term.key(), term);
        }
        for (LossTerm term : Extensions.of(ServiceLoader.load(LossTerm.class, LossTerm.class.getClassLoader()))) {
            LossTerm other = all.putIfAbsent(term.key(), term);
            if (other != null) {
                throw InputException.of("two terms of the loss have the same name")
                        .found("\"" + term.key() + "\" of " + term.getClass().getName() + " and of "
                                + other.getClass().getName())
                        .wanted("a name of its own for each term")
                        .remedy("rename that of the extension, or take its jar off the class path")
                        .build();
            }
        }
        return all;
    }
}
