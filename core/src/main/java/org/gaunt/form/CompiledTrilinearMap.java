package org.gaunt.form;

import org.gaunt.linalg.Workspace;

/** Code that evaluates a {@link TrilinearMap}. */
public interface CompiledTrilinearMap {
    /**
     * The partial derivative of Φ by one operand.
     *
     * @param seat the open seat
     * @param a the other operand with the lower number, rows of [component][channel]; not modified
     * @param b the other operand with the higher number
     * @param out the result; must not overlap a or b
     * @param rows how many rows
     * @param accumulate whether to add to what {@code out} holds rather than overwrite it
     */
    void evaluate(int seat, Object a, Object b, Object out, int rows, boolean accumulate, Workspace workspace);
}
