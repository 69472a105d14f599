package org.gaunt.potential.train;

import org.gaunt.form.Backend;
import org.gaunt.nn.Parameters;
import org.gaunt.optim.Adam;
import org.gaunt.optim.Muon;
import org.gaunt.optim.Optimizer;

/** What changes the weights during training. */
public enum OptimizerKind {
    /** {@link Adam} for all weights. */
    ADAM,
    /** {@link Muon} for matrices, Adam for the rest. */
    MUON;

    /**
     * Makes one.
     *
     * @param parameters whose layout it follows; they are not kept
     * @param momentum decay of Muon's mean of the gradient
     * @param adam what Adam does to its weights
     */
    public Optimizer create(Parameters parameters, double momentum, Adam.Settings adam) {
        return switch (this) {
            case ADAM -> new Adam(parameters, adam);
            case MUON -> new Muon(parameters, momentum, adam, Backend.shared());
        };
    }
}
