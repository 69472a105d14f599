package org.gaunt.potential.train;

/** What changes the weights during training. */
public enum OptimizerKind {
    /** {@link org.gaunt.nn.Adam} for all weights. */
    ADAM,
    /** {@link org.gaunt.nn.Muon} for matrices, Adam for the rest. */
    MUON
}
