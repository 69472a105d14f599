package org.gaunt.autodiff;

import org.gaunt.linalg.Buffer;

/**
 * Numbers outside of tapes that are trained. {@link Tape#parameter} makes a leaf of them, {@link Tape#backward} gives them their
 * gradient. Found on a tape by identity.
 */
public interface Parameter {
    /** For messages. */
    String name();

    /** Rows that the numbers are seen as on a tape. */
    int rows();

    /** Numbers in a row. */
    int width();

    /**
     * Copies the present numbers, rounded to the precision of the buffer.
     *
     * @param into {@code rows() * width()} numbers
     */
    void read(Buffer into);

    /** Adds to the gradient, {@code rows() * width()} numbers. */
    void addGradient(Buffer gradient);

    /** Where a tape takes the numbers of parameters from, in place of {@link #read}. */
    @FunctionalInterface
    interface Values {
        /** The numbers of a parameter, which the tape reads and does not copy. */
        Buffer of(Parameter parameter);
    }
}
