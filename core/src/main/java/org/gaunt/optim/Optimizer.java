package org.gaunt.optim;

import org.jspecify.annotations.Nullable;

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

    /** Number of steps taken. */
    long steps();

    /** A copy of the state. */
    State state();

    /**
     * Goes back to a state.
     *
     * @throws IllegalArgumentException when it belongs to other parameters or settings
     */
    void restore(State state);

    /**
     * The state that a run needs to go on to the bit; arrays are copies.
     *
     * @param steps number of steps taken
     * @param first mean of the gradient [parameters]
     * @param second mean of the squared gradient [parameters]
     * @param largest largest {@code second} so far, or null without AMSGrad
     */
    @SuppressWarnings("ArrayRecordComponent") // moved to and from files, never compared
    record State(long steps, double[] first, double[] second, double @Nullable [] largest) {}
}
