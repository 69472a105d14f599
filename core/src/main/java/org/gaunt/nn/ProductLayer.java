package org.gaunt.nn;

import java.util.ArrayList;
import java.util.List;
import org.gaunt.autodiff.Rows;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Operand.Access;
import org.gaunt.o3.Irreps;
import org.gaunt.plan.ProductPlan;
import org.gaunt.product.ProductSpec;
import org.gaunt.product.Products;
import org.gaunt.product.Route;

/**
 * Any product of irreps that a {@link ProductSpec} describes, of two inputs or more: products on the sphere, of matrices, of vectors,
 * from decomposed tables.
 *
 * <p>Weights: one tensor for each operand that is a weight and shared by all rows, with the name of the operand, normal numbers at the
 * start. Weights that are different in each row are given with the inputs.
 *
 * <pre>{@code
 * var product = ProductLayer.chosen(GauntProducts.of(features, features, features));
 * Var z = product.apply(x, y);
 * }</pre>
 */
public final class ProductLayer implements Weighted {
    private final ProductSpec spec;
    private final List<Access> access;
    private final ProductPlan plan;
    /** For each operand but the output its weight, or empty where it is given. */
    private final List<List<Weight>> own = new ArrayList<>();

    /** The product computed from its table, with weights of its own from seed 0. */
    public ProductLayer(ProductSpec spec) {
        this(spec, Route.SPARSE);
    }

    /** The product computed by a given route, with weights of its own from seed 0. */
    public ProductLayer(ProductSpec spec, Route route) {
        Scope root = Scope.root();
        this(root, spec, sharedWeights(spec), route);
        root.build(0);
    }

    /**
     * A product with weights in a scope.
     *
     * @param access for each operand, the output included, which row it takes: its own, the only one, or a gathered one; an output
     *     that is gathered is summed over the rows that name it
     * @param route how it is computed
     * @throws IllegalArgumentException if the product does not have the route, or not with this access
     */
    public ProductLayer(Scope scope, ProductSpec spec, List<Access> access, Route route) {
        this.spec = spec;
        this.access = List.copyOf(access);
        this.plan = ProductPlan.of(spec, access, route);
        for (int k = 0; k < spec.operands().size() - 1; k++) {
            ProductSpec.Operand o = spec.operands().get(k);
            boolean owned = o.role() == ProductSpec.Role.WEIGHT && access.get(k).isShared();
            own.add(owned ? List.of(scope.weight(o.name(), Initializer.NORMAL, o.dim())) : List.of());
        }
    }

    /** The product by its cheapest route, {@link Products#choose}, with weights of its own from seed 0. */
    public static ProductLayer chosen(ProductSpec spec) {
        return new ProductLayer(spec, Products.choose(spec).route());
    }

    /** Own rows for inputs and output, one row for weights. */
    public static List<Access> sharedWeights(ProductSpec spec) {
        return spec.operands().stream()
                .map(o -> o.role() == ProductSpec.Role.WEIGHT ? Access.shared() : Access.row())
                .toList();
    }

    /** The product: its operands, paths and coefficients. */
    public ProductSpec spec() {
        return spec;
    }

    /** Irreps of the output. */
    public Irreps out() {
        return spec.out();
    }

    @Override
    public List<Weight> weights() {
        return own.stream().flatMap(List::stream).toList();
    }

    /**
     * Evaluates the product where every operand has a row for each row of the output, or one row for all.
     *
     * @param operands all operands but the output and the layer's own weights, in order
     * @throws IllegalArgumentException if an operand is missing or has another shape
     */
    public Var apply(Var... operands) {
        int given = 0;
        for (int k = 0; k < own.size(); k++) {
            if (own.get(k).isEmpty()) {
                if (access.get(k).isRow() && given < operands.length) {
                    return apply(Rows.of(operands[given].rows()), operands);
                }
                given++;
            }
        }
        throw new IllegalArgumentException(
                "the number of rows of " + spec + " cannot be told from its operands: give the rows");
    }

    /**
     * Evaluates the product.
     *
     * @param rows the rows, and the index arrays of gathered operands
     * @param operands all operands but the output and the layer's own weights, in order
     */
    public Var apply(Rows rows, Var... operands) {
        int wanted = (int) own.stream().filter(List::isEmpty).count();
        if (operands.length != wanted) {
            throw new IllegalArgumentException(
                    this + " takes " + wanted + " operands, but " + operands.length + " were given");
        }
        Var[] all = new Var[own.size()];
        int given = 0;
        for (int k = 0; k < all.length; k++) {
            all[k] = own.get(k).isEmpty()
                    ? operands[given++]
                    : own.get(k).getFirst().on(operands[0].tape());
        }
        return plan.apply(operands[0].tape(), rows, all);
    }

    @Override
    public String toString() {
        return "ProductLayer of " + spec;
    }
}
