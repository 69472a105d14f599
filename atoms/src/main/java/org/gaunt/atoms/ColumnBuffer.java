package org.gaunt.atoms;

import java.util.Arrays;

/** Takes up the values of one group of columns while a frame is read; grows with what is there, not with what is promised. */
final class ColumnBuffer {

    private final ColumnLayout.Column column;
    private double[] reals = new double[0];
    private long[] integers = new long[0];
    private boolean[] logicals = new boolean[0];
    private String[] texts = new String[0];
    private int size;

    ColumnBuffer(ColumnLayout.Column column, int atoms) {
        this.column = column;
        resize((int) Math.min((long) atoms * column.width(), 1 << 16));
    }

    ColumnLayout.Column column() {
        return column;
    }

    /**
     * Appends a value.
     *
     * @throws NumberFormatException if the text is not of the type of the column; the message names the type wanted
     */
    void add(String text) {
        if (size == capacity()) {
            resize((int) Math.min(Integer.MAX_VALUE - 8L, size + (size >> 1) + 16L));
        }
        switch (column.type()) {
            case REAL -> reals[size] = real(text);
            case INTEGER -> integers[size] = integer(text);
            case LOGICAL -> logicals[size] = logical(text);
            case TEXT -> texts[size] = text;
        }
        size++;
    }

    private static double real(String text) {
        try {
            return Numbers.parseReal(text);
        } catch (NumberFormatException notReal) {
            throw new NumberFormatException("a number");
        }
    }

    private static long integer(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException notWhole) {
            throw new NumberFormatException("a whole number");
        }
    }

    private static boolean logical(String text) {
        return switch (text) {
            case "T", "True", "true", "TRUE" -> true;
            case "F", "False", "false", "FALSE" -> false;
            default -> throw new NumberFormatException("T or F");
        };
    }

    private int capacity() {
        return switch (column.type()) {
            case REAL -> reals.length;
            case INTEGER -> integers.length;
            case LOGICAL -> logicals.length;
            case TEXT -> texts.length;
        };
    }

    private void resize(int capacity) {
        switch (column.type()) {
            case REAL -> reals = Arrays.copyOf(reals, capacity);
            case INTEGER -> integers = Arrays.copyOf(integers, capacity);
            case LOGICAL -> logicals = Arrays.copyOf(logicals, capacity);
            case TEXT -> texts = Arrays.copyOf(texts, capacity);
        }
    }

    /** The value appended last to a column of real numbers. */
    double lastReal() {
        return reals[size - 1];
    }

    /** The real numbers so far. */
    double[] reals() {
        return Arrays.copyOf(reals, size);
    }

    /** The whole numbers so far. */
    long[] integers() {
        return Arrays.copyOf(integers, size);
    }

    /** The values so far as a column of a structure. */
    AtomColumn toColumn() {
        String name = column.name();
        int width = column.width();
        return switch (column.type()) {
            case REAL -> AtomColumn.reals(name, width, reals());
            case INTEGER -> AtomColumn.integers(name, width, integers());
            case LOGICAL -> AtomColumn.logicals(name, width, Arrays.copyOf(logicals, size));
            case TEXT -> AtomColumn.texts(name, width, Arrays.copyOf(texts, size));
        };
    }
}
