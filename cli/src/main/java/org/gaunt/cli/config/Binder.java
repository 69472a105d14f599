package org.gaunt.cli.config;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.gaunt.cli.config.Schema.Field;
import org.gaunt.cli.config.Schema.Limits;
import org.gaunt.cli.config.Value.Entry;
import org.gaunt.cli.config.Value.Kind;
import org.gaunt.cli.config.Value.Mapping;
import org.gaunt.cli.config.Value.Scalar;
import org.gaunt.cli.config.Value.Sequence;
import org.gaunt.files.InputException;
import org.gaunt.learn.config.Inlined;
import org.jspecify.annotations.Nullable;

/**
 * Turns {@link Value}s into records. Strict: 1.5 is no whole number, "5" no number, and NaN nothing at all.
 *
 * <p>A relative path is looked up beside the configuration file first; where nothing is there, it is left relative to
 * the working directory, as a path of the command line always is.
 */
final class Binder {

    private final Schema root;
    private final Path folder;

    Binder(Schema root, Path folder) {
        this.root = root;
        this.folder = folder;
    }

    /**
     * Binds a whole configuration.
     *
     * @throws InputException at the place of the first key that is unknown, or else of the first value that is wrong
     */
    Record bind(Mapping mapping) {
        checkKeys(root, mapping, "");
        return bindRecord(root, mapping, "");
    }

    /** Refuses unknown keys before any value is looked at, so that a typing error is reported as what it is. */
    private void checkKeys(Schema schema, Mapping mapping, String prefix) {
        for (Map.Entry<String, Entry> entry : mapping.entries().entrySet()) {
            Field field = find(schema, entry.getKey());
            if (field == null) {
                throw unknownKey(schema, entry.getKey(), entry.getValue().keyAt(), prefix);
            }
            Schema nested = field.nested();
            if (nested != null && entry.getValue().value() instanceof Mapping section) {
                String below = prefix + field.name() + ".";
                Schema chosen = chosen(field, nested, section, below);
                refuseOtherKinds(field, chosen, section, below);
                checkKeys(chosen, withoutKind(chosen, section), below);
            }
        }
    }

    /** The keys of the kind a section names, or of the default kind where it names none. */
    private static Schema chosen(Field field, Schema nested, Mapping section, String prefix) {
        Entry entry = section.entries().get(Schema.KIND);
        if (field.kinds().isEmpty() || entry == null) {
            return nested;
        }
        List<String> known = field.kindNames();
        String wanted = "one of " + String.join(", ", known);
        if (!(entry.value() instanceof Scalar scalar) || scalar.kind() == Kind.NOTHING) {
            throw error(entry.value(), prefix + Schema.KIND).wanted(wanted).build();
        }
        int index = known.indexOf(scalar.text());
        if (index < 0) {
            InputException.Builder error = error(scalar, prefix + Schema.KIND).wanted(wanted);
            Names.nearest(scalar.text(), known).ifPresent(near -> error.remedy("did you mean " + near + "?"));
            throw error.build();
        }
        return field.kinds().get(index);
    }

    /** Says so where a key belongs to another kind than the section is of. */
    private static void refuseOtherKinds(Field field, Schema chosen, Mapping section, String prefix) {
        for (Map.Entry<String, Entry> entry : section.entries().entrySet()) {
            String key = entry.getKey();
            List<String> others = field.kinds().stream()
                    .filter(schema -> schema.names().contains(key))
                    .map(Schema::kind)
                    .toList();
            if (!others.isEmpty() && !others.contains(chosen.kind())) {
                String kinds = String.join(", ", others);
                throw entry.getValue()
                        .keyAt()
                        .error("the key \"" + key + "\" belongs to another kind of " + field.name())
                        .found(prefix + Schema.KIND + ": " + chosen.kind())
                        .wanted("one of " + String.join(", ", chosen.names()))
                        .remedy("leave it out, or set " + prefix + Schema.KIND + " to " + kinds)
                        .build();
            }
        }
    }

    private static Mapping withoutKind(Schema schema, Mapping section) {
        return schema.kind().isEmpty() ? section : section.without(Schema.KIND);
    }

    private InputException unknownKey(Schema schema, String key, Location where, String prefix) {
        InputException.Builder error = where.error("the key \"" + key + "\" does not exist"
                        + (prefix.isEmpty() ? "" : " in \"" + prefix.substring(0, prefix.length() - 1) + "\""))
                .wanted("one of " + String.join(", ", schema.names()));
        Optional<String> elsewhere =
                root.paths("").stream().filter(path -> path.endsWith("." + key)).findFirst();
        Optional<String> near = Names.nearest(key, schema.names()).map(name -> prefix + name);
        String remedy = elsewhere
                .or(() -> near)
                .or(() -> Names.nearest(prefix + key, root.paths("")))
                .map(path -> "did you mean " + path + "? ")
                .orElse("");
        return error.remedy(remedy + "\"gaunt help config\" explains all keys").build();
    }

    private static @Nullable Field find(Schema schema, String key) {
        return schema.fields().stream()
                .filter(field -> field.name().equals(key))
                .findFirst()
                .orElse(null);
    }

    private Record bindRecord(Schema schema, Mapping mapping, String prefix) {
        List<Field> fields = schema.fields();
        Object[] arguments = new Object[fields.size()];
        for (int i = 0; i < arguments.length; i++) {
            Field field = fields.get(i);
            Object bound = bindField(field, mapping, prefix + field.name());
            if (bound != null) {
                arguments[i] = bound;
            }
        }
        return construct(schema, arguments, mapping.where(), prefix);
    }

    private @Nullable Object bindField(Field field, Mapping mapping, String path) {
        Entry entry = mapping.entries().get(field.name());
        Schema nested = field.nested();
        if (nested != null) {
            return bindSection(field, nested, entry, mapping.where(), path);
        }
        if (entry == null) {
            if (field.required()) {
                throw mapping.where()
                        .error("the key " + path + " is missing")
                        .wanted(TypeWords.wanted(field.valueType(), field.limits()))
                        .remedy(field.description())
                        .build();
            }
            return field.fallback();
        }
        Value value = entry.value();
        if (value instanceof Scalar scalar && scalar.kind() == Kind.NOTHING && field.nullable()) {
            return null;
        }
        return bindValue(field.valueType(), field.limits(), value, path);
    }

    private Record bindSection(Field field, Schema nested, @Nullable Entry entry, Location around, String path) {
        if (entry == null) {
            return bindRecord(nested, Mapping.empty(around), path + ".");
        }
        return switch (entry.value()) {
            case Mapping section -> bindRecord(chosen(field, nested, section, path + "."), section, path + ".");
            case Scalar scalar
            when scalar.kind() == Kind.NOTHING -> bindRecord(nested, Mapping.empty(scalar.where()), path + ".");
            case Value value ->
                throw value.where()
                        .error(path + " is a section, not a value")
                        .found(value.describe())
                        .wanted("keys below it: " + String.join(", ", nested.names()))
                        .build();
        };
    }

    private Object bindValue(Type type, Limits limits, Value value, String path) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            if (generic.getRawType() == List.class) {
                return bindList(arguments[0], limits, value, path, type);
            }
            return bindMap(arguments[1], limits, value, path, type);
        }
        if (!(type instanceof Class<?> single) || !(value instanceof Scalar scalar)) {
            throw wrong(type, limits, value, path);
        }
        return bindScalar(single, limits, scalar, path);
    }

    /** A single value is a list of one: {@code test: a.xyz} and {@code test: [a.xyz]} are the same. */
    private List<Object> bindList(Type item, Limits limits, Value value, String path, Type whole) {
        List<Value> items = switch (value) {
            case Sequence sequence -> sequence.items();
            case Scalar scalar when scalar.kind() != Kind.NOTHING -> List.of(scalar);
            default -> throw wrong(whole, limits, value, path);
        };
        List<Object> bound = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            bound.add(bindValue(item, limits, items.get(i), path + "[" + i + "]"));
        }
        return List.copyOf(bound);
    }

    private Map<String, Object> bindMap(Type item, Limits limits, Value value, String path, Type whole) {
        if (!(value instanceof Mapping mapping)) {
            throw wrong(whole, limits, value, path);
        }
        Map<String, Object> bound = new LinkedHashMap<>();
        mapping.entries()
                .forEach((name, entry) -> bound.put(name, bindValue(item, limits, entry.value(), path + "." + name)));
        return java.util.Collections.unmodifiableMap(bound);
    }

    private Object bindScalar(Class<?> type, Limits limits, Scalar scalar, String path) {
        if (Schema.isNumber(type)) {
            return bindNumber(type, limits, scalar, path);
        }
        if (Schema.isTruth(type)) {
            if (scalar.kind() != Kind.BOOLEAN) {
                throw wrong(type, limits, scalar, path);
            }
            return Boolean.valueOf(scalar.text().toLowerCase(Locale.ROOT));
        }
        boolean text = scalar.kind() == Kind.TEXT || (scalar.where().option() && scalar.kind() != Kind.NOTHING);
        if (!text) {
            throw error(scalar, path)
                    .wanted(TypeWords.wanted(type, limits))
                    .remedy("put it into quotes: \"" + scalar.text() + "\"")
                    .build();
        }
        List<String> choices = TypeWords.choices(type, limits);
        if (!choices.isEmpty() && !choices.contains(scalar.text())) {
            InputException.Builder error = error(scalar, path).wanted(TypeWords.wanted(type, limits));
            Names.nearest(scalar.text(), choices).ifPresent(near -> error.remedy("did you mean " + near + "?"));
            throw error.build();
        }
        if (type.isEnum()) {
            return type.getEnumConstants()[choices.indexOf(scalar.text())];
        }
        return type == Path.class ? path(scalar, path) : scalar.text();
    }

    private Object bindNumber(Class<?> type, Limits limits, Scalar scalar, String path) {
        boolean whole = Schema.isInteger(type);
        if (scalar.kind() != Kind.INTEGER && (whole || scalar.kind() != Kind.REAL)) {
            throw wrong(type, limits, scalar, path);
        }
        Object bound;
        try {
            if (type == int.class || type == Integer.class) {
                bound = Integer.valueOf(scalar.text());
            } else if (whole) {
                bound = Long.valueOf(scalar.text());
            } else {
                bound = Double.valueOf(scalar.text());
            }
        } catch (NumberFormatException e) {
            throw wrong(type, limits, scalar, path);
        }
        double number = ((Number) bound).doubleValue();
        if (!Double.isFinite(number) || !limits.contains(number)) {
            throw wrong(type, limits, scalar, path);
        }
        return bound;
    }

    private Path path(Scalar scalar, String path) {
        Path given;
        try {
            given = Path.of(scalar.text());
        } catch (InvalidPathException e) {
            throw error(scalar, path).wanted("a path").cause(e).build();
        }
        if (given.isAbsolute() || scalar.where().option()) {
            return given;
        }
        Path beside = folder.resolve(given).normalize();
        return Files.exists(beside) || !Files.exists(given) ? beside : given;
    }

    private static InputException wrong(Type type, Limits limits, Value value, String path) {
        return error(value, path).wanted(TypeWords.wanted(type, limits)).build();
    }

    private static InputException.Builder error(Value value, String path) {
        return value.where().error("the value of " + path + " cannot be used").found(value.describe());
    }

    private static Record construct(Schema schema, Object[] arguments, Location where, String prefix) {
        try {
            return construct(schema.type(), Arrays.asList(arguments).iterator());
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof InputException input) {
                throw input;
            }
            if (e.getCause() instanceof IllegalArgumentException illegal) {
                String section = prefix.isEmpty() ? "the configuration" : prefix.substring(0, prefix.length() - 1);
                throw where.error(section + " cannot be used")
                        .found(String.valueOf(illegal.getMessage()))
                        .cause(illegal)
                        .build();
            }
            throw new IllegalStateException("cannot build " + schema.type(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot build " + schema.type(), e);
        }
    }

    /** Takes the arguments of the components in their order, those of an inlined record for that one. */
    private static Record construct(Class<? extends Record> type, Iterator<Object> arguments)
            throws ReflectiveOperationException {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = components[i].isAnnotationPresent(Inlined.class)
                    ? construct(types[i].asSubclass(Record.class), arguments)
                    : arguments.next();
        }
        return type.getConstructor(types).newInstance(values);
    }
}
