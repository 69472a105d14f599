package org.gaunt.potential.model.tdn;

import java.util.List;
import org.gaunt.form.ExprGraph;
import org.gaunt.form.Form;
import org.gaunt.form.Operand;
import org.gaunt.form.Operand.Access;
import org.gaunt.nn.EdgeForms;
import org.gaunt.nn.Nonlinearity;

/** The forms of {@link Tdn} but for its products; rows are [component][channel] with the components of all degrees. */
final class TdnForms {
    /** SmoothLeakyReLU(x) = (1 + a)/2 x + (1 - a)/2 x (2 σ(x) - 1). */
    private static final double LEAK = 0.2;

    private TdnForms() {}

    /** The forms of all layers. */
    record All(Form harmonics, Form neighbours, Form addEmbedding, Form attention, Form gate) {}

    /**
     * Makes the forms of all layers.
     *
     * @param sumScale factor of sums over neighbours
     */
    static All all(int lmax, double sumScale) {
        int components = (lmax + 1) * (lmax + 1);
        return new All(
                EdgeForms.harmonics(lmax),
                neighbours(lmax, sumScale),
                addEmbedding(components),
                attention(components),
                gate(components));
    }

    /** The values and the inputs of the scores of an attention: seats of {@link #attention}. */
    static final int VALUE = 1;

    static final int SCORE = 2;

    /**
     * What an attention makes of a mapped message: SiLU of the scalars and other components times the sigmoid of their gate; and
     * SmoothLeakyReLU of what the scores are made from. Operands: values, gates and inputs of scores together, {@link #VALUE}, {@link
     * #SCORE}.
     */
    static Form attention(int components) {
        return Form.of(
                "attention",
                List.of(
                        new Operand("x", components + 2, true, Access.row()),
                        new Operand("value", components, true, Access.row()),
                        new Operand("score", 1, true, Access.row())),
                g -> {
                    int s = g.input(0, components + 1);
                    int twice = g.add(g.constant(-1), g.scale(2, g.sigmoid(s)));
                    int leaky = g.mul(s, g.add(g.constant((1 + LEAK) / 2), g.scale((1 - LEAK) / 2, twice)));
                    return g.add(gated(g, components, VALUE), g.mul(g.input(SCORE, 0), leaky));
                });
    }

    /** The gate of an atom's network; operands: values and gates together, result. */
    static Form gate(int components) {
        return Form.of(
                "gate by degree",
                List.of(
                        new Operand("x", components + 1, true, Access.row()),
                        new Operand("z", components, true, Access.row())),
                g -> gated(g, components, 1));
    }

    private static int gated(ExprGraph g, int components, int result) {
        int x = g.input(0, 0);
        int sum = g.mul(g.input(result, 0), g.scale(Nonlinearity.SILU.moment(), g.mul(x, g.sigmoid(x))));
        int gate = g.scale(Nonlinearity.SIGMOID.moment(), g.sigmoid(g.input(0, components)));
        for (int i = 1; i < components; i++) {
            sum = g.add(sum, g.mul(g.input(result, i), g.mul(gate, g.input(0, i))));
        }
        return sum;
    }

    /**
     * The neighbours of each atom by degree: z[lm] += scale t[element of the sender] w[pair] Y[lm] / √(2l + 1); operands t (array 0), w
     * (array 1), Y, z (array 2).
     */
    static Form neighbours(int lmax, double scale) {
        int components = (lmax + 1) * (lmax + 1);
        return Form.of(
                "neighbours by degree",
                List.of(
                        new Operand("t", 1, true, Access.gather(0)),
                        new Operand("w", 1, true, Access.gather(1)),
                        new Operand("y", components, false, Access.row()),
                        new Operand("z", components, true, Access.gather(2))),
                g -> {
                    int sum = g.constant(0);
                    for (int l = 0; l <= lmax; l++) {
                        for (int k = l * l; k < (l + 1) * (l + 1); k++) {
                            int y = g.scale(scale / Math.sqrt(2 * l + 1), g.input(2, k));
                            sum = g.add(sum, g.mul(g.input(3, k), y));
                        }
                    }
                    return g.mul(g.mul(g.input(0, 0), g.input(1, 0)), sum);
                });
    }

    /** Adds the embedding of each atom's element to its scalars; operands x, t (array 0), z. */
    static Form addEmbedding(int components) {
        return Form.of(
                "add the embedding",
                List.of(
                        new Operand("x", components, true, Access.row()),
                        new Operand("t", 1, true, Access.gather(0)),
                        new Operand("z", components, true, Access.row())),
                g -> {
                    int sum = g.mul(g.input(2, 0), g.input(1, 0));
                    for (int i = 0; i < components; i++) {
                        sum = g.add(sum, g.mul(g.input(2, i), g.input(0, i)));
                    }
                    return sum;
                });
    }
}
