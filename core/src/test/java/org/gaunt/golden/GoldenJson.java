package org.gaunt.golden;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the JSON files in the test resources' folder {@code golden}: maps, lists, strings, doubles, booleans and null. */
public final class GoldenJson {
    private final String text;
    private int at;

    private GoldenJson(String text) {
        this.text = text;
    }

    /**
     * Reads a file.
     *
     * @param file its name, for example {@code products.json}
     */
    public static Map<String, @Nullable Object> read(String file) {
        try (InputStream stream = GoldenJson.class.getResourceAsStream("/golden/" + file)) {
            if (stream == null) {
                throw new IllegalArgumentException("no test resource /golden/" + file);
            }
            return object(new GoldenJson(new String(stream.readAllBytes(), StandardCharsets.UTF_8)).value());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A value as an object. */
    @SuppressWarnings("unchecked") // JSON's own shape
    public static Map<String, @Nullable Object> object(@Nullable Object value) {
        return (Map<String, @Nullable Object>) java.util.Objects.requireNonNull(value);
    }

    /** A value as a list. */
    @SuppressWarnings("unchecked") // JSON's own shape
    public static List<@Nullable Object> list(@Nullable Object value) {
        return (List<@Nullable Object>) java.util.Objects.requireNonNull(value);
    }

    /** A value as a whole number. */
    public static int integer(@Nullable Object value) {
        return (int) (double) (Double) java.util.Objects.requireNonNull(value);
    }

    private @Nullable Object value() {
        skip();
        char c = text.charAt(at);
        if (c == '{') {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            at++;
            while (next('}')) {
                String key = string();
                skip();
                at++; // the colon
                map.put(key, value());
            }
            return map;
        }
        if (c == '[') {
            List<@Nullable Object> list = new ArrayList<>();
            at++;
            while (next(']')) {
                list.add(value());
            }
            return list;
        }
        if (c == '"') {
            return string();
        }
        int start = at;
        while (at < text.length() && ",]} \n".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String word = text.substring(start, at);
        return switch (word) {
            case "true" -> true;
            case "false" -> false;
            case "null" -> null;
            default -> Double.valueOf(word);
        };
    }

    /** Whether another element follows; moves past commas and the end. */
    private boolean next(char end) {
        skip();
        if (text.charAt(at) == ',') {
            at++;
            skip();
        }
        if (text.charAt(at) == end) {
            at++;
            return false;
        }
        return true;
    }

    private String string() {
        int end = text.indexOf('"', at + 1);
        String s = text.substring(at + 1, end);
        at = end + 1;
        return s;
    }

    private void skip() {
        while (Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }
}
