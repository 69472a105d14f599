package org.gaunt.form;

import org.gaunt.linalg.Workspace;
import org.jspecify.annotations.Nullable;

/** Code that evaluates a {@link PolynomialMap}; all outputs are added to.
 *
 * <p>Rows {@code from <= row < to} are evaluated.
 */
public interface CompiledPolynomial {
    /**
     * The values: out[row][M] += Σ_n t_n Π a.
     *
     * @param a variables [row][variable][channel]
     * @param t coefficients [group][coefficient][channel]
     * @param group the group of each row
     * @param out [row][polynomial][channel]
     */
    void value(Object a, Object t, int[] group, int from, int to, Object out, Workspace workspace);

    /**
     * The gradients of Σ g b by a and, where wanted, t.
     *
     * @param g cotangents of the values [row][polynomial][channel]
     * @param outT null if not wanted
     */
    void gradient(
            Object a,
            Object t,
            Object g,
            int[] group,
            int from,
            int to,
            Object outA,
            @Nullable Object outT,
            Workspace workspace);

    /** The derivatives along a direction da of the variables: of the value (outG), and of the gradients by a and t. */
    void tangent(
            Object a,
            Object t,
            Object g,
            Object da,
            int[] group,
            int from,
            int to,
            Object outA,
            Object outT,
            Object outG,
            Workspace workspace);
}
