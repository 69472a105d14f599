package org.gaunt.cli.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.gaunt.cli.config.Value.Entry;
import org.gaunt.cli.config.Value.Mapping;
import org.gaunt.cli.config.Value.Scalar;
import org.gaunt.files.InputException;

/** Reads a configuration: a YAML file, changed by {@code key=value} options, bound to a record. */
public final class ConfigReader {

    private ConfigReader() {}

    /**
     * Reads and checks a configuration.
     *
     * @param type the record, with a public static {@code defaults()} and {@link org.gaunt.learn.config.Key}s
     * @param file the YAML file
     * @param settings values that take precedence over the file's, each {@code section.key=value} with the value in YAML
     * @return the record with the file's values, and the defaults where the file is silent
     * @throws InputException with file, line and column (or the option) of the first thing that cannot be used
     */
    public static <T extends Record> T read(Class<T> type, Path file, List<String> settings) {
        Schema schema = Schema.of(type);
        Mapping mapping = YamlReader.file(file);
        for (String setting : settings) {
            mapping = apply(mapping, setting, schema);
        }
        Path folder = Objects.requireNonNullElse(file.getParent(), Path.of(""));
        return type.cast(new Binder(schema, folder).bind(mapping));
    }

    /**
     * The text of a key on the top level of a file, to choose the record it is to be bound to.
     *
     * @return empty where the key is missing or no text
     * @throws InputException if the file is no configuration
     */
    public static Optional<String> text(Path file, String key) {
        Entry entry = YamlReader.file(file).entries().get(key);
        return entry != null && entry.value() instanceof Scalar scalar ? Optional.of(scalar.text()) : Optional.empty();
    }

    /**
     * Makes a configuration from the defaults and some settings, without a file.
     *
     * @param type the record
     * @param settings see {@link #read}; paths are relative to the working directory
     * @throws InputException with the setting that cannot be used
     */
    public static <T extends Record> T of(Class<T> type, List<String> settings) {
        Schema schema = Schema.of(type);
        Mapping mapping = Mapping.empty(Location.ofOption("the settings"));
        for (String setting : settings) {
            mapping = apply(mapping, setting, schema);
        }
        return type.cast(new Binder(schema, Path.of("")).bind(mapping));
    }

    private static Mapping apply(Mapping mapping, String setting, Schema schema) {
        Location where = Location.ofOption("--set " + setting);
        int equals = setting.indexOf('=');
        String path = equals < 0 ? setting : setting.substring(0, equals).strip();
        List<String> keys = new ArrayList<>(Arrays.asList(path.split("\\.", -1)));
        if (equals <= 0 || keys.stream().anyMatch(String::isBlank)) {
            throw where.error("the setting cannot be understood")
                    .wanted("section.key=value, such as --set "
                            + schema.paths("").getLast() + "=...")
                    .build();
        }
        Value value = YamlReader.option(setting.substring(equals + 1), where);
        return put(mapping, keys, value, where);
    }

    private static Mapping put(Mapping mapping, List<String> keys, Value value, Location where) {
        String key = keys.getFirst();
        Entry before = mapping.entries().get(key);
        Location keyAt = keys.size() == 1 || before == null ? where : before.keyAt();
        Value below = value;
        if (keys.size() > 1) {
            Mapping section = before != null && before.value() instanceof Mapping found ? found : Mapping.empty(where);
            below = put(section, keys.subList(1, keys.size()), value, where);
        }
        return mapping.with(key, new Entry(keyAt, below));
    }
}
