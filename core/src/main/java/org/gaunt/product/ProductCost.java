package org.gaunt.product;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.gaunt.product.ProductSpec.Role;

/**
 * What a product costs when it is computed from its table: counts for one row, forward.
 *
 * <p>Multiply-adds are those of the obvious good loop: products of the inputs' components are formed once for a path, each nonzero
 * coefficient then is one multiply-add, and weights multiply what has been summed over coefficients. Kernels that share
 * subexpressions between paths do a little less; {@link Products#choose} compares with ways that need no table.
 *
 * @param paths the number of paths
 * @param coefficients nonzero entries of all paths
 * @param multiplyAdds of one row, all channels
 * @param weights numbers in the rows of weights
 * @param read numbers in all operands but the result
 * @param written numbers in the result
 */
public record ProductCost(int paths, int coefficients, long multiplyAdds, int weights, int read, int written) {
    private static final int FLOP_PER_MULTIPLY_ADD = 2;

    static ProductCost of(ProductSpec spec) {
        long multiplyAdds = 0;
        int coefficients = 0;
        for (ProductSpec.Path path : spec.paths()) {
            multiplyAdds += multiplyAdds(spec, path);
            coefficients += path.coefficients().size();
        }
        int last = spec.operands().size() - 1;
        int read = 0;
        for (int k = 0; k < last; k++) {
            read += spec.operands().get(k).dim();
        }
        return new ProductCost(
                spec.paths().size(),
                coefficients,
                multiplyAdds,
                spec.weightCount(),
                read,
                spec.output().dim());
    }

    private static long multiplyAdds(ProductSpec spec, ProductSpec.Path path) {
        Map<Character, Integer> all = new TreeMap<>();
        Map<Character, Integer> inputs = new TreeMap<>();
        int weightFactors = 0;
        for (ProductSpec.Factor f : path.factors()) {
            List<Integer> extents = f.extents(spec.segment(f));
            for (int e = 0; e < extents.size(); e++) {
                all.put(f.subscripts().charAt(e), extents.get(e));
                if (spec.role(f) == Role.INPUT) {
                    inputs.put(f.subscripts().charAt(e), extents.get(e));
                }
            }
            weightFactors += spec.role(f) == Role.WEIGHT ? 1 : 0;
        }
        Set<List<Integer>> products = new HashSet<>();
        Set<List<Integer>> results = new HashSet<>();
        for (ProductSpec.Coefficient c : path.coefficients()) {
            List<Integer> input = new ArrayList<>();
            List<Integer> result = new ArrayList<>();
            for (int f = 0; f < path.factors().size(); f++) {
                Role role = spec.role(path.factors().get(f));
                if (role == Role.OUTPUT) {
                    result.add(c.components().get(f));
                } else if (role == Role.INPUT) {
                    input.add(c.components().get(f));
                    if (input.size() > 1) {
                        products.add(List.copyOf(input));
                    }
                }
            }
            results.add(result);
        }
        return channels(inputs) * (products.size() + path.coefficients().size())
                + channels(all) * weightFactors * results.size();
    }

    private static long channels(Map<Character, Integer> letters) {
        return letters.values().stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
    }

    /** Floating-point operations of one row; a multiply-add counts two. */
    public long flop() {
        return FLOP_PER_MULTIPLY_ADD * multiplyAdds;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d paths, %d coefficients, %d multiply-adds, %d weights; reads %d numbers, writes %d",
                paths,
                coefficients,
                multiplyAdds,
                weights,
                read,
                written);
    }
}
