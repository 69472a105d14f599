package org.gaunt.learn.config;

import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The keys of configuration records. */
public final class Keys {

    private Keys() {}

    /** The key of a record's component: {@code learning_rate} of {@code learningRate}. */
    public static String of(String component) {
        return component.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }

    /**
     * The values of a record by their keys, as messages show them; those of {@link Inlined} records stand among the others.
     *
     * @throws IllegalStateException if a component cannot be read
     */
    public static Map<String, String> values(Record config) {
        Map<String, String> values = new LinkedHashMap<>();
        for (RecordComponent component : config.getClass().getRecordComponents()) {
            Object value = value(component, config);
            if (component.isAnnotationPresent(Inlined.class) && value instanceof Record part) {
                values.putAll(values(part));
            } else {
                String text = String.valueOf(value);
                values.put(of(component.getName()), value instanceof Enum<?> ? text.toLowerCase(Locale.ROOT) : text);
            }
        }
        return values;
    }

    private static Object value(RecordComponent component, Record config) {
        try {
            Object value = component.getAccessor().invoke(config);
            return value == null ? "nothing" : value;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + component + " of " + config.getClass(), e);
        }
    }
}
