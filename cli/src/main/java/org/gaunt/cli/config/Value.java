package org.gaunt.cli.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A piece of a configuration with the place it was written at, before it is given a type. */
sealed interface Value {

    Location where();

    /** What this is, in the words of an error message: {@code the text "fast"}. */
    String describe();

    /** What a plain or quoted scalar stands for by the rules of YAML 1.2's core schema. */
    enum Kind {
        TEXT,
        INTEGER,
        REAL,
        BOOLEAN,
        NOTHING
    }

    /**
     * A single value.
     *
     * @param text as written, without quotes
     */
    record Scalar(String text, Kind kind, Location where) implements Value {
        @Override
        public String describe() {
            return switch (kind) {
                case TEXT -> "the text \"" + text + "\"";
                case INTEGER -> "the whole number " + text;
                case REAL -> "the number " + text;
                case BOOLEAN -> "the truth value " + text;
                case NOTHING -> text.isEmpty() ? "nothing" : text;
            };
        }
    }

    /** A list. */
    record Sequence(List<Value> items, Location where) implements Value {
        @Override
        public String describe() {
            return "a list of " + items.size() + (items.size() == 1 ? " value" : " values");
        }
    }

    /** A key of a mapping: where the key stands, and its value. */
    record Entry(Location keyAt, Value value) {}

    /** Keys with values, in the order of the file. */
    record Mapping(Map<String, Entry> entries, Location where) implements Value {

        static Mapping empty(Location where) {
            return new Mapping(Map.of(), where);
        }

        @Override
        public String describe() {
            return "a section with keys " + String.join(", ", entries.keySet());
        }

        /** This mapping without a key. */
        Mapping without(String key) {
            Map<String, Entry> copy = new LinkedHashMap<>(entries);
            copy.remove(key);
            return new Mapping(copy, where);
        }

        /** This mapping with one key added or replaced. */
        Mapping with(String key, Entry entry) {
            Map<String, Entry> copy = new LinkedHashMap<>(entries);
            copy.put(key, entry);
            return new Mapping(copy, where);
        }
    }
}
