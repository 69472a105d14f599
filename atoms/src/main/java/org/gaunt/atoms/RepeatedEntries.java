package org.gaunt.atoms;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.gaunt.files.InputException;
import org.jspecify.annotations.Nullable;

/** Refuses second lines that say the same thing twice under keys that differ in spelling only, but not the same. */
final class RepeatedEntries {

    /** Keys for the number of atoms in other programs, in small letters. */
    private static final Set<String> COUNTS = Set.of("natoms", "numatoms", "numberofatoms");

    private static final double RELATIVE = 1e-9;
    private static final double ABSOLUTE = 1e-6;

    private final Map<String, String> entries;
    private final Function<String, InputException.Builder> problem;

    /**
     * For one frame.
     *
     * @param entries of the line
     * @param problem starts a message about the line
     */
    RepeatedEntries(Map<String, String> entries, Function<String, InputException.Builder> problem) {
        this.entries = entries;
        this.problem = problem;
    }

    /** Compares an entry with those whose keys differ in capitals, dashes and blanks only. */
    void requireSame(@Nullable String key) {
        String value = key == null ? null : entries.get(key);
        if (key == null || value == null) {
            return;
        }
        String letters = FrameHeader.letters(key);
        entries.forEach((other, second) -> {
            if (other.length() >= letters.length()
                    && !other.equals(key)
                    && FrameHeader.letters(other).equals(letters)
                    && !same(value, second)) {
                throw problem.apply("'" + key + "' and '" + other + "' contradict each other")
                        .found(key + "=\"" + CommentLine.excerpt(value) + "\" and " + other + "=\""
                                + CommentLine.excerpt(second) + "\"")
                        .wanted("one value")
                        .remedy("correct or remove one of the two, or rename '" + other + "' if it is something else")
                        .build();
            }
        });
    }

    /** Compares the number of atoms with entries that other programs write for it. */
    void requireCount(int atoms) {
        entries.forEach((key, value) -> {
            if (COUNTS.contains(FrameHeader.letters(key))) {
                int count = Numbers.parseWhole(value, 0, Integer.MAX_VALUE);
                if (count >= 0 && count != atoms) {
                    throw problem.apply("the frame has two numbers of atoms")
                            .found(atoms + " in the line before, and " + key + "=" + value)
                            .wanted("one number")
                            .remedy("correct the one that is wrong, or remove '" + key + "'")
                            .build();
                }
            }
        });
    }

    private static boolean same(String a, String b) {
        if (CommentLine.sameValue(a, b) || flags(a).equals(flags(b))) {
            return true;
        }
        try {
            double[] one = NumberArray.parse(a).values();
            double[] other = NumberArray.parse(b).values();
            boolean same = one.length == other.length;
            for (int k = 0; same && k < one.length; k++) {
                same = Math.abs(one[k] - other[k]) <= ABSOLUTE + RELATIVE * Math.abs(one[k]);
            }
            return same;
        } catch (NumberFormatException text) {
            return false;
        }
    }

    /** Truth values in one spelling. */
    private static List<String> flags(String text) {
        return List.of(Numbers.words(text)).stream()
                .map(word -> switch (word) {
                    case "T", "True", "TRUE", "true", "1" -> "T";
                    case "F", "False", "FALSE", "false", "0" -> "F";
                    default -> word;
                })
                .toList();
    }
}
