package org.gaunt.kernel.code;

/**
 * The IEEE 754 bits of numbers as integers of the same size, lane by lane, as an expression: elementary functions are made of them.
 */
public sealed interface Bits {
    /** The bits of numbers. */
    record Of(Value value) implements Bits {}

    /**
     * A parameter or a local variable.
     *
     * @param number given by the printer
     */
    record Variable(int number) implements Bits {}

    /** {@code a - b}. */
    record Difference(Bits a, Bits b) implements Bits {}

    /** {@code of + constant}. */
    record Sum(Bits of, long constant) implements Bits {}

    /** Shifted to the left. */
    record ShiftedLeft(Bits of, int distance) implements Bits {}

    /** Shifted to the right, with the sign. */
    record ShiftedRight(Bits of, int distance) implements Bits {}

    default Bits minus(Bits other) {
        return new Difference(this, other);
    }

    default Bits plus(long constant) {
        return new Sum(this, constant);
    }

    default Bits shiftedLeft(int distance) {
        return new ShiftedLeft(this, distance);
    }

    default Bits shiftedRight(int distance) {
        return new ShiftedRight(this, distance);
    }

    /** The numbers that have these bits. */
    default Value numbers() {
        return new Value.OfBits(this);
    }
}
