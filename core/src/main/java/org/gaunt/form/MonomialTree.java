package org.gaunt.form;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * The monomials of several polynomials in the same variables, as trees of their prefixes: the monomial x_i x_j x_k of polynomial
 * M is the leaf k below the node j below the node i below the root M.
 *
 * <p>The factors of a monomial may stand in any order, and the orders are chosen so that there are few nodes: as many of the
 * longest monomials as possible share a prefix, then as many of those, and so on (greedy set covers). For MACE's products that
 * halves the work against ascending orders.
 *
 * <p>Every node and leaf has a coefficient, zero where its prefix is no monomial. Nodes are numbered so that parents come first,
 * roots before all others; leaves so that those of one node are neighbours. Coefficients are numbered: first the nodes that are no
 * roots, then the leaves.
 */
public final class MonomialTree {
    private final int roots;
    private final int[] parent;
    private final int[] variable;
    private final int[] leafStart;
    private final int[] leafVariable;
    private final Map<List<Integer>, Integer> coefficients;

    private MonomialTree(
            int roots,
            int[] parent,
            int[] variable,
            int[] leafStart,
            int[] leafVariable,
            Map<List<Integer>, Integer> coefficients) {
        this.roots = roots;
        this.parent = parent;
        this.variable = variable;
        this.leafStart = leafStart;
        this.leafVariable = leafVariable;
        this.coefficients = coefficients;
    }

    /**
     * Arranges monomials.
     *
     * @param polynomials how many polynomials there are
     * @param monomials for each its polynomial and after it the ascending variables; repetitions do no harm
     */
    public static MonomialTree of(int polynomials, List<int[]> monomials) {
        int longest = monomials.stream().mapToInt(m -> m.length).max().orElse(1);
        Map<List<Integer>, List<Integer>> parents = parents(monomials, longest);
        List<List<Integer>> nodes = new ArrayList<>();
        List<List<Integer>> leaves = new ArrayList<>();
        Map<List<Integer>, Integer> number = new HashMap<>();
        for (int p = 0; p < polynomials; p++) {
            number.put(List.of(p), nodes.size());
            nodes.add(List.of(p));
        }
        for (List<Integer> m : parents.keySet()) {
            if (m.size() == longest) {
                leaves.add(m);
            } else {
                number.put(m, nodes.size());
                nodes.add(m);
            }
        }
        Map<List<Integer>, List<List<Integer>>> leavesOf = new HashMap<>();
        for (List<Integer> leaf : leaves) {
            leavesOf.computeIfAbsent(parentOf(parents, leaf), k -> new ArrayList<>())
                    .add(leaf);
        }
        int[] parent = new int[nodes.size()];
        int[] variable = new int[nodes.size()];
        int[] leafStart = new int[nodes.size() + 1];
        int[] leafVariable = new int[leaves.size()];
        Map<List<Integer>, Integer> coefficients = new HashMap<>();
        int leaf = 0;
        for (int n = 0; n < nodes.size(); n++) {
            List<Integer> prefix = nodes.get(n);
            leafStart[n] = leaf;
            if (n >= polynomials) {
                List<Integer> above = parentOf(parents, prefix);
                parent[n] = number.getOrDefault(above, -1);
                variable[n] = added(above, prefix);
                coefficients.put(prefix, n - polynomials);
            }
            for (List<Integer> below : leavesOf.getOrDefault(prefix, List.of())) {
                coefficients.put(below, nodes.size() - polynomials + leaf);
                leafVariable[leaf++] = added(prefix, below);
            }
        }
        leafStart[nodes.size()] = leaf;
        return new MonomialTree(polynomials, parent, variable, leafStart, leafVariable, coefficients);
    }

    /**
     * The nodes and leaves, shortest first, with what they stand below; each is its polynomial and after it the ascending
     * variables.
     */
    private static Map<List<Integer>, List<Integer>> parents(List<int[]> monomials, int longest) {
        List<Map<List<Integer>, List<Integer>>> levels = new ArrayList<>();
        Set<List<Integer>> below = new LinkedHashSet<>();
        for (int length = longest; length >= 2; length--) {
            Set<List<Integer>> level = new LinkedHashSet<>();
            for (int[] m : monomials) {
                if (m.length == length) {
                    level.add(Arrays.stream(m).boxed().toList());
                }
            }
            level.addAll(below);
            Map<List<Integer>, List<Integer>> chosen = cover(level);
            levels.add(chosen);
            below = new LinkedHashSet<>(chosen.values());
        }
        Map<List<Integer>, List<Integer>> all = new LinkedHashMap<>();
        for (Map<List<Integer>, List<Integer>> level : levels.reversed()) {
            all.putAll(level);
        }
        return all;
    }

    /** For each product one that is shorter by a factor, such that there are few of these: greedily the most shared first. */
    private static Map<List<Integer>, List<Integer>> cover(Set<List<Integer>> products) {
        Map<List<Integer>, Set<List<Integer>>> covered = new LinkedHashMap<>();
        for (List<Integer> product : products) {
            for (int k = 1; k < product.size(); k++) {
                covered.computeIfAbsent(without(product, k), c -> new LinkedHashSet<>())
                        .add(product);
            }
        }
        record Candidate(List<Integer> product, int covers, int order) {}
        PriorityQueue<Candidate> best = new PriorityQueue<>(
                Comparator.comparingInt(Candidate::covers).reversed().thenComparingInt(Candidate::order));
        covered.forEach((c, p) -> best.add(new Candidate(c, p.size(), best.size())));
        Map<List<Integer>, List<Integer>> chosen = new HashMap<>();
        while (chosen.size() < products.size()) {
            Candidate top = best.remove();
            Set<List<Integer>> rest = covered.getOrDefault(top.product(), Set.of());
            rest.removeIf(chosen::containsKey);
            if (rest.size() < top.covers()) {
                best.add(new Candidate(top.product(), rest.size(), top.order())); // others have taken some
                continue;
            }
            rest.forEach(product -> chosen.put(product, top.product()));
        }
        Map<List<Integer>, List<Integer>> inOrder = new LinkedHashMap<>();
        products.forEach(product -> inOrder.put(product, parentOf(chosen, product)));
        return inOrder;
    }

    private static List<Integer> without(List<Integer> product, int k) {
        List<Integer> rest = new ArrayList<>(product.subList(0, k));
        rest.addAll(product.subList(k + 1, product.size()));
        return List.copyOf(rest);
    }

    private static List<Integer> parentOf(Map<List<Integer>, List<Integer>> parents, List<Integer> product) {
        List<Integer> parent = parents.get(product);
        if (parent == null) {
            throw new IllegalStateException("nothing above " + product);
        }
        return parent;
    }

    /** The factor by which a product is longer than another; both ascending after their polynomial. */
    private static int added(List<Integer> shorter, List<Integer> longer) {
        for (int k = 1; k < shorter.size(); k++) {
            if (!shorter.get(k).equals(longer.get(k))) {
                return longer.get(k);
            }
        }
        return longer.getLast();
    }

    /** The number of polynomials. */
    public int roots() {
        return roots;
    }

    /** The number of roots and inner nodes. */
    public int nodes() {
        return parent.length;
    }

    /** The number of coefficients of all polynomials together. */
    public int coefficients() {
        return parent.length - roots + leafVariable.length;
    }

    /**
     * The number of a monomial's coefficient.
     *
     * @param monomial its polynomial and after it the ascending variables
     * @throws IllegalArgumentException if it was not given to {@link #of}
     */
    public int coefficient(int[] monomial) {
        Integer found = coefficients.get(Arrays.stream(monomial).boxed().toList());
        if (found == null) {
            throw new IllegalArgumentException("the tree has no monomial " + Arrays.toString(monomial));
        }
        return found;
    }

    /** The parent of each node; arbitrary for roots; not to be modified. */
    public int[] parent() {
        return parent;
    }

    /** The first leaf of each node, and the number of leaves at the end; not to be modified. */
    public int[] leafStart() {
        return leafStart;
    }

    /** Variables of the nodes times a stride. */
    public int[] variable(int stride) {
        return Arrays.stream(variable).map(v -> v * stride).toArray();
    }

    /** Variables of the leaves times a stride. */
    public int[] leafVariable(int stride) {
        return Arrays.stream(leafVariable).map(v -> v * stride).toArray();
    }
}
