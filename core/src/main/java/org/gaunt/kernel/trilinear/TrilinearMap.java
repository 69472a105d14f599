package org.gaunt.kernel.trilinear;

import org.gaunt.kernel.Provider;
import org.gaunt.linalg.Precision;

/**
 * A form of three operands, Φ(x, y, z) = Σ_rows Σ_channels T(x, y, z), linear in each of them and with the same channels in all.
 *
 * <p>The product of x and y is the partial derivative by z, the gradients are the partial derivatives by x and by y: the same form
 * with another seat open. So an implementation that can open any of the three seats has derivatives of every order.
 *
 * <p>Implementations are immutable, compare by value (they are keys of compiled code) and know no precision; their kernels do.
 */
public interface TrilinearMap {
    /** The first input. */
    int X = 0;

    /** The second input. */
    int Y = 1;

    /** The dual of the result. */
    int Z = 2;

    /** The components of a row of an operand; its numbers are laid out [component][channel]. */
    int components(int seat);

    /** The channels of all three operands. */
    int channels();

    /** Code that evaluates this map; expensive, to be made once. */
    TrilinearKernel kernel(Precision precision, Provider provider);
}
