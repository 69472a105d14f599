package org.gaunt.nn;

import java.util.List;
import org.gaunt.form.Form;
import org.gaunt.form.Operand;
import org.gaunt.form.Operand.Access;

/**
 * Radial functions of a distance that have weights of their own, vectorised over the functions; their distances come from {@link
 * EdgeForms#distance}. All must only be evaluated below the cut-off.
 */
public final class RadialForms {
    /** The number of the distance, Å, one number a row. */
    public static final int DISTANCE = 0;

    private RadialForms() {}

    /**
     * NequIP's Bessel functions with trainable frequencies: 2/r_c · sin(b_n r / r_c) / r times {@link #envelope} (Batzner et al.
     * 2022).
     *
     * <p>Operands: the distance, the frequencies b [functions], shared by all rows, which start at n π, and the result.
     *
     * @param cutoff r_c, Å
     * @param power of the envelope
     */
    public static Form bessel(double cutoff, int power) {
        return Form.of(
                "trainable Bessel functions",
                List.of(
                        new Operand("r", 1, false, Access.row()),
                        new Operand("b", 1, true, Access.shared()),
                        new Operand("result", 1, true, Access.row())),
                g -> {
                    int r = g.input(DISTANCE, 0);
                    int x = g.scale(1 / cutoff, r);
                    int factor = g.mul(g.scale(2 / cutoff, g.reciprocal(r)), EdgeForms.envelope(g, x, power));
                    return g.mul(g.input(2, 0), g.mul(factor, g.sin(g.mul(x, g.input(1, 0)))));
                });
    }

    /**
     * The polynomial cut-off 1 - (p+1)(p+2)/2 x^p + p(p+2) x^(p+1) - p(p+1)/2 x^(p+2) with x = r / r_c (Klicpera et al. 2020, eq.
     * 8); operands: the distance and the result.
     *
     * @param cutoff r_c, Å
     * @param power p
     */
    public static Form envelope(double cutoff, int power) {
        return Form.of(
                "envelope",
                List.of(new Operand("r", 1, false, Access.row()), new Operand("result", 1, false, Access.row())),
                g -> g.mul(g.input(1, 0), EdgeForms.envelope(g, g.scale(1 / cutoff, g.input(DISTANCE, 0)), power)));
    }
}
