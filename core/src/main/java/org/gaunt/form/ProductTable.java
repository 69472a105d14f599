package org.gaunt.form;

import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import org.gaunt.product.ProductSpec.Coefficient;

/**
 * The coefficients of a product of two inputs with channels, z[k] = Σ C[i][j][k] x[i] y[j], and its expression.
 *
 * <p>Every product x[i] y[j] is made once and meets a coefficient for each k. Where the coefficients of x[i] y[j] and x[j] y[i] are
 * equal or opposite, as 3j symbols of two inputs with the same irreps are, their sum or difference is made instead, which halves the
 * multiplications by coefficients: a quarter of all operations of value and gradient at degree 3.
 */
final class ProductTable {
    private static final double EQUAL = 1e-12;

    /** Components of x and y. */
    private record Pair(int x, int y) implements Comparable<Pair> {
        private static final Comparator<Pair> ORDER =
                Comparator.comparingInt(Pair::x).thenComparingInt(Pair::y);

        @Override
        public int compareTo(Pair other) {
            return ORDER.compare(this, other);
        }
    }

    /** Component of z to pair to coefficient. */
    private final Map<Integer, Map<Pair, Double>> table = new TreeMap<>();

    /**
     * Adds up the coefficients of all terms.
     *
     * @param form one that {@linkplain #suits suits}
     */
    ProductTable(MultilinearForm form) {
        for (MultilinearForm.Term term : form.terms()) {
            for (Coefficient c : term.coefficients()) {
                int[] component = new int[3];
                for (int f = 0; f < 3; f++) {
                    MultilinearForm.Block block = term.factors().get(f);
                    component[block.operand()] = block.first() + c.components().get(f);
                }
                table.computeIfAbsent(component[2], k -> new TreeMap<>())
                        .merge(new Pair(component[0], component[1]), c.value(), Double::sum);
            }
        }
    }

    /** Whether every term multiplies a component of the first and one of the second operand into the third, all with channels. */
    static boolean suits(MultilinearForm form) {
        return form.operands().size() == 3
                && form.operands().stream().allMatch(Operand::channels)
                && form.terms().stream()
                        .allMatch(p -> p.factors().size() == 3
                                && p.factors().stream()
                                                .map(MultilinearForm.Block::operand)
                                                .distinct()
                                                .count()
                                        == 3);
    }

    /** Σ z[k] Σ C[i][j][k] x[i] y[j], the operands numbered 0 (x), 1 (y), 2 (z). */
    int expression(ExprGraph g) {
        int sum = g.constant(0);
        for (Map.Entry<Integer, Map<Pair, Double>> row : table.entrySet()) {
            int inner = g.constant(0);
            for (Map.Entry<Pair, Double> entry : row.getValue().entrySet()) {
                Pair pair = entry.getKey();
                double value = entry.getValue();
                Pair mirrored = new Pair(pair.y(), pair.x());
                double sign = sign(value, row.getValue().getOrDefault(mirrored, 0.0));
                if (sign == 0 || pair.x() == pair.y()) {
                    inner = g.add(inner, g.scale(value, product(g, pair)));
                } else if (pair.x() < pair.y()) {
                    int both = g.add(product(g, pair), g.scale(sign, product(g, mirrored)));
                    inner = g.add(inner, g.scale(value, both));
                }
            }
            sum = g.add(sum, g.mul(g.input(2, row.getKey()), inner));
        }
        return sum;
    }

    private static int product(ExprGraph g, Pair pair) {
        return g.mul(g.input(0, pair.x()), g.input(1, pair.y()));
    }

    /** 1 where two coefficients are equal, -1 where they are opposite, else 0; they are rounded differently. */
    private static double sign(double a, double b) {
        if (Math.abs(Math.abs(a) - Math.abs(b)) > EQUAL * Math.max(Math.abs(a), Math.abs(b))) {
            return 0;
        }
        return Math.signum(a * b);
    }
}
