package org.gaunt.sim.opt;

/**
 * What there is to choose in a relaxation.
 *
 * @param fmax largest force on an atom at which a structure counts as relaxed, eV/Å; where the cell moves, its generalised force divided
 *     by the number of atoms as well, eV
 * @param steps after which it is given up, at least 0
 * @param optimizer the algorithm
 * @param cell how the cell moves
 * @param pressure against which it moves, GPa; positive where it compresses
 */
public record RelaxSettings(double fmax, int steps, OptimizerKind optimizer, CellMotion cell, double pressure) {
    /** Largest pressure that is taken for one in GPa. */
    private static final double LARGEST_PRESSURE = 1e4;

    /** Largest force 0.01 eV/Å, 1000 steps, L-BFGS, no motion of the cell. */
    public static final RelaxSettings DEFAULT = new RelaxSettings(0.01, 1000, OptimizerKind.LBFGS, CellMotion.NONE, 0);

    /** Checks the numbers. */
    public RelaxSettings {
        if (!(fmax > 0) || Double.isInfinite(fmax)) {
            throw new IllegalArgumentException("fmax is a number above 0 (eV/Å), not " + fmax);
        }
        if (steps < 0) {
            throw new IllegalArgumentException("the number of steps is at least 0, not " + steps);
        }
        if (!(Math.abs(pressure) <= LARGEST_PRESSURE)) {
            throw new IllegalArgumentException("a pressure is at most " + LARGEST_PRESSURE + " GPa, not " + pressure);
        }
        if (pressure != 0 && (cell == CellMotion.NONE || cell == CellMotion.SHAPE)) {
            throw new IllegalArgumentException(
                    "a pressure acts on a cell whose volume changes: the cell moves hydrostatic or full, not " + cell);
        }
    }

    /** With another largest force. */
    public RelaxSettings withFmax(double value) {
        return new RelaxSettings(value, steps, optimizer, cell, pressure);
    }

    /** With another number of steps. */
    public RelaxSettings withSteps(int value) {
        return new RelaxSettings(fmax, value, optimizer, cell, pressure);
    }

    /** With another algorithm. */
    public RelaxSettings withOptimizer(OptimizerKind value) {
        return new RelaxSettings(fmax, steps, value, cell, pressure);
    }

    /** With a cell that moves. */
    public RelaxSettings withCell(CellMotion value, double against) {
        return new RelaxSettings(fmax, steps, optimizer, value, against);
    }
}
