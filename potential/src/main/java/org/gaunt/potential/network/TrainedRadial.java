package org.gaunt.potential.network;

import java.util.List;
import org.gaunt.autodiff.Var;
import org.gaunt.nn.Parameters;
import org.jspecify.annotations.Nullable;

/**
 * Radial functions as NequIP has them, networks of Bessel functions whose frequencies are trained ({@link TrainableBessel}), or splines
 * in their place or through their values ({@link Radial}); computed once for each unordered pair of neighbours.
 */
public final class TrainedRadial {
    private final RadialShape shape;
    private final TrainableBessel bessel;
    private final Radial splines;

    /**
     * Plans the functions.
     *
     * @param shape of splines or networks; the distance is not transformed
     * @param atomicNumbers the model's elements
     */
    public TrainedRadial(RadialShape shape, List<Integer> atomicNumbers) {
        this.shape = shape;
        bessel = new TrainableBessel(shape.basis(), shape.cutoff(), shape.power());
        splines = new Radial(shape, atomicNumbers);
    }

    /** Declares the weights that all functions share. */
    public void declare(Parameters.Builder parameters) {
        if (shape.kind() != RadialKind.SPLINE) {
            bessel.declare(parameters);
        }
    }

    /**
     * Adds the functions of one layer, which are evaluated with {@link #basis}.
     *
     * @param name before the names of their weights
     * @param hidden widths of the hidden layers where they are a network
     * @param outputs how many functions there are
     */
    public RadialFunctions functions(String name, List<Integer> hidden, int outputs) {
        return splines.functions(name, hidden, outputs);
    }

    /**
     * What the networks of an evaluation share: the basis at all pairs or, where splines go through their values, at all knots; null
     * where there are no networks or no pairs.
     */
    public @Nullable Var basis(NetworkInput in) {
        if (in.batch().pairs() == 0) {
            return null;
        }
        return switch (shape.kind()) {
            case MLP -> bessel.apply(in, bessel.distances(in));
            case TABULATED -> {
                double[] knots = splines.knots().distances();
                yield bessel.apply(in, in.tape().leaf(knots, knots.length, 1, 0));
            }
            case SPLINE -> null;
        };
    }
}
