package org.gaunt.form;

import org.gaunt.linalg.Workspace;
import org.jspecify.annotations.Nullable;

/** Code that evaluates a {@link Form} with certain seats open. */
public interface CompiledForm {
    /** Whether the value of an operand is read. */
    boolean reads(int operand);

    /**
     * Evaluates rows {@code from <= row < to}. Open seats that are gathered or shared are added to; those of the row itself are added to
     * or overwritten as was asked for.
     *
     * @param arrays one {@code float[]} or {@code double[]} for each operand, null where it is not read; after them one for each open
     *     seat
     * @param index the index arrays that the operands' accesses name
     */
    void run(@Nullable Object[] arrays, int[][] index, int from, int to, Workspace workspace);
}
