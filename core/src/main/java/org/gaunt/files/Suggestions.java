package org.gaunt.files;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Finds the words a user may have meant ("did you mean ..."). */
public final class Suggestions {

    private static final int MOST = 3;

    private Suggestions() {}

    /**
     * The candidates that look like a word, the most similar first, at most three; empty if none does. Letters in another
     * case count as almost equal; otherwise up to a third of the letters may be missing, wrong, added or exchanged with
     * their neighbours.
     */
    public static List<String> nearest(String word, Collection<String> candidates) {
        String lower = word.toLowerCase(Locale.ROOT);
        int most = Math.max(1, word.length() / 3);
        return candidates.stream()
                .distinct()
                .filter(candidate -> distance(lower, candidate.toLowerCase(Locale.ROOT)) <= most)
                .sorted(Comparator.<String>comparingInt(
                                candidate -> distance(lower, candidate.toLowerCase(Locale.ROOT)))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(MOST)
                .toList();
    }

    /** {@code "did you mean 'a', 'b' or 'c'?"} of {@link #nearest}, or an empty string if nothing looks like the word. */
    public static String didYouMean(String word, Collection<String> candidates) {
        List<String> nearest = nearest(word, candidates);
        return nearest.isEmpty() ? "" : "did you mean " + listed(nearest, " or ") + "?";
    }

    /** {@code "'a', 'b' or 'c'"}: words in quotes, the last two joined by the given word. */
    public static String listed(List<String> words, String last) {
        StringBuilder text = new StringBuilder();
        for (int k = 0; k < words.size(); k++) {
            text.append(k == 0 ? "" : k == words.size() - 1 ? last : ", ");
            text.append('\'').append(words.get(k)).append('\'');
        }
        return text.toString();
    }

    /** The number of letters to insert, delete, replace or exchange with a neighbour to get from one word to another. */
    private static int distance(String a, String b) {
        int[] beforePrevious = new int[b.length() + 1];
        int[] previous = new int[b.length() + 1];
        int[] current = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    current[j] = Math.min(current[j], beforePrevious[j - 2] + 1);
                }
            }
            int[] free = beforePrevious;
            beforePrevious = previous;
            previous = current;
            current = free;
        }
        return previous[b.length()];
    }
}
