package org.gaunt.cli.config;

import java.lang.reflect.ParameterizedType;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.gaunt.cli.config.Schema.Field;
import org.gaunt.cli.config.Schema.Limits;
import org.jspecify.annotations.Nullable;

/**
 * Prints a record as a YAML file that {@link ConfigReader} reads back to an equal record. Paths are written absolute, so
 * that the file means the same wherever it is copied to.
 */
public final class ConfigWriter {

    private static final int WIDTH = 100;
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_/][A-Za-z0-9_./-]*");
    private static final Pattern RESERVED = Pattern.compile("(?i)true|false|null|y|n|yes|no|on|off|nan|inf");

    private ConfigWriter() {}

    /** The complete configuration with every key explained. */
    public static String write(Record config) {
        StringBuilder text = new StringBuilder();
        write(Schema.of(config.getClass()), config, "", text);
        return text.toString();
    }

    /** Every key with its meaning, type and default, for people: a file that could be edited. */
    public static String reference(Class<? extends Record> type) {
        StringBuilder text = new StringBuilder();
        write(Schema.of(type), null, "", text);
        return text.toString();
    }

    /**
     * The configuration as maps, lists, texts, numbers, truth values and nulls, with the keys and words of the file, to be
     * kept as JSON and compared.
     */
    public static Map<String, @Nullable Object> tree(Record config) {
        return tree(Schema.of(config.getClass()), config);
    }

    private static Map<String, @Nullable Object> tree(Schema schema, Record config) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        if (!schema.kind().isEmpty()) {
            tree.put(Schema.KIND, schema.kind());
        }
        for (Field field : schema.fields()) {
            Object value = field.of(config);
            Schema nested = field.nested();
            tree.put(
                    field.name(),
                    nested != null && value instanceof Record section
                            ? tree(Schema.ofValue(field, nested, section), section)
                            : plain(value));
        }
        return tree;
    }

    private static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case Path path -> path.toAbsolutePath().normalize().toString();
            case Enum<?> constant -> constant.name().toLowerCase(Locale.ROOT);
            case List<?> list -> list.stream().map(ConfigWriter::plain).toList();
            case null, default -> value;
        };
    }

    /** Writes the values of a record, or, where there is none, the defaults. */
    private static void write(Schema schema, @Nullable Record config, String indent, StringBuilder text) {
        boolean first = true;
        for (Field field : schema.fields()) {
            Object value = config == null ? field.fallback() : field.of(config);
            Schema nested = field.nested();
            if (!first && (nested != null || indent.isEmpty())) {
                text.append('\n');
            }
            first = false;
            comment(field, indent, text);
            text.append(indent).append(field.name()).append(':');
            if (nested != null) {
                text.append('\n');
                writeSection(field, nested, (Record) value, config == null, indent + "  ", text);
            } else if (value instanceof Map<?, ?> map && !map.isEmpty()) {
                text.append('\n');
                map.forEach((name, item) -> text.append(indent)
                        .append("  ")
                        .append(quoted(String.valueOf(name)))
                        .append(": ")
                        .append(inline(item))
                        .append('\n'));
            } else {
                String written = inline(value);
                text.append(written.isEmpty() ? "" : " ").append(written).append('\n');
            }
        }
    }

    /** Writes a section; the reference explains, in comments, the keys of the kinds it is not of as well. */
    private static void writeSection(
            Field field, Schema nested, @Nullable Record value, boolean reference, String indent, StringBuilder text) {
        Schema schema = value == null ? nested : Schema.ofValue(field, nested, value);
        if (!schema.kind().isEmpty()) {
            wrap("The kind: " + String.join(", ", field.kindNames()) + ". Each has keys of its own.", indent, text);
            text.append(indent).append(Schema.KIND + ": ").append(schema.kind()).append('\n');
        }
        write(schema, value, indent, text);
        for (Schema other : reference ? field.kinds() : List.<Schema>of()) {
            if (!other.equals(schema)) {
                StringBuilder keys = new StringBuilder(Schema.KIND + ": " + other.kind() + "\n");
                write(other, null, "", keys);
                text.append('\n')
                        .append(indent)
                        .append("# The other kind ")
                        .append(other.kind())
                        .append(":\n");
                keys.toString()
                        .lines()
                        .filter(line -> !line.isEmpty())
                        .forEach(line ->
                                text.append(indent).append("#   ").append(line).append('\n'));
            }
        }
    }

    private static void comment(Field field, String indent, StringBuilder text) {
        wrap(explanation(field), indent, text);
    }

    private static void wrap(String sentence, String indent, StringBuilder text) {
        StringBuilder line = new StringBuilder();
        for (String word : sentence.split("\\s+", -1)) {
            if (line.length() > 0 && indent.length() + 2 + line.length() + 1 + word.length() > WIDTH) {
                text.append(indent).append("# ").append(line).append('\n');
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        if (!line.isEmpty()) {
            text.append(indent).append("# ").append(line).append('\n');
        }
    }

    private static String explanation(Field field) {
        String description = field.description().strip();
        if (!description.isEmpty() && !description.matches("(?s).*[.!?)]")) {
            description += ".";
        }
        if (field.nested() != null) {
            return description;
        }
        return description + " (" + kind(field) + ")";
    }

    private static String kind(Field field) {
        Limits limits = field.limits();
        String wanted = TypeWords.wanted(field.valueType(), limits).replaceFirst("^an? ", "");
        if (field.valueType() instanceof ParameterizedType) {
            wanted = wanted.replace("each item a ", "each item ").replace("each value a ", "each value ");
        }
        return wanted + (field.required() ? "; required" : field.nullable() ? "; may be left empty" : "");
    }

    private static String inline(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case Path path -> quoted(path.toAbsolutePath().normalize().toString());
            case String string -> quoted(string);
            case Enum<?> constant -> constant.name().toLowerCase(Locale.ROOT);
            case Double number -> number(number);
            case List<?> list ->
                "[" + String.join(", ", list.stream().map(ConfigWriter::inline).toList()) + "]";
            case Map<?, ?> map ->
                "{"
                        + String.join(
                                ", ",
                                map.entrySet().stream()
                                        .map(entry -> quoted(String.valueOf(entry.getKey())) + ": "
                                                + inline(entry.getValue()))
                                        .toList())
                        + "}";
            default -> String.valueOf(value);
        };
    }

    private static String number(double number) {
        return Double.toString(number).replace('E', 'e');
    }

    private static String quoted(String string) {
        if (PLAIN.matcher(string).matches() && !RESERVED.matcher(string).matches()) {
            return string;
        }
        StringBuilder text = new StringBuilder("\"");
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\t' -> text.append("\\t");
                case '\r' -> text.append("\\r");
                default -> {
                    if (c < ' ' || c == '\u007f' || c == '\u0085' || c == '\ufeff') {
                        text.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        return text.append('"').toString();
    }
}
