package org.gaunt.nn;

import java.util.ArrayList;
import java.util.List;
import org.gaunt.autodiff.Rows;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Form;
import org.gaunt.form.Operand;
import org.gaunt.form.Operand.Access;
import org.gaunt.o3.Irrep;
import org.gaunt.o3.Irreps;
import org.gaunt.o3.MulIrrep;
import org.gaunt.plan.ProductPlan;
import org.gaunt.product.ProductSpec;
import org.gaunt.product.ProductSpec.Coefficient;
import org.gaunt.product.ProductSpec.Factor;
import org.gaunt.product.ProductSpec.Path;

/** The norm of every irrep of a row, or its square (e3nn's {@code o3.Norm}): one scalar for each channel. */
public final class Norm implements Layer {
    private final Irreps in;
    private final Irreps out;
    private final boolean squared;
    private final ProductPlan squares;
    private final Form root;

    private Norm(Irreps in, boolean squared, double smoothing) {
        this.in = in;
        this.squared = squared;
        this.out = new Irreps(in.terms().stream()
                .map(t -> new MulIrrep(t.mul(), new Irrep(0, 1)))
                .toList());
        List<Path> paths = new ArrayList<>();
        for (int k = 0; k < in.size(); k++) {
            MulIrrep t = in.get(k);
            List<Coefficient> ones = new ArrayList<>();
            for (int i = 0; i < t.ir().dim(); i++) {
                ones.add(new Coefficient(List.of(i, i, 0), 1));
            }
            paths.add(new Path(List.of(new Factor(0, k, "u"), new Factor(0, k, "u"), new Factor(1, k, "u")), ones));
        }
        squares = ProductPlan.of(new ProductSpec(
                "squared norm",
                List.of(
                        ProductSpec.Operand.of("x", ProductSpec.Role.INPUT, in),
                        ProductSpec.Operand.of("z", ProductSpec.Role.OUTPUT, out)),
                paths));
        root = Form.of(
                "square root",
                List.of(new Operand("x", 1, true, Access.row()), new Operand("y", 1, true, Access.row())),
                g -> g.mul(g.input(1, 0), g.sqrt(g.add(g.input(0, 0), g.constant(smoothing * smoothing)))));
    }

    /** The sum of the squares of the components of each irrep. */
    public static Norm squared(Irreps in) {
        return new Norm(in, true, 0);
    }

    /**
     * The norm, √(Σ x² + smoothing²).
     *
     * @param smoothing 0 for the norm itself, whose derivative does not exist where all components are zero
     * @throws IllegalArgumentException if it is negative or not finite
     */
    public static Norm of(Irreps in, double smoothing) {
        if (!(smoothing >= 0) || Double.isInfinite(smoothing)) {
            throw new IllegalArgumentException(
                    "the smoothing of a norm must be finite and not negative, not " + smoothing);
        }
        return new Norm(in, false, smoothing);
    }

    /** Irreps of the output: one even scalar for each channel of the input. */
    @Override
    public Irreps out() {
        return out;
    }

    @Override
    public Irreps in() {
        return in;
    }

    @Override
    public List<Weight> weights() {
        return List.of();
    }

    @Override
    public Var apply(Var x) {
        Shapes.check(x, in, "the input of " + this);
        Tape tape = x.tape();
        Var square = squares.apply(tape, x.rows(), x);
        return squared ? square : tape.form(root, out.dim(), Rows.of(x.rows()), new Var[] {square, null}, 1)[0];
    }

    @Override
    public String toString() {
        return "Norm of " + in;
    }
}
