package org.gaunt.kernel.code;

/** An {@code int[]} that generated code reads. */
public sealed interface Table extends Argument {
    /**
     * A parameter or a local variable.
     *
     * @param number given by the printer
     */
    record Variable(int number) implements Table {}

    /** A table of a {@link Structure}. */
    record Field(Structure of, String name) implements Table {}

    /** An element. */
    default Int at(Int index) {
        return new Int.Element(this, index);
    }

    /** How many elements there are. */
    default Int length() {
        return new Int.Length(this);
    }
}
