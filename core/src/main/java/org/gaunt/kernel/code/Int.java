package org.gaunt.kernel.code;

/** An integer of generated code, as an expression: counters, limits, places in arrays. */
public sealed interface Int extends Argument {
    /** A number that is known when code is generated. */
    record Constant(int value) implements Int {}

    /**
     * A parameter or a local variable.
     *
     * @param number given by the printer
     */
    record Variable(int number) implements Int {}

    /** A sum, difference, product or remainder. */
    record Binary(Operation operation, Int a, Int b) implements Int {}

    /** An element of a table. */
    record Element(Table table, Int index) implements Int {}

    /** How many elements a table has. */
    record Length(Table table) implements Int {}

    /** A number of a {@link Structure}. */
    record Field(Structure of, String name) implements Int {}

    /** What {@link Binary} does. */
    enum Operation {
        PLUS,
        MINUS,
        TIMES
    }

    /** A constant. */
    static Int of(int value) {
        return new Constant(value);
    }

    default Int plus(Int other) {
        return new Binary(Operation.PLUS, this, other);
    }

    /** This plus a constant: this itself for 0, a constant for a constant. */
    default Int plus(int constant) {
        if (this instanceof Constant c) {
            return of(c.value() + constant);
        }
        return constant == 0 ? this : plus(of(constant));
    }

    default Int minus(Int other) {
        return new Binary(Operation.MINUS, this, other);
    }

    default Int minus(int constant) {
        return minus(of(constant));
    }

    default Int times(Int other) {
        return new Binary(Operation.TIMES, this, other);
    }

    default Int times(int constant) {
        return times(of(constant));
    }
}
