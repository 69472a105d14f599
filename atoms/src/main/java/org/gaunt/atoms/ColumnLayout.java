package org.gaunt.atoms;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.gaunt.files.InputException;
import org.jspecify.annotations.Nullable;

/** The columns of the atom lines as {@code Properties=name:type:width:...} declares them. */
final class ColumnLayout {

    /** One group of columns. */
    record Column(String name, AtomColumn.Type type, int width) {}

    /** What an xyz file without {@code Properties} has; further columns are ignored then. */
    static final ColumnLayout PLAIN = new ColumnLayout(
            List.of(new Column("species", AtomColumn.Type.TEXT, 1), new Column("pos", AtomColumn.Type.REAL, 3)), false);

    private static final int WIDEST = 100_000;

    private final List<Column> columns;
    private final boolean exact;
    private final int width;

    private ColumnLayout(List<Column> columns, boolean exact) {
        this.columns = List.copyOf(columns);
        this.exact = exact;
        this.width = columns.stream().mapToInt(Column::width).sum();
    }

    /**
     * Reads a declaration.
     *
     * @param problem starts a message about the line of the declaration
     */
    static ColumnLayout parse(String properties, Function<String, InputException.Builder> problem) {
        String[] parts = properties.split(":", -1);
        if (parts.length % 3 != 0) {
            throw malformed(properties, problem);
        }
        List<Column> columns = new ArrayList<>();
        Set<String> names = new HashSet<>();
        int total = 0;
        for (int k = 0; k < parts.length; k += 3) {
            AtomColumn.Type type = type(parts[k + 1]);
            int width = Numbers.parseWhole(parts[k + 2], 1, WIDEST);
            if (!parts[k].matches("\\S+") || type == null || width < 0 || (total += width) > WIDEST) {
                throw malformed(properties, problem);
            }
            if (!names.add(parts[k])) {
                throw problem.apply("two columns have the same name")
                        .found("'" + parts[k] + "' twice in Properties=" + CommentLine.excerpt(properties))
                        .wanted("different names")
                        .build();
            }
            columns.add(new Column(parts[k], type, width));
        }
        return new ColumnLayout(columns, true);
    }

    private static InputException malformed(String properties, Function<String, InputException.Builder> problem) {
        return problem.apply("Properties cannot be understood")
                .found("Properties=" + CommentLine.excerpt(properties))
                .wanted("name:type:columns, repeated, with type R (real), I (integer), S (text) or L (logical)")
                .remedy("for example Properties=species:S:1:pos:R:3:forces:R:3")
                .build();
    }

    private static AtomColumn.@Nullable Type type(String letter) {
        for (AtomColumn.Type type : AtomColumn.Type.values()) {
            if (letter.length() == 1 && letter.charAt(0) == type.letter()) {
                return type;
            }
        }
        return null;
    }

    List<Column> columns() {
        return columns;
    }

    /** The first group of columns that has one of the names, or null. */
    @Nullable
    Column find(String... names) {
        for (String name : names) {
            for (Column column : columns) {
                if (column.name().equals(name)) {
                    return column;
                }
            }
        }
        return null;
    }

    /** The number of columns of an atom line. */
    int width() {
        return width;
    }

    /** Whether an atom line must have exactly {@link #width()} columns, not just at least as many. */
    boolean exact() {
        return exact;
    }

    /** {@code "species:S:1:pos:R:3"}. */
    @Override
    public String toString() {
        return String.join(
                ":",
                columns.stream()
                        .map(column -> column.name() + ":" + column.type().letter() + ":" + column.width())
                        .toList());
    }
}
