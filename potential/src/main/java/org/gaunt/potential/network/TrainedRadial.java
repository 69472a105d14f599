package org.gaunt.potential.network;

import java.util.List;
import org.gaunt.autodiff.Var;
import org.gaunt.nn.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Radial functions as NequIP has them, networks of Bessel functions whose frequencies are trained ({@link TrainableBessel}), or splines
 * in their place or through their values ({@link Radial}); computed once for each unordered pair of neighbours.
 */
public final class TrainedRadial {
    private final RadialShape shape;
    private final @Nullable TrainableBessel bessel;
    private final Radial splines;

    /**
     * Plans the functions.
     *
     * @param root of the scopes of the model's weights
     * @param shape of splines or networks; the distance is not transformed
     * @param atomicNumbers the model's elements
     */
    public TrainedRadial(Scope root, RadialShape shape, List<Integer> atomicNumbers) {
        this.shape = shape;
        bessel = shape.kind() == RadialKind.SPLINE
                ? null
                : new TrainableBessel(root, shape.basis(), shape.cutoff(), shape.power());
        splines = new Radial(shape, atomicNumbers);
    }

    /**
     * Adds the functions of one layer, which are evaluated with {@link #basis}.
     *
     * @param scope of their weights
     * @param hidden widths of the hidden layers where they are a network
     * @param outputs how many functions there are
     */
    public RadialFunctions functions(Scope scope, List<Integer> hidden, int outputs) {
        return splines.functions(scope, hidden, outputs);
    }

    /**
     * What the networks of an evaluation share: the basis at all pairs or, where splines go through their values, at all knots; null
     * where there are no networks or no pairs.
     */
    public @Nullable Var basis(NetworkInput in) {
        if (bessel == null || in.batch().pairs() == 0) {
            return null;
        }
        if (shape.kind() == RadialKind.MLP) {
            return bessel.apply(in, bessel.distances(in));
        }
        double[] knots = splines.knots().distances();
        return bessel.apply(in, in.tape().leaf(knots, knots.length, 1, 0));
    }
}
