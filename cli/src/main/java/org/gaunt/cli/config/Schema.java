package org.gaunt.cli.config;

import static java.util.Objects.requireNonNull;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.gaunt.learn.config.Inlined;
import org.gaunt.learn.config.Key;
import org.gaunt.learn.config.Keys;
import org.jspecify.annotations.Nullable;

/**
 * The keys a record understands, read from its components, their {@link Key} annotations and its {@code defaults()}.
 *
 * @param type the record
 * @param kind the name of the record's kind, where a section can be of several; empty otherwise
 * @param fields its keys in the order of the components, without {@value #KIND}
 */
record Schema(Class<? extends Record> type, String kind, List<Field> fields) {

    /** The key that says of which kind a section is. */
    static final String KIND = "kind";

    /**
     * One key.
     *
     * @param name the key as written in a file
     * @param inlinedIn the component of the schema's record whose record has the key's component, where that is {@link Inlined};
     *     null for the record's own components
     * @param component where it goes
     * @param fallback the default; null means nothing, which only a {@link #nullable} key may stay
     * @param nullable whether the key may be left empty
     * @param nested the keys below, when this key is a section
     * @param kinds the keys below for every kind of the section, that of {@code nested} among them; empty for sections
     *     that cannot be of several kinds
     */
    record Field(
            String name,
            @Nullable RecordComponent inlinedIn,
            RecordComponent component,
            @Nullable Object fallback,
            boolean nullable,
            @Nullable Schema nested,
            List<Schema> kinds) {

        /** The same key of the record around an inlined one. */
        private Field inlinedIn(RecordComponent around) {
            if (inlinedIn != null) {
                throw new IllegalStateException(component + " is inlined twice");
            }
            return new Field(name, around, component, fallback, nullable, nested, kinds);
        }

        /** The key's value in a record of the schema. */
        @Nullable
        Object of(Record record) {
            return value(component, inlinedIn == null ? record : (Record) requireNonNull(value(inlinedIn, record)));
        }

        /** The names of the kinds. */
        List<String> kindNames() {
            return kinds.stream().map(Schema::kind).toList();
        }

        boolean required() {
            return fallback == null && !nullable && nested == null;
        }

        String description() {
            Key key = component.getAnnotation(Key.class);
            return key == null ? "" : key.value();
        }

        Limits limits() {
            return Limits.of(component);
        }

        Type valueType() {
            return component.getGenericType();
        }
    }

    /** The range, unit and choices of a key. */
    record Limits(String unit, double min, double max, boolean exclusiveMin, List<String> choices) {

        static Limits of(AnnotatedElement element) {
            Key key = element.getAnnotation(Key.class);
            return key == null
                    ? new Limits("", Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, false, List.of())
                    : new Limits(key.unit(), key.min(), key.max(), key.exclusiveMin(), choices(key));
        }

        private static List<String> choices(Key key) {
            if (key.words() == void.class) {
                return List.of(key.choices());
            }
            try {
                return ((List<?>) key.words().getMethod("words").invoke(null))
                        .stream().map(String::valueOf).toList();
            } catch (InvocationTargetException e) {
                if (e.getCause() instanceof RuntimeException problem) {
                    throw problem;
                }
                throw new IllegalStateException(e.getCause());
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(key.words().getName() + " needs a static words() with the words", e);
            }
        }

        boolean contains(double number) {
            return (exclusiveMin ? number > min : number >= min) && number <= max;
        }

        /** The range in words, starting with a blank; empty when there is none. */
        String range() {
            String low = min == Double.NEGATIVE_INFINITY ? "" : (exclusiveMin ? "above " : "at least ") + number(min);
            String high = max == Double.POSITIVE_INFINITY ? "" : "at most " + number(max);
            return low + (low.isEmpty() || high.isEmpty() ? "" : " and ") + high;
        }

        private static String number(double value) {
            return value == Math.rint(value) && Math.abs(value) < 1e15
                    ? Long.toString((long) value)
                    : Double.toString(value);
        }
    }

    /**
     * Reads a record class.
     *
     * @throws IllegalStateException if the record has no static {@code defaults()} or a component of a type that no
     *     configuration can hold: a mistake in the program
     */
    static Schema of(Class<? extends Record> type) {
        return of(type, "", defaults(type));
    }

    /** The keys in the order of the file. */
    List<String> names() {
        Stream<String> names = fields.stream().map(Field::name);
        return (kind.isEmpty() ? names : Stream.concat(Stream.of(KIND), names)).toList();
    }

    /** The schema of the kind that a section's record is of. */
    static Schema ofValue(Field field, Schema nested, Record section) {
        return field.kinds().stream()
                .filter(schema -> schema.type() == section.getClass())
                .findFirst()
                .orElse(nested);
    }

    /** All keys below this record with their sections, {@code training.seed}. */
    List<String> paths(String prefix) {
        Stream<String> kindPath = kind.isEmpty() ? Stream.empty() : Stream.of(prefix + KIND);
        Stream<String> below = fields.stream().flatMap(field -> {
            Schema nested = field.nested();
            if (nested == null) {
                return Stream.of(prefix + field.name());
            }
            List<Schema> sections = field.kinds().isEmpty() ? List.of(nested) : field.kinds();
            return sections.stream().flatMap(section -> section.paths(prefix + field.name() + ".").stream());
        });
        return Stream.concat(kindPath, below).distinct().toList();
    }

    private static Schema of(Class<? extends Record> type, String kind, Record defaults) {
        List<Field> fields = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            Object fallback = value(component, defaults);
            Class<?> raw = component.getType();
            if (component.isAnnotationPresent(Inlined.class) && fallback instanceof Record part) {
                of(raw.asSubclass(Record.class), "", part)
                        .fields()
                        .forEach(field -> fields.add(field.inlinedIn(component)));
                continue;
            }
            Schema nested = null;
            List<Schema> kinds = List.of();
            if (raw.isInterface() && !supported(component.getGenericType())) {
                kinds = kinds(component);
                nested = kinds.stream()
                        .filter(schema -> schema.type().isInstance(fallback))
                        .findFirst()
                        .orElseThrow();
            } else if (raw.isRecord() && fallback instanceof Record section) {
                nested = of(raw.asSubclass(Record.class), "", section);
            } else {
                requireSupported(component.getGenericType(), type, component);
            }
            boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
            fields.add(new Field(Keys.of(component.getName()), null, component, fallback, nullable, nested, kinds));
        }
        return new Schema(type, kind, List.copyOf(fields));
    }

    /** The records that a section may be. */
    private static List<Schema> kinds(RecordComponent component) {
        Key key = component.getAnnotation(Key.class);
        if (key == null || key.kinds() == void.class) {
            throw new IllegalStateException(
                    component + " is a section of several kinds: its @Key must name the class that knows them");
        }
        Class<?> type = key.kinds();
        try {
            List<Schema> kinds = new ArrayList<>();
            for (Map.Entry<?, ?> entry : ((Map<?, ?>) type.getMethod("kinds").invoke(null)).entrySet()) {
                Record record = (Record) entry.getValue();
                kinds.add(of(record.getClass(), String.valueOf(entry.getKey()), record));
            }
            return List.copyOf(kinds);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    type.getName() + " needs a static kinds() with the defaults of every kind by name", e);
        }
    }

    private static Record defaults(Class<? extends Record> type) {
        try {
            return type.cast(type.getMethod("defaults").invoke(null));
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(type.getName() + ".defaults() failed", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type.getName() + " needs a public static defaults()", e);
        }
    }

    private static @Nullable Object value(RecordComponent component, Record record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + component + " of " + record.getClass(), e);
        }
    }

    private static void requireSupported(Type type, Class<?> owner, RecordComponent component) {
        if (!supported(type)) {
            throw new IllegalStateException(
                    owner.getName() + "." + component.getName() + ": no configuration can hold a " + type);
        }
    }

    private static boolean supported(Type type) {
        return switch (type) {
            case Class<?> single ->
                single == String.class
                        || single == Path.class
                        || single.isEnum()
                        || isNumber(single)
                        || isTruth(single);
            case ParameterizedType generic
            when generic.getRawType() == List.class -> supported(generic.getActualTypeArguments()[0]);
            case ParameterizedType generic
            when generic.getRawType() == Map.class ->
                generic.getActualTypeArguments()[0] == String.class && supported(generic.getActualTypeArguments()[1]);
            default -> false;
        };
    }

    static boolean isTruth(Class<?> type) {
        return type == boolean.class || type == Boolean.class;
    }

    static boolean isInteger(Class<?> type) {
        return type == int.class || type == Integer.class || type == long.class || type == Long.class;
    }

    static boolean isNumber(Class<?> type) {
        return isInteger(type) || type == double.class || type == Double.class;
    }

    /** The words a key of an enum type takes. */
    static List<String> constants(Class<?> type) {
        return Stream.of(type.getEnumConstants())
                .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT))
                .toList();
    }
}
