package org.gaunt.sim.md;

/** Looks at a simulation now and then. */
@FunctionalInterface
public interface MdObserver {
    /**
     * Called after the start and after steps.
     *
     * @param state belongs to the run and is valid during the call
     */
    void observe(MdState state);
}
