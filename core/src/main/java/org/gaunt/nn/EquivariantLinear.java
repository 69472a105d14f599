package org.gaunt.nn;

import java.util.ArrayList;
import java.util.List;
import org.gaunt.autodiff.Groups;
import org.gaunt.autodiff.LinearMap;
import org.gaunt.autodiff.Rows;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Operand.Access;
import org.gaunt.o3.Irreps;
import org.gaunt.o3.MulIrrep;
import org.gaunt.plan.ProductPlan;
import org.gaunt.product.ClebschGordan.PathNormalization;
import org.gaunt.product.ProductSpec;
import org.gaunt.product.ProductSpec.Coefficient;
import org.gaunt.product.ProductSpec.Factor;
import org.gaunt.product.ProductSpec.Path;
import org.gaunt.product.ProductSpec.Segment;

/**
 * A linear map between terms of equal irreps (e3nn's {@code o3.Linear}), with biases on the even scalars where they are given.
 *
 * <p>Weights are one matrix [channels in][channels out] for each pair of terms, in the order of input and then output terms; biases
 * one number for each channel of the output's 0e terms. Both can be shared by all rows or be different for groups of rows.
 */
public final class EquivariantLinear {
    private final LinearMap map;
    private final Irreps out;
    private final List<Segment> biases = new ArrayList<>();
    private final List<Path> biasPaths = new ArrayList<>();
    /** For biases of all rows together, and of each. */
    private final List<ProductPlan> plans;

    /** Makes the layer; terms of the output without an equal one in the input are zero. */
    public EquivariantLinear(Irreps in, Irreps out, PathNormalization normalization) {
        this.out = out;
        this.map = LinearMap.ofIrreps(in, out, 1, normalization);
        if (map.blocks().isEmpty()) {
            throw new IllegalArgumentException("no irrep of " + out + " is in " + in
                    + ": a linear map needs terms of the same degree and parity on both sides");
        }
        for (int k = 0; k < out.size(); k++) {
            if (out.get(k).ir().isScalar() && out.get(k).mul() > 0) {
                biasPaths.add(new Path(
                        List.of(new Factor(0, biases.size(), "u"), new Factor(1, k, "u")),
                        List.of(new Coefficient(List.of(0, 0), 1))));
                biases.add(new Segment(1, List.of(out.get(k).mul())));
            }
        }
        plans = biases.isEmpty() ? List.of() : List.of(biasPlan(Access.shared()), biasPlan(Access.row()));
    }

    /** The numbers in a row of weights. */
    public int weights() {
        return map.weightSize();
    }

    /** The numbers in a row of biases. */
    public int biases() {
        return biases.stream().mapToInt(Segment::dim).sum();
    }

    /** What rows of the result consist of. */
    public Irreps out() {
        return out;
    }

    /**
     * Applies the map.
     *
     * @param groups which rows share weights
     * @param w one row of weights for each group
     */
    public Var apply(Tape tape, Groups groups, Var x, Var w) {
        return tape.linear(map, groups, x, w);
    }

    /**
     * Applies the map and adds biases.
     *
     * @param b one row of {@link #biases} numbers, or one for each row of x
     */
    public Var apply(Tape tape, Groups groups, Var x, Var w, Var b) {
        Var mapped = tape.linear(map, groups, x, w);
        boolean shared = b.rows() == 1;
        Rows rows = Rows.of(x.rows());
        if (plans.isEmpty()) {
            throw new IllegalArgumentException(
                    "biases can only be added to even scalars (0e), and " + out + " has none");
        }
        return tape.sum(mapped, plans.get(shared ? 0 : 1).apply(tape, rows, b));
    }

    private ProductPlan biasPlan(Access access) {
        List<Segment> result = new ArrayList<>();
        for (MulIrrep t : out.terms()) {
            result.add(new Segment(t.ir().dim(), List.of(t.mul())));
        }
        ProductSpec spec = new ProductSpec(
                "biases of " + out,
                List.of(new ProductSpec.Operand("b", biases), new ProductSpec.Operand("z", result)),
                biasPaths);
        return ProductPlan.of(spec, List.of(access, Access.row()));
    }
}
