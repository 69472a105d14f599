package org.gaunt.form;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * An acyclic graph of scalar expressions with every common subexpression stored once.
 *
 * <p>A node is an {@code int}; the arguments of a node always have smaller numbers than the node, so that counting up is a
 * topological order. Nodes are only ever added, which makes one graph safe to share between a form and its derivatives as
 * long as one thread at a time adds to it.
 */
public final class ExprGraph {
    private record Key(Op op, long a, int b) {}

    private final Map<Key, Integer> known = new HashMap<>();
    private Op[] ops = new Op[256];
    private int[] first = new int[256];
    private int[] second = new int[256];
    private double[] values = new double[256];
    private int size;

    /** A graph without nodes. */
    public ExprGraph() {}

    public int size() {
        return size;
    }

    public Op op(int node) {
        return ops[node];
    }

    /** The first argument; for an input the number of its operand. */
    public int first(int node) {
        return first[node];
    }

    /** The second argument; for an input the component. */
    public int second(int node) {
        return second[node];
    }

    public double value(int node) {
        return values[node];
    }

    public boolean isConstant(int node) {
        return ops[node] == Op.CONST;
    }

    private boolean is(int node, double value) {
        return ops[node] == Op.CONST && values[node] == value;
    }

    /** A constant. */
    public int constant(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("a constant of a form must be finite, but it is " + value);
        }
        double canonical = value == 0 ? 0.0 : value;
        return node(Op.CONST, Double.doubleToLongBits(canonical), 0, canonical);
    }

    /** Component {@code component} of operand {@code operand}. */
    public int input(int operand, int component) {
        return node(Op.INPUT, operand, component, 0);
    }

    /** {@code a + b}. */
    public int add(int a, int b) {
        if (isConstant(a) && isConstant(b)) {
            return constant(values[a] + values[b]);
        }
        if (is(a, 0)) {
            return b;
        }
        if (is(b, 0)) {
            return a;
        }
        return node(Op.ADD, Math.min(a, b), Math.max(a, b), 0);
    }

    /** {@code a - b}. */
    public int subtract(int a, int b) {
        return add(a, scale(-1, b));
    }

    /** {@code a b}; a constant factor is kept outermost so that equal products with different factors are shared. */
    public int mul(int a, int b) {
        if (isConstant(a) && isConstant(b)) {
            return constant(values[a] * values[b]);
        }
        if (is(a, 0) || is(b, 0)) {
            return constant(0);
        }
        if (is(a, 1)) {
            return b;
        }
        if (is(b, 1)) {
            return a;
        }
        if (isConstant(b)) {
            return mul(b, a);
        }
        if (isConstant(a)) {
            if (ops[b] == Op.MUL && isConstant(first[b])) {
                return mul(constant(values[a] * values[first[b]]), second[b]);
            }
            return node(Op.MUL, a, b, 0);
        }
        if (ops[a] == Op.MUL && isConstant(first[a])) {
            return mul(first[a], mul(second[a], b));
        }
        if (ops[b] == Op.MUL && isConstant(first[b])) {
            return mul(first[b], mul(a, second[b]));
        }
        return node(Op.MUL, Math.min(a, b), Math.max(a, b), 0);
    }

    /** {@code factor x}. */
    public int scale(double factor, int x) {
        return mul(constant(factor), x);
    }

    public int sqrt(int x) {
        return unary(Op.SQRT, x);
    }

    public int reciprocal(int x) {
        return unary(Op.RECIPROCAL, x);
    }

    public int sin(int x) {
        return unary(Op.SIN, x);
    }

    public int cos(int x) {
        return unary(Op.COS, x);
    }

    public int exp(int x) {
        return unary(Op.EXP, x);
    }

    public int sigmoid(int x) {
        return unary(Op.SIGMOID, x);
    }

    /** The natural logarithm. */
    public int log(int x) {
        return unary(Op.LOG, x);
    }

    /** {@code log(1 + exp(x))}, without overflow. */
    public int softplus(int x) {
        return unary(Op.SOFTPLUS, x);
    }

    /** {@code x^n} for {@code n >= 0} by repeated squaring. */
    public int power(int x, int n) {
        if (n < 0) {
            throw new IllegalArgumentException("the exponent must not be negative, but it is " + n);
        }
        if (n == 0) {
            return constant(1);
        }
        int half = power(x, n / 2);
        int square = mul(half, half);
        return n % 2 == 0 ? square : mul(square, x);
    }

    int unary(Op op, int x) {
        return isConstant(x) ? constant(op.apply(values[x])) : node(op, x, 0, 0);
    }

    private int node(Op op, long a, int b, double value) {
        Integer old = known.get(new Key(op, a, b));
        if (old != null) {
            return old;
        }
        if (size == ops.length) {
            ops = Arrays.copyOf(ops, 2 * size);
            first = Arrays.copyOf(first, 2 * size);
            second = Arrays.copyOf(second, 2 * size);
            values = Arrays.copyOf(values, 2 * size);
        }
        ops[size] = op;
        first[size] = op == Op.CONST ? 0 : (int) a;
        second[size] = b;
        values[size] = value;
        known.put(new Key(op, a, b), size);
        return size++;
    }
}
