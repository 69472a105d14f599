package org.gaunt.nn;

import java.util.List;
import org.gaunt.autodiff.Rows;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.form.ExprGraph;
import org.gaunt.form.Form;
import org.gaunt.form.Operand;
import org.gaunt.form.Operand.Access;
import org.gaunt.o3.Irrep;
import org.gaunt.o3.Irreps;
import org.jspecify.annotations.Nullable;

/**
 * Layer normalisation of even scalars (Ba, Kiros and Hinton 2016): each row less its mean, over the root of its variance, times a
 * factor and plus a bias for each channel. Weights: {@code weight} [channels], ones at the start, and {@code bias} [channels], zeros.
 */
public final class LayerNorm implements Layer {
    private final int channels;
    private final double epsilon;
    private final Weight weight;
    private final Weight bias;
    private final Form mean;
    private final Form square;
    private final Form affine;
    private final Form silu;

    /** A norm with weights of its own and PyTorch's epsilon, 1e-5. */
    public LayerNorm(int channels) {
        Scope root = Scope.root();
        this(root, channels, 1e-5);
        root.build(0);
    }

    /**
     * A norm with weights in a scope.
     *
     * @param epsilon added to the variance, positive
     */
    public LayerNorm(Scope scope, int channels, double epsilon) {
        if (!(epsilon > 0) || Double.isInfinite(epsilon)) {
            throw new IllegalArgumentException("epsilon of a norm is positive and finite, not " + epsilon);
        }
        this.channels = channels;
        this.epsilon = epsilon;
        weight = scope.weight("weight", Initializer.constant(1), channels);
        bias = scope.weight("bias", Initializer.ZERO, channels);
        Operand x = new Operand("x", 1, true, Access.row());
        Operand number = new Operand("number", 1, false, Access.row());
        mean = Form.of("mean of a row", List.of(x, number), g -> g.scale(1.0 / channels, product(g)));
        square = Form.of("mean square of a row's deviations", List.of(x, number, number), g -> {
            int deviation = g.subtract(g.input(0, 0), g.input(1, 0));
            return g.scale(1.0 / channels, g.mul(g.input(2, 0), g.power(deviation, 2)));
        });
        Operand shared = new Operand("of channels", 1, true, Access.shared());
        List<Operand> operands = List.of(x, number, number, shared, shared, x);
        affine = Form.of("layer norm", operands, g -> g.mul(g.input(5, 0), normalised(g)));
        silu = Form.of("layer norm and SiLU", operands, g -> {
            int y = normalised(g);
            return g.mul(g.input(5, 0), g.mul(y, g.sigmoid(y)));
        });
    }

    private static int product(ExprGraph g) {
        return g.mul(g.input(0, 0), g.input(1, 0));
    }

    /** (x - mean) / deviation · weight + bias. */
    private static int normalised(ExprGraph g) {
        int deviation = g.mul(g.subtract(g.input(0, 0), g.input(1, 0)), g.input(2, 0));
        return g.add(g.mul(deviation, g.input(3, 0)), g.input(4, 0));
    }

    @Override
    public Irreps in() {
        return Irreps.of(channels, Irrep.natural(0));
    }

    @Override
    public Irreps out() {
        return in();
    }

    @Override
    public List<Weight> weights() {
        return List.of(weight, bias);
    }

    @Override
    public Var apply(Var x) {
        return evaluate(x, affine);
    }

    /** The norm followed by SiLU, y / (1 + exp(-y)), in one loop. */
    public Var applyWithSilu(Var x) {
        return evaluate(x, silu);
    }

    private Var evaluate(Var x, Form form) {
        Shapes.check(x, in(), "the input of " + this);
        Tape tape = x.tape();
        Rows rows = Rows.of(x.rows());
        Var m = tape.form(mean, channels, rows, new @Nullable Var[] {x, null}, 1)[0];
        Var variance = tape.form(square, channels, rows, new @Nullable Var[] {x, m, null}, 2)[0];
        Var inverse = variance.plus(epsilon).sqrt().reciprocal();
        @Nullable Var[] operands = {x, m, inverse, weight.on(tape), bias.on(tape), null};
        return tape.form(form, channels, rows, operands, 5)[0];
    }

    @Override
    public String toString() {
        return "LayerNorm of " + channels;
    }
}
