package org.gaunt.autodiff;

import java.util.List;
import org.gaunt.form.ExprGraph;
import org.gaunt.form.Form;
import org.gaunt.form.Operand;
import org.gaunt.form.Operand.Access;

/** A function of one number, applied to each number of a value. */
final class Elementwise {
    static final Elementwise SQUARE = new Elementwise("square", (g, x) -> g.mul(x, x));
    static final Elementwise SQRT = new Elementwise("square root", ExprGraph::sqrt);
    static final Elementwise RECIPROCAL = new Elementwise("reciprocal", ExprGraph::reciprocal);
    static final Elementwise EXP = new Elementwise("exponential", ExprGraph::exp);
    static final Elementwise SIN = new Elementwise("sine", ExprGraph::sin);
    static final Elementwise COS = new Elementwise("cosine", ExprGraph::cos);
    static final Elementwise SIGMOID = new Elementwise("sigmoid", ExprGraph::sigmoid);
    static final Elementwise SILU = new Elementwise("SiLU", (g, x) -> g.mul(x, g.sigmoid(x)));
    static final Elementwise LOG = new Elementwise("logarithm", ExprGraph::log);
    static final Elementwise SOFTPLUS = new Elementwise("softplus", ExprGraph::softplus);
    /** x Φ(x) with Φ by the hyperbolic tangent: x σ(2 √(2/π) (x + 0.044715 x³)). */
    static final Elementwise GELU = new Elementwise("GELU", (g, x) -> {
        int cubic = g.add(x, g.scale(0.044715, g.power(x, 3)));
        return g.mul(x, g.sigmoid(g.scale(2 * Math.sqrt(2 / Math.PI), cubic)));
    });

    static final Elementwise TANH =
            new Elementwise("tanh", (g, x) -> g.add(g.constant(-1), g.scale(2, g.sigmoid(g.scale(2, x)))));

    private interface Expression {
        int of(ExprGraph graph, int x);
    }

    private final Form form;

    private Elementwise(String name, Expression f) {
        form = Form.of(
                name,
                List.of(new Operand("x", 1, true, Access.row()), new Operand("y", 1, true, Access.row())),
                g -> g.mul(g.input(1, 0), f.of(g, g.input(0, 0))));
    }

    Var apply(Var x) {
        return x.form(form);
    }
}
