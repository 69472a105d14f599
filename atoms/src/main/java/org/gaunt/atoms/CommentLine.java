package org.gaunt.atoms;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.gaunt.files.InputException;
import org.jspecify.annotations.Nullable;

/**
 * The second line of an extended XYZ frame: {@code key=value} pairs as ASE reads and writes them. Values may stand in
 * {@code "…"}, {@code '…'}, {@code […]} or {@code {…}}; a backslash takes the next character literally; blanks around
 * {@code =} are allowed; a key without a value means {@code T}. Beyond ASE, brackets may be nested (then they stay in the
 * value) and a line without any {@code =} is kept whole as the entry {@code comment}.
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
        endedAtSign = false;
        while (at < line.length()) {
            char c = line.charAt(at);
            if (c == '\\' && at + 1 < line.length()) {
                text.append(line.charAt(at + 1));
                at += 2;
            } else if (c == '"' || c == '\'') {
                quoted(c, text);
            } else if (c == '[' || c == '{') {
                bracketed(c, c == '[' ? ']' : '}', text);
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

    private void quoted(char quote, StringBuilder text) {
        int begin = at++;
        while (at < line.length() && line.charAt(at) != quote) {
            if (line.charAt(at) == '\\' && at + 1 < line.length()) {
                at++;
            }
            text.append(line.charAt(at++));
        }
        close(begin);
    }

    private void bracketed(char open, char closing, StringBuilder text) {
        int begin = at++;
        int start = text.length();
        int depth = 1;
        boolean nested = false;
        while (at < line.length()) {
            char c = line.charAt(at);
            if (c == '\\' && at + 1 < line.length()) {
                c = line.charAt(++at);
            } else if (c == open) {
                depth++;
                nested = true;
            } else if (c == closing && --depth == 0) {
                break;
            }
            text.append(c);
            at++;
        }
        if (nested) {
            text.insert(start, open).append(closing);
        }
        close(begin);
    }

    private void close(int begin) {
        if (at >= line.length()) {
            throw problem.apply("a quote or bracket is never closed")
                    .column(begin + 1)
                    .found(excerpt(line.substring(begin)))
                    .wanted("the matching quote or bracket before the end of the line")
                    .build();
        }
        at++;
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
        String before = entries.put(key, value);
        if (before != null && !Objects.equals(before, value)) {
            throw problem.apply("the key '" + key + "' occurs twice with different values")
                    .found("'" + excerpt(before) + "' and '" + excerpt(value) + "'")
                    .wanted("one value for each key")
                    .remedy("remove one of the two")
                    .build();
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
