package org.gaunt.kernel.code;

/**
 * Numbers of generated code, as an expression: one in each lane of a vector, or a single one, as the {@link LoopBuilder} that takes it
 * has lanes.
 */
public sealed interface Value {
    /** The same constant in all lanes, rounded to the precision. */
    record Constant(double value) implements Value {}

    /** Zero in all lanes. */
    record Zero() implements Value {}

    /**
     * A local variable.
     *
     * @param number given by the printer
     */
    record Variable(int number) implements Value {}

    /** Neighbouring elements of an array. */
    record Load(Numbers array, Int index, int offset) implements Value {}

    /** A single number in all lanes. */
    record Repeated(Value single) implements Value {}

    /** A sum, difference, product, quotient or extremum, lane by lane. */
    record Binary(Operation operation, Value a, Value b) implements Value {}

    /** {@code a * b + c}, fused where the target says so. */
    record MultiplyAdd(Value a, Value b, Value c) implements Value {}

    /** The number with the other sign. */
    record Negative(Value of) implements Value {}

    /** A function of the machine or its library. */
    record Applied(Function function, Value of) implements Value {}

    /** The numbers that have these bits. */
    record OfBits(Bits bits) implements Value {}

    /** Lanes whose numbers differ in one bit change places. */
    record Exchanged(Value of, int bit) implements Value {}

    /** Lanes whose number has a bit come from {@code with}, the others from {@code without}. */
    record Chosen(Value without, Value with, int bit) implements Value {}

    /** What {@link Binary} does; extrema are not-a-number if an operand is. */
    enum Operation {
        PLUS,
        MINUS,
        TIMES,
        OVER,
        MIN,
        MAX
    }

    /** What {@link Applied} does. */
    enum Function {
        SQRT,
        SIN,
        COS
    }

    /** A constant in all lanes. */
    static Value of(double constant) {
        return new Constant(constant);
    }

    default Value plus(Value other) {
        return new Binary(Operation.PLUS, this, other);
    }

    default Value plus(double constant) {
        return plus(of(constant));
    }

    default Value minus(Value other) {
        return new Binary(Operation.MINUS, this, other);
    }

    default Value minus(double constant) {
        return minus(of(constant));
    }

    default Value times(Value other) {
        return new Binary(Operation.TIMES, this, other);
    }

    default Value times(double constant) {
        return times(of(constant));
    }

    default Value over(Value other) {
        return new Binary(Operation.OVER, this, other);
    }

    default Value min(Value other) {
        return new Binary(Operation.MIN, this, other);
    }

    default Value max(Value other) {
        return new Binary(Operation.MAX, this, other);
    }

    default Value negative() {
        return new Negative(this);
    }

    /** {@code this * factor + summand}. */
    default Value timesPlus(Value factor, Value summand) {
        return new MultiplyAdd(this, factor, summand);
    }

    default Value sqrt() {
        return new Applied(Function.SQRT, this);
    }

    /** The IEEE 754 bits. */
    default Bits bits() {
        return new Bits.Of(this);
    }
}
