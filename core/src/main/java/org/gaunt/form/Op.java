package org.gaunt.form;

/** The operations a node of an {@link ExprGraph} can be. */
public enum Op {
    /** A number known when the code is made. */
    CONST,
    /** Component {@code b} of operand {@code a}. */
    INPUT,
    ADD,
    MUL,
    SQRT,
    RECIPROCAL,
    SIN,
    COS,
    EXP,
    /** The logistic function 1 / (1 + exp(-x)). */
    SIGMOID,
    /** The natural logarithm. */
    LOG,
    /** log(1 + exp(x)), without overflow. */
    SOFTPLUS;

    public boolean isUnary() {
        return this != CONST && this != INPUT && this != ADD && this != MUL;
    }

    double apply(double x) {
        return switch (this) {
            case SQRT -> Math.sqrt(x);
            case RECIPROCAL -> 1 / x;
            case SIN -> Math.sin(x);
            case COS -> Math.cos(x);
            case EXP -> Math.exp(x);
            case SIGMOID -> 1 / (1 + Math.exp(-x));
            case LOG -> Math.log(x);
            case SOFTPLUS -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
            case CONST, INPUT, ADD, MUL -> throw new IllegalStateException(this + " is not a function of one argument");
        };
    }
}
