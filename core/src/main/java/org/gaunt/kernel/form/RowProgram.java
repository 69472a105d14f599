package org.gaunt.kernel.form;

import org.jspecify.annotations.Nullable;

/** The machine code of a form with certain seats open, for one precision, number of channels and provider. */
public interface RowProgram {
    /**
     * Evaluates rows {@code from <= row < to}. Open seats that are gathered or shared are added to; those of the row itself are
     * added to or overwritten as the program was made for.
     *
     * @param arrays one {@code float[]} or {@code double[]} for each operand, null where it is not read; after them one for each open
     *     seat
     * @param index the index arrays that the operands' accesses name
     * @param scratch at least {@link FormKernel#scratchLength()} numbers; its content is destroyed
     */
    void run(@Nullable Object[] arrays, int[][] index, int from, int to, Object scratch);
}
