package org.gaunt.optim;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.gaunt.linalg.Parallel;
import org.gaunt.nn.Parameters;

/**
 * Changes parameters along the gradient of a loss: {@link Adam}, {@link Muon}.
 *
 * <p>The result does not depend on how the work is shared out. Not safe for concurrent use.
 */
public interface Optimizer {
    /**
     * Takes one step.
     *
     * @param parameters changed in place [parameters]
     * @param gradient of the loss, clipped already where it is to be clipped [parameters]
     * @param rate learning rate of this step
     * @param parallel shares out the work
     * @throws IllegalArgumentException when a length is not that of the parameters
     */
    void step(double[] parameters, double[] gradient, double rate, Parallel parallel);

    /** Takes one step in the calling thread. */
    default void step(double[] parameters, double[] gradient, double rate) {
        step(parameters, gradient, rate, Parallel.SERIAL);
    }

    /**
     * Takes one step along the gradient that {@link org.gaunt.autodiff.Tape#backward} has left in the parameters of layers, and clears
     * it.
     *
     * @param rate learning rate of this step
     * @throws IllegalStateException if there is no gradient
     */
    default void step(Parameters parameters, double rate) {
        if (!parameters.hasGradient()) {
            throw new IllegalStateException(
                    "there is no gradient to step along: call Tape.backward(loss) before step()");
        }
        step(parameters.values(), parameters.gradient(), rate);
        parameters.clearGradient();
    }

    /** Number of steps taken. */
    long steps();

    /** A copy of the state. */
    State state();

    /**
     * Restores a saved state.
     *
     * @throws IllegalArgumentException when it belongs to other parameters or settings
     */
    void restore(State state);

    /**
     * The state that a run needs to go on to the bit.
     *
     * @param steps number of steps taken
     * @param arrays copies of the optimiser's arrays by their names, which checkpoints keep
     */
    record State(long steps, Map<String, double[]> arrays) {
        /** Copies the map, keeping its order. */
        public State {
            arrays = Collections.unmodifiableMap(new LinkedHashMap<>(arrays));
        }

        /**
         * An array of the state.
         *
         * @throws IllegalArgumentException if there is none of that name and length
         */
        public double[] array(String name, int length) {
            double[] array = arrays.get(name);
            if (array == null || array.length != length) {
                throw new IllegalArgumentException("the state of the optimiser has "
                        + (array == null ? "no array \"" + name + "\"" : array.length + " numbers in \"" + name + "\"")
                        + ", wanted " + length + " numbers");
            }
            return array;
        }
    }
}
