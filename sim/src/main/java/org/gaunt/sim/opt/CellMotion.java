package org.gaunt.sim.opt;

/** How the cell moves in a relaxation. */
public enum CellMotion {
    /** It stays. */
    NONE,
    /** Its volume changes, not its shape. */
    HYDROSTATIC,
    /** Its shape changes, not its volume. */
    SHAPE,
    /** Volume and shape change. */
    FULL
}
