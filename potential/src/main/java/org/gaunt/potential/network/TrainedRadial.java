package org.gaunt.potential.network;

import java.util.List;
import java.util.Optional;
import org.gaunt.autodiff.Var;
import org.gaunt.nn.Parameters;
import org.jspecify.annotations.Nullable;

/**
 * Radial functions as NequIP has them, networks of Bessel functions whose frequencies are trained ({@link TrainableBessel}), or splines
 * in their place ({@link Radial}); computed once for each unordered pair of neighbours.
 */
public final class TrainedRadial {
    private final int basis;
    private final TrainableBessel bessel;
    private final Optional<Radial> splines;

    /**
     * Plans the functions.
     *
     * @param shape of splines or networks; the distance is not transformed
     * @param atomicNumbers the model's elements
     */
    public TrainedRadial(RadialShape shape, List<Integer> atomicNumbers) {
        basis = shape.basis();
        bessel = new TrainableBessel(shape.basis(), shape.cutoff(), shape.power());
        splines = shape.kind() == RadialKind.SPLINE ? Optional.of(new Radial(shape, atomicNumbers)) : Optional.empty();
    }

    /** Declares the weights that all functions share. */
    public void declare(Parameters.Builder parameters) {
        if (splines.isEmpty()) {
            bessel.declare(parameters);
        }
    }

    /**
     * Adds the functions of one layer.
     *
     * @param name before the names of their weights
     * @param hidden widths of the hidden layers where they are a network
     * @param outputs how many functions there are
     */
    public Functions functions(String name, List<Integer> hidden, int outputs) {
        return new Functions(
                splines.map(s -> s.functions(name, hidden, outputs)),
                splines.isPresent() ? Optional.empty() : Optional.of(new Perceptron(name, basis, hidden, outputs)));
    }

    /** What all functions of an evaluation share, [pairs, basis]; null where they are splines. */
    public @Nullable Var basis(NetworkInput in) {
        return splines.isPresent() ? null : bessel.apply(in, bessel.distances(in));
    }

    /**
     * The functions of one layer: one of both.
     *
     * @param spline splines
     * @param network a network of the basis
     */
    public record Functions(Optional<RadialFunctions> spline, Optional<Perceptron> network) {
        /** Declares the weights. */
        public void declare(Parameters.Builder parameters) {
            spline.ifPresent(s -> s.declare(parameters));
            network.ifPresent(n -> n.declare(parameters));
        }

        /**
         * Evaluates the functions.
         *
         * @param basis what {@link TrainedRadial#basis} gave
         * @return in the working precision [pairs, outputs]
         */
        public Var of(NetworkInput in, @Nullable Var basis) {
            if (basis == null) {
                return spline.orElseThrow().of(in);
            }
            return network.orElseThrow().apply(in, basis);
        }
    }
}
