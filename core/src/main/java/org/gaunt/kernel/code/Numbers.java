package org.gaunt.kernel.code;

/**
 * A {@code float[]} or {@code double[]} of generated code, as the precision says.
 *
 * @param number of the parameter or local variable, given by the printer
 */
public record Numbers(int number) implements Argument {
    /** As many neighbours as there are lanes. */
    public Value at(Int index) {
        return at(index, 0);
    }

    /**
     * As many neighbours as there are lanes.
     *
     * @param offset added to the index
     */
    public Value at(Int index, int offset) {
        return new Value.Load(this, index, offset);
    }

    /** One element in all lanes. */
    public Value repeated(Int index) {
        return repeated(index, 0);
    }

    /**
     * One element in all lanes.
     *
     * @param offset added to the index
     */
    public Value repeated(Int index, int offset) {
        return new Value.Repeated(new Value.Load(this, index, offset));
    }
}
