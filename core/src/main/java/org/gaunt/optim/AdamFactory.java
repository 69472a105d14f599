package org.gaunt.optim;

import org.gaunt.nn.Parameters;

/** {@link Adam} by its name. */
public final class AdamFactory implements OptimizerFactory {

    /** Made by the {@link java.util.ServiceLoader}. */
    public AdamFactory() {}

    @Override
    public String name() {
        return "adam";
    }

    @Override
    public Optimizer create(Parameters parameters, OptimizerSettings settings) {
        settings.requireOptions();
        return new Adam(parameters, settings.adam());
    }
}
