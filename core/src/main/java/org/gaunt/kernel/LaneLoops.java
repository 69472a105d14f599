package org.gaunt.kernel;

import org.gaunt.kernel.code.Target;
import org.gaunt.linalg.Precision;

/**
 * Loops over blocks of lanes, generated for a target and a precision. Without state; make one for each kernel.
 *
 * @param program the generated code
 */
public record LaneLoops(Target target, Precision precision, LaneProgram program) {
    /** Generates the loops. */
    public static LaneLoops of(Target target, Precision precision) {
        return new LaneLoops(target, precision, new LaneLoopsEmitter(target, precision).emit());
    }

    /** Numbers of lanes are multiples of this. */
    public static int granularity(Target target, Precision precision) {
        return target.lanes().narrowest() * target.lanes(precision);
    }

    /** Rows and columns of the largest tile of a product of matrices. */
    public int matrixTile() {
        return target.lanes().matrix();
    }
}
