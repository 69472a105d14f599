package org.gaunt.kernel.form;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.gaunt.product.ProductSpec;

/** Paths of products that are a weight, two operands with channels, and plain numbers: matrix products. */
final class MatrixPaths {
    private MatrixPaths() {}

    /** Whether the path is one weight with one component or none, two other operands with channels, and anything without. */
    static boolean applies(ProductSpec.Path path, List<Operand> operands, ProductSpec spec) {
        List<Integer> channelled = channelled(path, operands);
        int weight = weight(path, channelled, spec);
        return channelled.size() - (weight >= 0 ? 1 : 0) == 2;
    }

    private static List<Integer> channelled(ProductSpec.Path path, List<Operand> operands) {
        List<Integer> result = new ArrayList<>();
        for (int f = 0; f < path.factors().size(); f++) {
            if (operands.get(path.factors().get(f).operand()).channels()) {
                result.add(f);
            }
        }
        return result;
    }

    /** Of three factors with channels the middle one that has one component, as the convolution's, else any such; or -1. */
    private static int weight(ProductSpec.Path path, List<Integer> channelled, ProductSpec spec) {
        if (channelled.size() != 3) {
            return -1;
        }
        for (int f : List.of(channelled.get(1), channelled.get(0), channelled.get(2))) {
            if (segment(spec, path.factors().get(f)).components() == 1) {
                return f;
            }
        }
        return -1;
    }

    private static ProductSpec.Segment segment(ProductSpec spec, ProductSpec.Factor f) {
        return spec.operands().get(f.operand()).segments().get(f.segment());
    }

    private static int firstComponent(ProductSpec spec, ProductSpec.Factor f) {
        return spec.operands().get(f.operand()).segments().subList(0, f.segment()).stream()
                .mapToInt(ProductSpec.Segment::components)
                .sum();
    }

    static MatrixTerm term(ExprGraph g, ProductSpec.Path path, List<Operand> operands, ProductSpec spec) {
        List<Integer> channelled = channelled(path, operands);
        int weight = weight(path, channelled, spec);
        List<Integer> sides = channelled.stream().filter(f -> f != weight).toList();
        int left = sides.get(0);
        int right = sides.get(1);
        ProductSpec.Factor l = path.factors().get(left);
        ProductSpec.Factor r = path.factors().get(right);
        List<List<Integer>> matrix = new ArrayList<>();
        for (int i = 0; i < segment(spec, l).components(); i++) {
            matrix.add(new ArrayList<>(Collections.nCopies(segment(spec, r).components(), g.constant(0))));
        }
        for (ProductSpec.Coefficient c : path.coefficients()) {
            int node = g.constant(c.value());
            for (int f = 0; f < path.factors().size(); f++) {
                if (f != left && f != right && f != weight) {
                    ProductSpec.Factor plain = path.factors().get(f);
                    node = g.mul(
                            node,
                            g.input(
                                    plain.operand(),
                                    firstComponent(spec, plain) + c.components().get(f)));
                }
            }
            List<Integer> row = matrix.get(c.components().get(left));
            int k = c.components().get(right);
            row.set(k, g.add(row.get(k), node));
        }
        return new MatrixTerm(
                weight < 0 ? -1 : path.factors().get(weight).operand(),
                weight < 0 ? 0 : firstComponent(spec, path.factors().get(weight)),
                l.operand(),
                firstComponent(spec, l),
                r.operand(),
                firstComponent(spec, r),
                matrix);
    }
}
