package org.gaunt.kernel.form;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
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
    private final List<MatrixTerm> terms;
    private final Map<Integer, Form> contracted = new ConcurrentHashMap<>();
    private volatile boolean @Nullable [] dependence;
    private final List<int[]> partials = new ArrayList<>();

    private Form(String name, List<Operand> operands, ExprGraph graph, int root, List<MatrixTerm> terms) {
        this.name = name;
        this.terms = List.copyOf(terms);
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
        return new Form(name, operands, graph, expression.applyAsInt(graph), List.of());
    }

    /** A form that is a sum of matrix products, which its code makes use of. */
    static Form ofTerms(String name, List<Operand> operands, Function<ExprGraph, List<MatrixTerm>> expression) {
        ExprGraph graph = new ExprGraph();
        List<MatrixTerm> terms = expression.apply(graph);
        return new Form(name, operands, graph, sum(graph, terms), terms);
    }

    private static int sum(ExprGraph graph, List<MatrixTerm> terms) {
        int sum = graph.constant(0);
        for (MatrixTerm term : terms) {
            sum = graph.add(sum, term.node(graph));
        }
        return sum;
    }

    /** The form's terms if it is a sum of matrix products, else none. */
    List<MatrixTerm> terms() {
        return terms;
    }

    /**
     * A form of the same graph.
     *
     * @param others its operands; operand k's component i is the graph's {@code input(k, i)}
     * @param expression its node
     */
    Form sibling(String other, List<Operand> others, int expression) {
        return new Form(other, others, graph, expression, List.of());
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

    ExprGraph graph() {
        return graph;
    }

    /**
     * The derivative of φ by every component of an operand.
     *
     * @return one node a component; a constant zero where φ does not depend on it
     */
    int[] partials(int operand) {
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
    static int maskOf(int[] seats) {
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
            IntUnaryOperator direction = n -> {
                Integer cotangent = cotangentOf.get(graph.first(n));
                return cotangent == null ? -1 : graph.input(cotangent, graph.second(n));
            };
            if (!terms.isEmpty()) {
                List<MatrixTerm> next = contractTerms(cotangentOf, direction);
                return new Form(name + "'", all, graph, sum(graph, next), next);
            }
            int tangent = new Differentiation(graph).tangent(root, direction);
            return new Form(name + "'", all, graph, tangent, List.of());
        }
    }

    /** The product rule: every factor of every term in turn is replaced by its cotangent. */
    private List<MatrixTerm> contractTerms(Map<Integer, Integer> cotangentOf, IntUnaryOperator direction) {
        List<MatrixTerm> result = new ArrayList<>();
        int[] tangents = new Differentiation(graph).tangents(MatrixTerm.entries(terms), direction);
        int at = 0;
        for (MatrixTerm t : terms) {
            Integer weight = cotangentOf.get(t.weight());
            if (weight != null) {
                result.add(t.withWeight(weight));
            }
            Integer left = cotangentOf.get(t.left());
            if (left != null) {
                result.add(t.withLeft(left));
            }
            Integer right = cotangentOf.get(t.right());
            if (right != null) {
                result.add(t.withRight(right));
            }
            List<List<Integer>> matrix = new ArrayList<>();
            boolean any = false;
            for (List<Integer> row : t.matrix()) {
                List<Integer> next = new ArrayList<>();
                for (int k = 0; k < row.size(); k++) {
                    next.add(tangents[at]);
                    any |= MatrixTerm.present(graph, tangents[at++]);
                }
                matrix.add(next);
            }
            if (any) {
                result.add(t.withMatrix(matrix));
            }
        }
        return result;
    }

    @Override
    public String toString() {
        return name + operands.stream().map(Operand::name).toList();
    }
}
