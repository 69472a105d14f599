package org.gaunt.nn;

import java.util.List;
import java.util.Locale;
import org.gaunt.form.ExprGraph;
import org.gaunt.form.Form;
import org.gaunt.form.Operand;
import org.gaunt.form.Operand.Access;

/**
 * A function of one number that layers apply to scalars, scaled so that its square has mean one over the normal distribution.
 *
 * <p>The factors are e3nn's ({@code normalize2mom}: 10⁶ samples, seed 0), which published models were trained with; they differ from
 * the exact integrals in the third or fourth digit.
 */
public enum Nonlinearity {
    /** x / (1 + exp(-x)). */
    SILU(Forms.SILU_MOMENT, 0),
    /** 1 / (1 + exp(-x)). */
    SIGMOID(1.8467055342154763, 0),
    /** The hyperbolic tangent; odd. */
    TANH(1.5937334472592695, -1),
    /** The absolute value, rounded off within 10⁻¹⁵ of zero so that derivatives exist; even. */
    ABS(1.001110600838467, 1),
    /** max(x, 0), rounded off as {@link #ABS}. */
    RELU(1.4163393446331365, 0);

    private final double moment;
    private final int parity;

    Nonlinearity(double moment, int parity) {
        this.moment = moment;
        this.parity = parity;
    }

    /** The factor that the function is multiplied with. */
    public double moment() {
        return moment;
    }

    /** +1 for an even function, -1 for an odd one, 0 for one that is neither. */
    public int parity() {
        return parity;
    }

    /** The function times its factor, elementwise; operands x and the result's dual. */
    public Form form() {
        return Form.of(
                name().toLowerCase(Locale.ROOT),
                List.of(new Operand("x", 1, true, Access.row()), new Operand("y", 1, true, Access.row())),
                g -> g.mul(g.input(1, 0), of(g, g.input(0, 0))));
    }

    /** The function of a node times its factor. */
    public int of(ExprGraph g, int x) {
        return g.scale(moment, expression(g, x));
    }

    private int expression(ExprGraph g, int x) {
        return switch (this) {
            case SILU -> g.mul(x, g.sigmoid(x));
            case SIGMOID -> g.sigmoid(x);
            case TANH -> g.add(g.constant(-1), g.scale(2, g.sigmoid(g.scale(2, x))));
            case ABS -> absolute(g, x);
            case RELU -> g.scale(0.5, g.add(x, absolute(g, x)));
        };
    }

    private static int absolute(ExprGraph g, int x) {
        return g.sqrt(g.add(g.mul(x, x), g.constant(1e-30)));
    }
}
