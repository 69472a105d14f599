package org.gaunt.nn;

import java.util.List;
import org.gaunt.autodiff.Var;
import org.gaunt.o3.Irrep;
import org.gaunt.o3.Irreps;

/**
 * Layer normalisation of even scalars (Ba, Kiros and Hinton 2016): each row less its mean, over the root of its variance, times a
 * factor and plus a bias for each channel. Weights: {@code weight} [channels], ones at the start, and {@code bias} [channels], zeros.
 */
public final class LayerNorm implements Layer {
    private final int channels;
    private final double epsilon;
    private final Weight weight;
    private final Weight bias;

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
        Shapes.check(x, in(), "the input of " + this);
        return x.layerNorm(epsilon).times(weight.on(x.tape())).plus(bias.on(x.tape()));
    }

    @Override
    public String toString() {
        return "LayerNorm of " + channels;
    }
}
