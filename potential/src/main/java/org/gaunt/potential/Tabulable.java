package org.gaunt.potential;

import org.gaunt.linalg.Precision;

/** A model whose functions of the distance can be replaced by splines in evaluation: less work, and an error that is stated. */
public interface Tabulable {

    /** Whether this model has such functions; some of the same class do not. */
    default boolean isTabulable() {
        return true;
    }

    /**
     * Makes a worker that gives energies, forces and stress, but no gradient by the weights.
     *
     * @param precision the arithmetic it computes in
     * @param splineTolerance largest error of the splines relative to the largest value of the functions of a layer, above 0;
     *     0 for the functions themselves. Its {@code evaluate} throws an {@link IllegalArgumentException} for a tolerance that
     *     no affordable table reaches.
     */
    ModelWorker newWorker(Precision precision, double splineTolerance);
}
