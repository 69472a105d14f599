package org.gaunt.atoms;

import java.util.Arrays;

/**
 * Values that a file gives for every atom beside element, position and forces (charges, velocities, tags ...): kept as
 * they are and written again.
 */
public final class AtomColumn {

    /** The type of the values, with the letter extended XYZ has for it. */
    public enum Type {
        /** Real numbers. */
        REAL('R'),
        /** Whole numbers. */
        INTEGER('I'),
        /** Words without blanks. */
        TEXT('S'),
        /** True ({@code T}) or false ({@code F}). */
        LOGICAL('L');

        private final char letter;

        Type(char letter) {
            this.letter = letter;
        }

        /** The letter of the type in {@code Properties}. */
        public char letter() {
            return letter;
        }
    }

    private final String name;
    private final Type type;
    private final int width;
    private final Object values;
    private final int length;

    private AtomColumn(String name, Type type, int width, Object values, int length) {
        if (width < 1 || length % width != 0) {
            throw new IllegalArgumentException(
                    "Column " + name + " has " + length + " values, not a multiple of " + width);
        }
        if (name.isEmpty() || name.indexOf(':') >= 0 || name.chars().anyMatch(Character::isWhitespace)) {
            throw new IllegalArgumentException("A column name has no blanks and no colons: '" + name + "'");
        }
        this.name = name;
        this.type = type;
        this.width = width;
        this.values = values;
        this.length = length;
    }

    /** Real numbers, [atoms][width], copied. */
    public static AtomColumn reals(String name, int width, double[] values) {
        return new AtomColumn(name, Type.REAL, width, values.clone(), values.length);
    }

    /** Whole numbers, [atoms][width], copied. */
    public static AtomColumn integers(String name, int width, long[] values) {
        return new AtomColumn(name, Type.INTEGER, width, values.clone(), values.length);
    }

    /** Words without blanks, [atoms][width], copied. */
    public static AtomColumn texts(String name, int width, String[] values) {
        for (String value : values) {
            if (value.isEmpty() || value.chars().anyMatch(Character::isWhitespace)) {
                throw new IllegalArgumentException(
                        "Column " + name + " has a word that is empty or has blanks: '" + value + "'");
            }
        }
        return new AtomColumn(name, Type.TEXT, width, values.clone(), values.length);
    }

    /** Truth values, [atoms][width], copied. */
    public static AtomColumn logicals(String name, int width, boolean[] values) {
        return new AtomColumn(name, Type.LOGICAL, width, values.clone(), values.length);
    }

    /** The name. */
    public String name() {
        return name;
    }

    /** The same values under another name. */
    public AtomColumn renamed(String newName) {
        return new AtomColumn(newName, type, width, values, length);
    }

    /** The type of the values. */
    public Type type() {
        return type;
    }

    /** The number of values of one atom. */
    public int width() {
        return width;
    }

    /** The number of atoms. */
    public int atoms() {
        return length / width;
    }

    /** The real numbers, [atoms][width], as a copy. */
    public double[] reals() {
        if (values instanceof double[] reals) {
            return reals.clone();
        }
        throw wrongType(Type.REAL);
    }

    /** The whole numbers, [atoms][width], as a copy. */
    public long[] integers() {
        if (values instanceof long[] integers) {
            return integers.clone();
        }
        throw wrongType(Type.INTEGER);
    }

    /** The words, [atoms][width], as a copy. */
    public String[] texts() {
        if (values instanceof String[] texts) {
            return texts.clone();
        }
        throw wrongType(Type.TEXT);
    }

    /** The truth values, [atoms][width], as a copy. */
    public boolean[] logicals() {
        if (values instanceof boolean[] logicals) {
            return logicals.clone();
        }
        throw wrongType(Type.LOGICAL);
    }

    private IllegalStateException wrongType(Type wanted) {
        return new IllegalStateException("Column " + name + " is of type " + type + ", not " + wanted);
    }

    /** The value at a place as extended XYZ writes it; real numbers in the shortest form that reads back the same. */
    String text(int index) {
        return switch (values) {
            case double[] reals -> Numbers.format(reals[index]);
            case long[] integers -> Long.toString(integers[index]);
            case boolean[] logicals -> logicals[index] ? "T" : "F";
            case String[] texts -> texts[index];
            default -> throw new IllegalStateException("Unknown values " + values.getClass());
        };
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AtomColumn column
                && name.equals(column.name)
                && type == column.type
                && width == column.width
                && Arrays.deepEquals(new Object[] {values}, new Object[] {column.values});
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + Arrays.deepHashCode(new Object[] {values});
    }

    @Override
    public String toString() {
        return name + ":" + type.letter() + ":" + width;
    }
}
