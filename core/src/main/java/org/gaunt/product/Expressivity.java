package org.gaunt.product;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The dimension of the set of multilinear maps that a product reaches.
 *
 * <p>One channel is looked at. Every segment of every operand, the result and the weights included, gets a factor of its own: that is
 * all that linear layers before and behind the product can do to one channel (Xie et al. 2025, who count n1 + n2 + n3 - 2 for the Gaunt
 * product and the number of paths for Clebsch-Gordan). The map then has the coefficient c_p Π t_s on each path p, the product running
 * over the segments s of the path. At a generic point the logarithms of the coefficients are linear in those of the factors, so the
 * rank of the Jacobian is that of the matrix with a row for each path and a column for each segment that counts how often the
 * segment occurs in the path. It is computed exactly, modulo a prime.
 */
final class Expressivity {
    /** 2^31 - 1: larger than any minor of the small integers that the matrix consists of is likely to have as a divisor. */
    private static final long PRIME = Integer.MAX_VALUE;

    private Expressivity() {}

    private record Column(int operand, int segment) {}

    static int of(ProductSpec spec) {
        Map<Column, Integer> columns = new LinkedHashMap<>();
        Set<List<Column>> paths = new LinkedHashSet<>();
        for (ProductSpec.Path path : spec.paths()) {
            if (!Interactability.couples(spec, path)) {
                continue;
            }
            List<Column> row = path.factors().stream()
                    .map(f -> new Column(f.operand(), f.segment()))
                    .toList();
            row.forEach(c -> columns.putIfAbsent(c, columns.size()));
            paths.add(row);
        }
        List<long[]> rows = new ArrayList<>();
        for (List<Column> path : paths) {
            long[] row = new long[columns.size()];
            path.forEach(c -> row[columns.getOrDefault(c, 0)]++);
            rows.add(row);
        }
        return rank(rows, columns.size());
    }

    /** Gaussian elimination; destroys the rows. */
    private static int rank(List<long[]> rows, int columns) {
        int rank = 0;
        for (int column = 0; column < columns && rank < rows.size(); column++) {
            int pivot = rank;
            while (pivot < rows.size() && rows.get(pivot)[column] == 0) {
                pivot++;
            }
            if (pivot == rows.size()) {
                continue;
            }
            long[] top = rows.set(pivot, rows.get(rank));
            rows.set(rank, top);
            long inverse = power(top[column], PRIME - 2);
            for (int r = rank + 1; r < rows.size(); r++) {
                long[] row = rows.get(r);
                long factor = row[column] * inverse % PRIME;
                for (int k = column; k < columns && factor != 0; k++) {
                    row[k] = Math.floorMod(row[k] - factor * top[k], PRIME);
                }
            }
            rank++;
        }
        return rank;
    }

    private static long power(long base, long exponent) {
        long result = 1;
        long square = base % PRIME;
        for (long e = exponent; e > 0; e >>= 1) {
            result = (e & 1) == 1 ? result * square % PRIME : result;
            square = square * square % PRIME;
        }
        return result;
    }
}
