package org.gaunt.product;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gaunt.o3.Irrep;
import org.gaunt.o3.Wigner3j;

/**
 * MACE's U tensor, sparse: one column for every way to couple the factors one after the other. The columns are not
 * symmetric in the factors, so many of them (23 for eight invariants, for example) describe the same polynomials;
 * {@link SymmetricBasis#fromCouplingTrees} maps weights of these columns to those of an independent basis.
 *
 * <p>Element [M, i_1 .. i_order, column] multiplies A_i1 ... A_iorder and adds to component M of the output.
 */
public final class CouplingTensor {

    private static final double THRESHOLD = 1e-14;

    private final int order;
    private final int columns;
    private final int[][] indices;
    private final double[] values;

    private CouplingTensor(int order, int columns, int[][] indices, double[] values) {
        this.order = order;
        this.columns = columns;
        this.indices = indices;
        this.values = values;
    }

    /**
     * A tensor given by its elements, for example from a checkpoint.
     *
     * @param order the number of factors
     * @param columns the number of columns
     * @param indices (M, i_1 .. i_order, column) of each element: shape [nonzeros][order + 2]
     * @param values shape [nonzeros]
     * @return the tensor; the arrays are copied
     * @throws IllegalArgumentException if the shapes disagree or an index is out of range
     */
    public static CouplingTensor ofElements(int order, int columns, int[][] indices, double[] values) {
        if (indices.length != values.length) {
            throw new IllegalArgumentException(indices.length + " index lists for " + values.length + " values");
        }
        for (int[] element : indices) {
            if (element.length != order + 2
                    || Arrays.stream(element).min().orElse(-1) < 0
                    || element[order + 1] >= columns) {
                throw new IllegalArgumentException("the indices " + Arrays.toString(element) + " are not (M, i_1 .. i_"
                        + order + ", column) with a column below " + columns);
            }
        }
        int[][] copy = Arrays.stream(indices).map(int[]::clone).toArray(int[][]::new);
        return new CouplingTensor(order, columns, copy, values.clone());
    }

    /**
     * MACE's tensor for features 0e+1o+2e+..., with the columns in MACE's order and the signs of e3nn 0.5's 3j
     * symbols. A coupling of left and new to out is sqrt(2 out + 1) times 3j(out, left, new). From four factors on
     * only intermediates of natural parity occur, as in MACE.
     *
     * @param lmax the largest degree of the features
     * @param out the output
     * @param order the number of factors, 1 or more
     * @return the tensor
     */
    public static CouplingTensor of(int lmax, Irrep out, int order) {
        SymmetricBasis.check(lmax, order);
        List<Tree> trees = trees(lmax, out, order);
        List<int[]> indices = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        for (int column = 0; column < trees.size(); column++) {
            List<Map<List<Integer>, Double>> components = trees.get(column).components();
            for (int m = 0; m < components.size(); m++) {
                for (Map.Entry<List<Integer>, Double> element :
                        components.get(m).entrySet()) {
                    if (Math.abs(element.getValue()) > THRESHOLD) {
                        int[] index = new int[order + 2];
                        index[0] = m;
                        for (int k = 0; k < order; k++) {
                            index[k + 1] = element.getKey().get(k);
                        }
                        index[order + 1] = column;
                        indices.add(index);
                        values.add(element.getValue());
                    }
                }
            }
        }
        Integer[] sorted = new Integer[indices.size()];
        Arrays.setAll(sorted, i -> i);
        Arrays.sort(sorted, (a, b) -> Arrays.compare(indices.get(a), indices.get(b)));
        return new CouplingTensor(
                order,
                trees.size(),
                Arrays.stream(sorted).map(indices::get).toArray(int[][]::new),
                Arrays.stream(sorted).mapToDouble(values::get).toArray());
    }

    /** The number of factors. */
    public int order() {
        return order;
    }

    /** The number of columns, one per coupling tree. */
    public int columns() {
        return columns;
    }

    /** The number of elements that are not zero. */
    public int nonzeros() {
        return values.length;
    }

    /**
     * Where an element is.
     *
     * @param element 0..nonzeros-1, in row-major order if made by {@link #of}
     * @return a copy of (M, i_1 .. i_order, column)
     */
    public int[] indices(int element) {
        return indices[element].clone();
    }

    /**
     * An element.
     *
     * @param element 0..nonzeros-1
     * @return its value
     */
    public double value(int element) {
        return values[element];
    }

    /** Whether MACE lets an irrep occur inside a tree (and as the output): from four factors on only natural parity. */
    private static boolean occurs(Irrep ir, int order) {
        return order < 4 || ir.isNatural();
    }

    /** The number of trees of {@link #of}, without building them. */
    static int countTrees(int lmax, Irrep out, int order) {
        Map<Irrep, Integer> counts = new HashMap<>();
        for (int l = 0; l <= lmax; l++) {
            counts.put(Irrep.natural(l), 1);
        }
        for (int factor = 2; factor <= order; factor++) {
            Map<Irrep, Integer> next = new HashMap<>();
            counts.forEach((left, count) -> {
                for (int l = 0; l <= lmax; l++) {
                    for (Irrep ir : left.times(Irrep.natural(l))) {
                        if (occurs(ir, order)) {
                            next.merge(ir, count, Integer::sum);
                        }
                    }
                }
            });
            counts = next;
        }
        return counts.getOrDefault(out, 0);
    }

    /** The trees with an output, or all if it is null: each level sorted by irrep, otherwise left factor first. */
    private static List<Tree> trees(int lmax, Irrep out, int order) {
        List<Tree> trees = new ArrayList<>();
        for (int l = 0; l <= lmax; l++) {
            List<Map<List<Integer>, Double>> components = new ArrayList<>();
            for (int m = 0; m < 2 * l + 1; m++) {
                components.add(Map.of(List.of(l * l + m), 1.0));
            }
            trees.add(new Tree(Irrep.natural(l), components));
        }
        for (int factor = 2; factor <= order; factor++) {
            List<Tree> next = new ArrayList<>();
            for (Tree left : trees) {
                for (int l = 0; l <= lmax; l++) {
                    for (Irrep ir : left.ir().times(Irrep.natural(l))) {
                        if (occurs(ir, order) && (factor < order || ir.equals(out))) {
                            next.add(left.couple(l, ir));
                        }
                    }
                }
            }
            next.sort(Comparator.comparing(Tree::ir));
            trees = next;
        }
        return trees.stream().filter(t -> t.ir().equals(out)).toList();
    }

    /** A coupling tree: for each component of its irrep the index tuples and coefficients. */
    private record Tree(Irrep ir, List<Map<List<Integer>, Double>> components) {

        Tree couple(int l, Irrep out) {
            double[][][] c = Wigner3j.of(out.l(), ir.l(), l);
            double scale = Math.sqrt(out.dim());
            List<Map<List<Integer>, Double>> coupled = new ArrayList<>();
            for (int m = 0; m < out.dim(); m++) {
                Map<List<Integer>, Double> sum = new HashMap<>();
                for (int a = 0; a < ir.dim(); a++) {
                    for (int b = 0; b < 2 * l + 1; b++) {
                        if (c[m][a][b] != 0) {
                            int last = l * l + b;
                            double factor = scale * c[m][a][b];
                            components
                                    .get(a)
                                    .forEach((tuple, v) -> sum.merge(append(tuple, last), factor * v, Double::sum));
                        }
                    }
                }
                coupled.add(sum);
            }
            return new Tree(out, coupled);
        }

        private static List<Integer> append(List<Integer> tuple, int last) {
            List<Integer> longer = new ArrayList<>(tuple);
            longer.add(last);
            return List.copyOf(longer);
        }
    }
}
