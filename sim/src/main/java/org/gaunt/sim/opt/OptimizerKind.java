package org.gaunt.sim.opt;

/** The algorithm that moves atoms downhill. */
public enum OptimizerKind {
    /** Fast inertial relaxation engine (Bitzek et al., Phys. Rev. Lett. 97, 170201 (2006)). */
    FIRE,
    /** Limited-memory BFGS (Liu and Nocedal, Math. Program. 45, 503 (1989)) with steps of bounded length. */
    LBFGS
}
