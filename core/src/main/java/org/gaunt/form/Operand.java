package org.gaunt.form;

import org.gaunt.linalg.ArraySize;

/**
 * An argument of a {@link Form}.
 *
 * @param name for messages
 * @param components the components of one row
 * @param channels true if every component has all channels (row layout {@code [component][channel]}), false if the row holds
 *     plain numbers (row layout {@code [component]})
 * @param access which row of the operand belongs to a row of the form
 */
public record Operand(String name, int components, boolean channels, Access access) {
    public Operand {
        if (components < 1) {
            throw new IllegalArgumentException(
                    "operand " + name + " must have at least one component, not " + components);
        }
    }

    /** The length of one row in numbers. */
    public int width(int channelCount) {
        return channels ? ArraySize.of(components, channelCount) : components;
    }

    /**
     * Which row of an operand a row of a form reads or adds to.
     *
     * @param index {@link #OWN_ROW}, {@link #ONE_FOR_ALL}, or the number of the index array that holds it
     */
    public record Access(int index) {
        private static final int OWN_ROW = -1;
        private static final int ONE_FOR_ALL = -2;

        /** The row with the same number. */
        public static Access row() {
            return new Access(OWN_ROW);
        }

        /** The only row, shared by all. */
        public static Access shared() {
            return new Access(ONE_FOR_ALL);
        }

        /** The row that index array number {@code index} names. */
        public static Access gather(int index) {
            if (index < 0) {
                throw new IllegalArgumentException("an index array has a number from 0, not " + index);
            }
            return new Access(index);
        }

        public boolean isRow() {
            return index == OWN_ROW;
        }

        public boolean isShared() {
            return index == ONE_FOR_ALL;
        }
    }
}
