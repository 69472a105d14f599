package org.gaunt.nn;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.gaunt.autodiff.Var;
import org.gaunt.o3.Irreps;
import org.gaunt.plan.ProductPlan;
import org.gaunt.product.ClebschGordan;
import org.gaunt.product.ProductSpec;

/**
 * A tensor product of irreps (e3nn's {@code o3.TensorProduct}) with weights that all rows share.
 *
 * <p>Which terms couple, and how their channels are connected, is a {@link ClebschGordan}: fully connected, channelwise, elementwise,
 * full, or a list of paths. Weights: {@code weight}, as {@link ClebschGordan#weightViews} says; none where no path has any. They may
 * also come from elsewhere, row by row ({@link #apply(Var, Var, Var)}).
 *
 * <pre>{@code
 * var product = new TensorProduct("8x0e+8x1o", "8x0e+8x1o", "4x0e+2x1o");
 * try (Tape t = Tape.open()) {
 *     Var z = product.apply(t.input(x), t.input(y));       // rows of 32 numbers, rows of 10 numbers
 * }
 * }</pre>
 */
public final class TensorProduct implements BinaryLayer {
    private final ClebschGordan product;
    private final Optional<Weight> weight;
    private final ProductPlan shared;
    private final ProductPlan own;

    /** Every term with every term to every term of the output, with weights of its own from seed 0. */
    public TensorProduct(String in1, String in2, String out) {
        this(Irreps.parse(in1), Irreps.parse(in2), Irreps.parse(out));
    }

    /** Every term with every term to every term of the output, with weights of its own from seed 0. */
    public TensorProduct(Irreps in1, Irreps in2, Irreps out) {
        this(ClebschGordan.fullyConnected(in1, in2, out));
    }

    /** A product of any paths with weights of its own from seed 0. */
    public TensorProduct(ClebschGordan product) {
        Scope root = Scope.root();
        this(root, product);
        root.build(0);
    }

    /** A product of any paths with weights in a scope, normal numbers at the start. */
    public TensorProduct(Scope scope, ClebschGordan product) {
        this(scope, product, Initializer.NORMAL);
    }

    /**
     * A product of any paths with weights in a scope.
     *
     * @param start first values of the weights
     * @throws IllegalArgumentException if nothing couples, or a term of the output is reached by no path
     */
    public TensorProduct(Scope scope, ClebschGordan product, Initializer start) {
        this.product = product;
        int count = product.weightCount();
        this.weight = count == 0 ? Optional.empty() : Optional.of(scope.weight("weight", start, count));
        ProductSpec spec = product.spec();
        this.own = ProductPlan.of(spec);
        this.shared = count == 0 ? own : ProductPlan.withSharedWeights(spec);
    }

    /** The product: its paths, their coefficients, and the places of their weights. */
    public ClebschGordan product() {
        return product;
    }

    @Override
    public Irreps in1() {
        return product.in1();
    }

    @Override
    public Irreps in2() {
        return product.in2();
    }

    @Override
    public Irreps out() {
        return product.out();
    }

    @Override
    public List<Weight> weights() {
        return weight.map(List::of).orElse(Collections.emptyList());
    }

    @Override
    public Var apply(Var x, Var y) {
        check(x, y);
        Var[] operands = weight.isEmpty()
                ? new Var[] {x, y}
                : new Var[] {x, y, weight.get().on(x.tape())};
        return shared.apply(x.tape(), x.rows(), operands);
    }

    /**
     * The product with other weights than its own.
     *
     * @param w one row of {@link ClebschGordan#weightCount} numbers for all rows, or one for each
     * @throws IllegalArgumentException if the product has no weights or shapes do not fit
     */
    public Var apply(Var x, Var y, Var w) {
        check(x, y);
        if (weight.isEmpty()) {
            throw new IllegalArgumentException(this + " has no weights, but weights were given");
        }
        ProductPlan plan = w.rows() == 1 && x.rows() != 1 ? shared : own;
        return plan.apply(x.tape(), x.rows(), x, y, w);
    }

    private void check(Var x, Var y) {
        Shapes.check(x, in1(), "the first input of " + this);
        Shapes.check(y, in2(), "the second input of " + this);
        if (x.rows() != y.rows()) {
            throw new IllegalArgumentException(
                    "the inputs of " + this + " have " + x.rows() + " and " + y.rows() + " rows: give as many of both");
        }
    }

    @Override
    public String toString() {
        return "TensorProduct "
                + String.join(
                        " x ", Stream.of(in1(), in2()).map(Irreps::toString).toList()) + " -> " + out();
    }
}
