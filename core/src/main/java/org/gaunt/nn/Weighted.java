package org.gaunt.nn;

import java.util.List;

/** Something with weights of its own. */
public interface Weighted {
    /** Its weights, in the order of their declaration; empty where there are none. */
    List<Weight> weights();

    /**
     * The parameters that hold its weights: those of the root of its scope, with the weights of its neighbours there; its own alone if
     * it was made without a scope.
     *
     * @throws IllegalStateException if the root has not been built
     */
    default Parameters parameters() {
        return weights().isEmpty()
                ? Parameters.builder().build()
                : weights().getFirst().parameters();
    }
}
