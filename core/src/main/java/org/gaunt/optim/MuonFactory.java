package org.gaunt.optim;

import org.gaunt.form.Backend;
import org.gaunt.nn.Parameters;

/** {@link Muon} by its name. */
public final class MuonFactory implements OptimizerFactory {

    /** Made by the {@link java.util.ServiceLoader}. */
    public MuonFactory() {}

    @Override
    public String name() {
        return "muon";
    }

    @Override
    public Optimizer create(Parameters parameters, OptimizerSettings settings) {
        settings.requireOptions();
        return new Muon(parameters, settings.momentum(), settings.adam(), Backend.shared());
    }
}
