package org.gaunt.form;

/**
 * A form of three operands, Φ(x, y, z) = Σ_rows Σ_channels T(x, y, z), linear in each of them and with the same channels in all.
 *
 * <p>The product of x and y is the partial derivative by z, the gradients are the partial derivatives by x and by y: the same form
 * with another seat open. So code that can open any of the three seats has derivatives of every order.
 *
 * <p>Implementations are immutable data and compare by value: they are keys of compiled code. They know no precision; a
 * {@link Backend} compiles them for one.
 */
public interface TrilinearMap {
    /** The first input. */
    int X = 0;

    /** The second input. */
    int Y = 1;

    /** The cotangent of the result. */
    int Z = 2;

    /** The components of a row of an operand; its numbers are laid out [component][channel]. */
    int components(int seat);

    /** The channels of all three operands. */
    int channels();
}
