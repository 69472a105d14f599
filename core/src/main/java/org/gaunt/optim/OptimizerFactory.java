package org.gaunt.optim;

import org.gaunt.nn.Parameters;

/**
 * Makes optimisers of one kind.
 *
 * <p>A jar adds a kind by naming its class, which needs a public constructor without arguments, in
 * {@code META-INF/services/org.gaunt.optim.OptimizerFactory}; configurations then know it by its name.
 */
public interface OptimizerFactory {

    /** Name of the kind in configurations, in small letters. */
    String name();

    /**
     * Makes an optimiser.
     *
     * @param parameters whose layout it follows; they are not kept
     * @param settings of which each kind takes what concerns it
     * @throws IllegalArgumentException if an option is not one of this kind, or has an impossible value
     */
    Optimizer create(Parameters parameters, OptimizerSettings settings);
}
