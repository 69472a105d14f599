package org.gaunt.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The monomials of several polynomials in the same variables, as trees of their prefixes: the monomial x_i x_j x_k of polynomial
 * M, i ≤ j ≤ k, is the leaf k below the node j below the node i below the root M.
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
        List<List<Integer>> nodes = new ArrayList<>();
        Map<List<Integer>, Integer> number = new HashMap<>();
        for (int p = 0; p < polynomials; p++) {
            number.put(List.of(p), nodes.size());
            nodes.add(List.of(p));
        }
        List<List<Integer>> leaves = new ArrayList<>();
        // prefixes shorter than the longest monomial are nodes, in order of length
        for (int length = 2; length <= longest; length++) {
            for (int[] m : monomials) {
                if (m.length < length) {
                    continue;
                }
                List<Integer> prefix = Arrays.stream(m, 0, length).boxed().toList();
                if (number.containsKey(prefix)) {
                    continue;
                }
                number.put(prefix, -1);
                if (length < longest) {
                    number.put(prefix, nodes.size());
                    nodes.add(prefix);
                } else {
                    leaves.add(prefix);
                }
            }
        }
        Map<List<Integer>, List<List<Integer>>> leavesOf = new HashMap<>();
        for (List<Integer> leaf : leaves) {
            leavesOf.computeIfAbsent(leaf.subList(0, longest - 1), k -> new ArrayList<>())
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
                parent[n] = number.getOrDefault(prefix.subList(0, prefix.size() - 1), -1);
                variable[n] = prefix.getLast();
                coefficients.put(prefix, n - polynomials);
            }
            for (List<Integer> below : leavesOf.getOrDefault(prefix, List.of())) {
                coefficients.put(below, nodes.size() - polynomials + leaf);
                leafVariable[leaf++] = below.getLast();
            }
        }
        leafStart[nodes.size()] = leaf;
        return new MonomialTree(polynomials, parent, variable, leafStart, leafVariable, coefficients);
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
