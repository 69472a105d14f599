package org.gaunt.sim.opt;

import org.gaunt.atoms.Structure;
import org.gaunt.potential.Prediction;
import org.jspecify.annotations.Nullable;

/**
 * A structure at the end of its relaxation.
 *
 * @param structure where it ended: the last place with finite energy and forces
 * @param prediction the potential there; null where it never was finite
 * @param status how it ended
 * @param steps taken
 * @param largestForce on a coordinate, eV/Å; NaN where there is no prediction
 * @param message what went wrong; empty where nothing did
 */
public record Relaxed(
        Structure structure,
        @Nullable Prediction prediction,
        Status status,
        int steps,
        double largestForce,
        String message) {

    /** How a relaxation ended. */
    public enum Status {
        /** The forces are small enough. */
        CONVERGED,
        /** They are not after the last step. */
        UNCONVERGED,
        /** The potential could not go on: atoms flew apart or into each other. */
        FAILED
    }
}
