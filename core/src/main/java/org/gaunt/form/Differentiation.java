package org.gaunt.form;

import java.util.HashMap;
import java.util.Map;
import java.util.function.IntUnaryOperator;

/** Symbolic derivatives of the nodes of an {@link ExprGraph}; the results are nodes of the same graph. */
final class Differentiation {
    private final ExprGraph graph;

    Differentiation(ExprGraph graph) {
        this.graph = graph;
    }

    /**
     * The derivative of {@code root} along a direction (forward mode).
     *
     * @param direction gives for an input node the node of its direction, or -1 for none
     */
    int tangent(int root, IntUnaryOperator direction) {
        boolean[] live = reachable(root);
        int[] dot = new int[root + 1];
        for (int n = 0; n <= root; n++) {
            dot[n] = live[n] ? tangentOf(n, dot, direction) : -1;
        }
        return dot[root] < 0 ? graph.constant(0) : dot[root];
    }

    private int tangentOf(int n, int[] dot, IntUnaryOperator direction) {
        int a = graph.first(n);
        int b = graph.second(n);
        return switch (graph.op(n)) {
            case CONST -> -1;
            case INPUT -> direction.applyAsInt(n);
            case ADD -> sum(dot[a], dot[b]);
            case MUL -> sum(product(dot[a], b), product(dot[b], a));
            default -> dot[a] < 0 ? -1 : graph.mul(slope(n), dot[a]);
        };
    }

    /**
     * The partial derivatives of {@code root} by all input nodes (reverse mode).
     *
     * @return input node to derivative; an input that does not occur is absent
     */
    Map<Integer, Integer> gradient(int root) {
        boolean[] live = reachable(root);
        int[] bar = new int[root + 1];
        java.util.Arrays.fill(bar, -1);
        bar[root] = graph.constant(1);
        Map<Integer, Integer> result = new HashMap<>();
        for (int n = root; n >= 0; n--) {
            if (!live[n] || bar[n] < 0) {
                continue;
            }
            int a = graph.first(n);
            int b = graph.second(n);
            switch (graph.op(n)) {
                case CONST -> {}
                case INPUT -> result.put(n, bar[n]);
                case ADD -> {
                    bar[a] = sum(bar[a], bar[n]);
                    bar[b] = sum(bar[b], bar[n]);
                }
                case MUL -> {
                    if (!graph.isConstant(a)) {
                        bar[a] = sum(bar[a], graph.mul(b, bar[n]));
                    }
                    if (!graph.isConstant(b)) {
                        bar[b] = sum(bar[b], graph.mul(a, bar[n]));
                    }
                }
                default -> bar[a] = sum(bar[a], graph.mul(slope(n), bar[n]));
            }
        }
        return result;
    }

    /** The derivative of a function of one argument by that argument, in terms of its value where that is cheaper. */
    private int slope(int n) {
        int x = graph.first(n);
        return switch (graph.op(n)) {
            case SQRT -> graph.scale(0.5, graph.reciprocal(n));
            case RECIPROCAL -> graph.scale(-1, graph.mul(n, n));
            case SIN -> graph.cos(x);
            case COS -> graph.scale(-1, graph.sin(x));
            case EXP -> n;
            case LOG -> graph.reciprocal(x);
            case SOFTPLUS -> graph.sigmoid(x);
            case SIGMOID -> graph.mul(n, graph.subtract(graph.constant(1), n));
            case CONST, INPUT, ADD, MUL -> throw new IllegalStateException("not a function of one argument");
        };
    }

    private int sum(int a, int b) {
        return a < 0 ? b : b < 0 ? a : graph.add(a, b);
    }

    private int product(int a, int b) {
        return a < 0 ? -1 : graph.mul(a, b);
    }

    /** Which nodes {@code root} depends on, itself included. */
    private boolean[] reachable(int root) {
        boolean[] live = new boolean[root + 1];
        live[root] = true;
        for (int n = root; n >= 0; n--) {
            if (!live[n] || graph.op(n) == Op.CONST || graph.op(n) == Op.INPUT) {
                continue;
            }
            live[graph.first(n)] = true;
            if (!graph.op(n).isUnary()) {
                live[graph.second(n)] = true;
            }
        }
        return live;
    }
}
