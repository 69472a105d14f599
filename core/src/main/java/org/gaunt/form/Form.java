package org.gaunt.form;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A scalar function of several operands, summed over rows and channels: Φ = Σ_rows Σ_channels φ(operands of the row).
 *
 * <p>All that is ever computed of a form is its partial derivative by one or more operands, the <em>open seats</em>. A map
 * {@code z = f(x)} is written as Φ(x, g) = g · f(x) with a dual operand g: opening the seat g gives f, opening x with a
 * cotangent seated at g gives the gradient. {@linkplain #contract Contracting} the open seats of one evaluation with new
 * operands gives the form whose open seats are the gradients of that evaluation, so the set of kernels is closed under
 * differentiation and derivatives of any order come from one rule.
 *
 * <p>A form is immutable to its users; its derived forms are kept with it.
 */
public final class Form {
    private final String name;
    private final List<Operand> operands;
    private final ExprGraph graph;
    private final int root;
    private final Map<Integer, Form> contracted = new ConcurrentHashMap<>();
    private volatile boolean @Nullable [] dependence;
    private final List<int[]> partials = new ArrayList<>();

    private Form(String name, List<Operand> operands, ExprGraph graph, int root) {
        this.name = name;
        this.operands = List.copyOf(operands);
        this.graph = graph;
        this.root = root;
    }

    /**
     * Makes a form.
     *
     * @param name for messages
     * @param operands the operands; operand k's component i is {@code graph.input(k, i)}
     * @param expression builds φ in the graph it is given and returns its node
     */
    public static Form of(String name, List<Operand> operands, ToIntFunction<ExprGraph> expression) {
        ExprGraph graph = new ExprGraph();
        return new Form(name, operands, graph, expression.applyAsInt(graph));
    }

    public String name() {
        return name;
    }

    public List<Operand> operands() {
        return operands;
    }

    /** Whether any operand has channels; otherwise every row is a computation with plain numbers. */
    public boolean hasChannels() {
        return operands.stream().anyMatch(Operand::channels);
    }

    /** Graph of the expression; shared with the derived forms, guarded by itself. */
    public ExprGraph graph() {
        return graph;
    }

    /**
     * The derivative of φ by every component of an operand.
     *
     * @return one node a component; a constant zero where φ does not depend on it
     */
    public int[] partials(int operand) {
        synchronized (graph) {
            if (partials.isEmpty()) {
                Map<Integer, Integer> gradient = new Differentiation(graph).gradient(root);
                for (int k = 0; k < operands.size(); k++) {
                    int[] nodes = new int[operands.get(k).components()];
                    for (int i = 0; i < nodes.length; i++) {
                        nodes[i] = gradient.getOrDefault(graph.input(k, i), graph.constant(0));
                    }
                    partials.add(nodes);
                }
            }
            return partials.get(operand).clone();
        }
    }

    /** Whether φ depends on the operand at all. */
    public boolean dependsOn(int operand) {
        boolean[] known = dependence;
        if (known == null) {
            synchronized (graph) {
                int zero = graph.constant(0);
                known = new boolean[operands.size()];
                for (int k = 0; k < known.length; k++) {
                    known[k] = Arrays.stream(partials(k)).anyMatch(n -> n != zero);
                }
                dependence = known;
            }
        }
        return known[operand];
    }

    /**
     * The form that gives the gradients of an evaluation with these open seats: its operands are this form's and after them one
     * cotangent for each seat, of the same shape and access, and its φ is the sum of cotangent times partial derivative.
     *
     * @param seats ascending
     */
    public Form contract(int... seats) {
        int mask = maskOf(seats);
        Form known = contracted.get(mask);
        return known != null ? known : contracted.computeIfAbsent(mask, m -> makeContracted(seats));
    }

    /** A set of seats as bits. */
    public static int maskOf(int[] seats) {
        int mask = 0;
        int last = -1;
        for (int seat : seats) {
            if (seat <= last || seat > 30) {
                throw new IllegalArgumentException(
                        "seats must ascend and stay below 31, but they are " + Arrays.toString(seats));
            }
            mask |= 1 << seat;
            last = seat;
        }
        return mask;
    }

    private Form makeContracted(int[] seats) {
        synchronized (graph) {
            List<Operand> all = new ArrayList<>(operands);
            Map<Integer, Integer> cotangentOf = new HashMap<>();
            for (int seat : seats) {
                Operand o = operands.get(seat);
                cotangentOf.put(seat, all.size());
                all.add(new Operand("d" + o.name(), o.components(), o.channels(), o.access()));
            }
            int tangent = new Differentiation(graph).tangent(root, n -> {
                Integer cotangent = cotangentOf.get(graph.first(n));
                return cotangent == null ? -1 : graph.input(cotangent, graph.second(n));
            });
            return new Form(name + "'", all, graph, tangent);
        }
    }

    @Override
    public String toString() {
        return name + operands.stream().map(Operand::name).toList();
    }
}
