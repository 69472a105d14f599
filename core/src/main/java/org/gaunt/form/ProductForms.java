package org.gaunt.form;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gaunt.product.ProductSpec;

/** Turns products whose operands share one channel index, or have none, into forms. */
public final class ProductForms {
    private ProductForms() {}

    /**
     * The form of a product.
     *
     * <p>Sums are nested so that operands without channels meet the coefficients first: their contraction is a few plain
     * numbers of a row, and what is left over channels is as little as can be. Two inputs with channels are multiplied first: see
     * {@link ProductTable}.
     *
     * @param access for each operand which row it takes; operands keep their order
     * @throws IllegalArgumentException if an operand has more than one channel index
     */
    public static Form of(ProductSpec spec, List<Operand.Access> access) {
        List<Operand> operands = new ArrayList<>();
        for (int k = 0; k < spec.operands().size(); k++) {
            ProductSpec.Operand o = spec.operands().get(k);
            boolean channels = !o.segments().getFirst().extents().isEmpty();
            int components = 0;
            for (ProductSpec.Segment s : o.segments()) {
                if (s.extents().size() > 1 || s.extents().isEmpty() == channels) {
                    throw new IllegalArgumentException("operand " + o.name() + " of " + spec
                            + " must have one channel index in all segments, or none");
                }
                components += s.components();
            }
            operands.add(new Operand(o.name(), components, channels, access.get(k)));
        }
        for (ProductSpec.Path path : spec.paths()) {
            for (ProductSpec.Factor f : path.factors()) {
                if (!f.selection().isEmpty()) {
                    throw new IllegalArgumentException(
                            spec + " selects channels in " + f + ", which a form cannot: evaluate it by a ProductPlan");
                }
            }
        }
        if (ProductTable.suits(spec, operands)) {
            return Form.of(spec.name(), operands, g -> new ProductTable(spec).expression(g));
        }
        return Form.of(spec.name(), operands, g -> {
            int sum = g.constant(0);
            for (ProductSpec.Path path : spec.paths()) {
                sum = g.add(sum, nest(g, spec, path, operands));
            }
            return sum;
        });
    }

    private static int nest(ExprGraph g, ProductSpec spec, ProductSpec.Path path, List<Operand> operands) {
        List<Integer> order = new ArrayList<>();
        for (int f = 0; f < path.factors().size(); f++) {
            order.add(f);
        }
        // outermost what has one component and channels (a path's weight), then the result, then inputs, then plain
        // numbers
        order.sort(Comparator.comparingInt((Integer f) -> {
                    int operand = path.factors().get(f).operand();
                    int components = spec.operands()
                            .get(operand)
                            .segments()
                            .get(path.factors().get(f).segment())
                            .components();
                    return !operands.get(operand).channels() ? 2 : components == 1 ? 0 : 1;
                })
                .thenComparing(Comparator.reverseOrder()));
        return nest(g, spec, path, order, 0, path.coefficients());
    }

    private static int nest(
            ExprGraph g,
            ProductSpec spec,
            ProductSpec.Path path,
            List<Integer> order,
            int depth,
            List<ProductSpec.Coefficient> coefficients) {
        if (depth == order.size()) {
            return g.constant(coefficients.stream()
                    .mapToDouble(ProductSpec.Coefficient::value)
                    .sum());
        }
        int factor = order.get(depth);
        ProductSpec.Factor f = path.factors().get(factor);
        int first = first(spec, f);
        Map<Integer, List<ProductSpec.Coefficient>> byComponent = new TreeMap<>();
        for (ProductSpec.Coefficient c : coefficients) {
            byComponent
                    .computeIfAbsent(c.components().get(factor), k -> new ArrayList<>())
                    .add(c);
        }
        int sum = g.constant(0);
        for (Map.Entry<Integer, List<ProductSpec.Coefficient>> e : byComponent.entrySet()) {
            int inner = nest(g, spec, path, order, depth + 1, e.getValue());
            sum = g.add(sum, g.mul(g.input(f.operand(), first + e.getKey()), inner));
        }
        return sum;
    }

    /** The number of the first component that a factor takes of its operand. */
    static int first(ProductSpec spec, ProductSpec.Factor factor) {
        return spec.operands().get(factor.operand()).segments().subList(0, factor.segment()).stream()
                .mapToInt(ProductSpec.Segment::components)
                .sum();
    }
}
