package org.gaunt.kernel.trilinear;

/** Evaluates a {@link TrilinearMap} in one precision; safe for use by several threads, each with a scratch array of its own. */
public interface TrilinearKernel {
    /** Numbers of working space that {@link #evaluate} needs. */
    int scratchLength();

    /**
     * The partial derivative of Φ by one operand.
     *
     * @param seat the open seat
     * @param a the other operand with the lower number, rows of [component][channel], {@code float[]} or {@code double[]}; not
     *     modified
     * @param b the other operand with the higher number
     * @param out the result; must not overlap a or b
     * @param rows how many rows
     * @param accumulate whether to add to what {@code out} holds rather than overwrite it
     * @param scratch working space of {@link #scratchLength} numbers or more; its content does not matter
     */
    void evaluate(int seat, Object a, Object b, Object out, int rows, boolean accumulate, Object scratch);
}
