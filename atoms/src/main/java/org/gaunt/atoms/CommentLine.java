package org.gaunt.atoms;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.gaunt.files.InputException;
import org.jspecify.annotations.Nullable;

/**
 * The second line of an extended XYZ frame: {@code key=value} pairs as ASE reads and writes them. Values may stand in
 * {@code "…"}, {@code '…'}, {@code […]} or {@code {…}}; a backslash takes the next character literally; blanks around
 * {@code =} are allowed; a key without a value means {@code T}. Beyond ASE, brackets may be nested (then they stay in the
 * value) and a line without any {@code =} is kept whole as the entry {@code comment}.
 *
 * <p>Free text may stand beside the pairs. An apostrophe or a bracket within a word is part of it ({@code O'Neil},
 * {@code run[3]}), and so is a quote or bracket of any kind that is never closed, unless it begins a value.
 */
final class CommentLine {

    private final String line;
    private final Function<String, InputException.Builder> problem;
    private final Map<String, String> entries = new LinkedHashMap<>();
    private int at;
    /** Whether the key read last ended at an equals sign, which has been read as well. */
    private boolean endedAtSign;

    private CommentLine(String line, Function<String, InputException.Builder> problem) {
        this.line = line;
        this.problem = problem;
    }

    /**
     * The entries of a line, in their order; a map of its own that the caller may change.
     *
     * @param problem starts a message about this line
     */
    static Map<String, String> parse(String line, Function<String, InputException.Builder> problem) {
        CommentLine parser = new CommentLine(line, problem);
        if (line.indexOf('=') < 0) {
            String comment = line.strip();
            if (!comment.isEmpty()) {
                parser.entries.put("comment", comment);
            }
        } else {
            parser.parseEntries();
        }
        return parser.entries;
    }

    private void parseEntries() {
        @Nullable String key = null; // read, but it is not yet known whether a value follows
        skipBlanks();
        while (at < line.length()) {
            if (line.charAt(at) == '=' && key != null) {
                at++;
                skipBlanks();
                put(key, token(false));
                key = null;
            } else {
                if (key != null) {
                    putFlag(key);
                }
                String token = token(true);
                if (endedAtSign) {
                    skipBlanks();
                    put(token, token(false));
                    key = null;
                } else {
                    key = token;
                }
            }
            skipBlanks();
        }
        if (key != null) {
            putFlag(key);
        }
    }

    /** Reads up to the next blank, or (in a key) up to and over the next equals sign. */
    private String token(boolean isKey) {
        StringBuilder text = new StringBuilder();
        int first = at;
        endedAtSign = false;
        while (at < line.length()) {
            char c = line.charAt(at);
            if (c == '\\' && at + 1 < line.length()) {
                text.append(line.charAt(at + 1));
                at += 2;
            } else if (c == '"' || c == '\'' || c == '[' || c == '{') {
                enclosed(c, text, at == first, isKey);
            } else if (isKey && c == '=' && !text.isEmpty()) {
                at++;
                endedAtSign = true;
                break;
            } else if (Character.isWhitespace(c)) {
                break;
            } else {
                text.append(c);
                at++;
            }
        }
        return text.toString();
    }

    /** Reads what stands in quotes or brackets, or the character alone where it is text. */
    private void enclosed(char open, StringBuilder text, boolean beginsToken, boolean isKey) {
        boolean within = !beginsToken && open != '"';
        int end = within ? -1 : open == '"' || open == '\'' ? closingQuote(open) : closingBracket(open);
        if (end >= 0) {
            boolean nested =
                    (open == '[' || open == '{') && line.substring(at + 1, end).indexOf(open) >= 0;
            text.append(nested ? String.valueOf(open) : "")
                    .append(unescaped(at + 1, end))
                    .append(nested ? String.valueOf(line.charAt(end)) : "");
            at = end + 1;
        } else if (within || isKey || !beginsToken) {
            text.append(open);
            at++;
        } else {
            throw problem.apply("a quote or bracket is never closed")
                    .column(at + 1)
                    .found(excerpt(line.substring(at)))
                    .wanted("the matching quote or bracket before the end of the line")
                    .build();
        }
    }

    /** The place of the quote that ends one, or -1. An apostrophe before a letter or digit does not end anything. */
    private int closingQuote(char quote) {
        for (int k = at + 1; k < line.length(); k++) {
            char c = line.charAt(k);
            if (c == '\\') {
                k++;
            } else if (c == quote
                    && !(quote == '\'' && k + 1 < line.length() && Character.isLetterOrDigit(line.charAt(k + 1)))) {
                return k;
            }
        }
        return -1;
    }

    /** The place of the bracket that ends one, or -1. */
    private int closingBracket(char open) {
        char closing = open == '[' ? ']' : '}';
        int depth = 0;
        for (int k = at; k < line.length(); k++) {
            char c = line.charAt(k);
            if (c == '\\') {
                k++;
            } else if (c == open) {
                depth++;
            } else if (c == closing && --depth == 0) {
                return k;
            }
        }
        return -1;
    }

    private String unescaped(int begin, int end) {
        StringBuilder text = new StringBuilder(end - begin);
        for (int k = begin; k < end; k++) {
            if (line.charAt(k) == '\\' && k + 1 < end) {
                k++;
            }
            text.append(line.charAt(k));
        }
        return text.toString();
    }

    private void putFlag(String key) {
        requireKey(key, "");
        entries.putIfAbsent(key, "T");
    }

    private void requireKey(String key, String value) {
        if (key.isBlank()) {
            throw problem.apply("a value without a key")
                    .column(at + 1)
                    .found("'" + excerpt(key + "=" + value) + "'")
                    .wanted("key=value")
                    .build();
        }
    }

    private void put(String key, String value) {
        requireKey(key, value);
        String before = entries.putIfAbsent(key, value);
        if (before != null && !sameValue(before, value)) {
            throw problem.apply("the key '" + key + "' occurs twice with different values")
                    .found("'" + excerpt(before) + "' and '" + excerpt(value) + "'")
                    .wanted("one value for each key")
                    .remedy("remove one of the two")
                    .build();
        }
    }

    /** Whether two values are the same text, or the same numbers written otherwise. */
    static boolean sameValue(String a, String b) {
        if (a.equals(b)) {
            return true;
        }
        try {
            return Arrays.equals(
                    NumberArray.parse(a).values(), NumberArray.parse(b).values());
        } catch (NumberFormatException text) {
            return false;
        }
    }

    private void skipBlanks() {
        while (at < line.length() && Character.isWhitespace(line.charAt(at))) {
            at++;
        }
    }

    /** The beginning of a long text, without control characters. */
    static String excerpt(String text) {
        String start = text.length() <= 60 ? text : text.substring(0, 57) + "...";
        return start.replaceAll("\\p{Cntrl}", "?");
    }

    /** A key or value as it must be written to be read as itself. */
    static String quote(String text) {
        boolean plain = !text.isEmpty();
        for (int k = 0; k < text.length() && plain; k++) {
            char c = text.charAt(k);
            plain = !Character.isWhitespace(c) && "\"'[]{}=\\,".indexOf(c) < 0;
        }
        return plain ? text : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
