package org.gaunt.form;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gaunt.product.ProductSpec.Coefficient;

/**
 * A multilinear form by its coefficients: Σ_terms Σ coefficient · component · component · ... of the operands, summed over rows and
 * channels.
 *
 * @param name for messages
 * @param operands what is multiplied
 * @param terms the sums
 */
public record MultilinearForm(String name, List<Operand> operands, List<Term> terms) {
    public MultilinearForm {
        operands = List.copyOf(operands);
        terms = List.copyOf(terms);
        for (Term t : terms) {
            for (Block b : t.factors()) {
                int components = operands.get(b.operand()).components();
                if (b.first() < 0 || b.first() + b.components() > components) {
                    throw new IllegalArgumentException(name + ": " + b + " is not in operand "
                            + operands.get(b.operand()).name() + ", which has " + components + " components");
                }
            }
        }
    }

    /**
     * Some components of an operand, one after another.
     *
     * @param operand number of the operand
     * @param first number of the first component
     * @param components how many there are
     */
    public record Block(int operand, int first, int components) {}

    /**
     * A sum over coefficients.
     *
     * @param factors the blocks whose components are multiplied
     * @param coefficients each with one component of each block, counted from its first
     */
    public record Term(List<Block> factors, List<Coefficient> coefficients) {
        public Term {
            factors = List.copyOf(factors);
            coefficients = List.copyOf(coefficients);
        }
    }

    /**
     * The form as an expression.
     *
     * <p>Sums are nested so that operands without channels meet the coefficients first: their contraction is a few plain
     * numbers of a row, and what is left over channels is as little as can be. Two inputs with channels are multiplied first: see
     * {@link ProductTable}.
     */
    public Form form() {
        if (ProductTable.suits(this)) {
            return Form.of(name, operands, g -> new ProductTable(this).expression(g));
        }
        return Form.of(name, operands, g -> {
            int sum = g.constant(0);
            for (Term term : terms) {
                sum = g.add(sum, nest(g, term));
            }
            return sum;
        });
    }

    private int nest(ExprGraph g, Term term) {
        List<Integer> order = new ArrayList<>();
        for (int f = 0; f < term.factors().size(); f++) {
            order.add(f);
        }
        // outermost what has one component and channels (a path's weight), then the result, then inputs, then plain
        // numbers
        order.sort(Comparator.comparingInt((Integer f) -> {
                    Block b = term.factors().get(f);
                    return !operands.get(b.operand()).channels() ? 2 : b.components() == 1 ? 0 : 1;
                })
                .thenComparing(Comparator.reverseOrder()));
        return nest(g, term.factors(), order, 0, term.coefficients());
    }

    private static int nest(
            ExprGraph g, List<Block> factors, List<Integer> order, int depth, List<Coefficient> coefficients) {
        if (depth == order.size()) {
            return g.constant(
                    coefficients.stream().mapToDouble(Coefficient::value).sum());
        }
        int factor = order.get(depth);
        Block block = factors.get(factor);
        Map<Integer, List<Coefficient>> byComponent = new TreeMap<>();
        for (Coefficient c : coefficients) {
            byComponent
                    .computeIfAbsent(c.components().get(factor), k -> new ArrayList<>())
                    .add(c);
        }
        int sum = g.constant(0);
        for (Map.Entry<Integer, List<Coefficient>> e : byComponent.entrySet()) {
            int inner = nest(g, factors, order, depth + 1, e.getValue());
            sum = g.add(sum, g.mul(g.input(block.operand(), block.first() + e.getKey()), inner));
        }
        return sum;
    }
}
