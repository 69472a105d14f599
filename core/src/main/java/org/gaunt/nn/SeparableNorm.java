package org.gaunt.nn;

import java.util.ArrayList;
import java.util.List;
import org.gaunt.autodiff.Rows;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Form;
import org.gaunt.form.Operand;
import org.gaunt.form.Operand.Access;
import org.gaunt.o3.Irreps;
import org.gaunt.o3.MulIrrep;
import org.jspecify.annotations.Nullable;

/**
 * Brings the features of a row to one size: scalars less their mean over their root mean square, all other irreps over the root mean
 * square of them all together (the separable layer norm of EquiformerV2, Liao et al. 2024); then a factor for each channel.
 *
 * <p>Features are one value for each term, because their numbers of channels may differ. Weights: {@code 0e.factor}, {@code 1o.factor}
 * and so on, [channels], zeros at the start.
 */
public final class SeparableNorm implements Weighted {
    private static final double EPSILON = 1e-5;

    private final Irreps irreps;
    private final List<Weight> factors = new ArrayList<>();
    private final Form sum;
    private final Form deviations;
    private final Form center;
    private final List<Form> squares = new ArrayList<>();
    private final List<Form> scales = new ArrayList<>();

    /**
     * A norm with weights in a scope.
     *
     * @param irreps one term of 0e first, then others, each irrep once
     */
    public SeparableNorm(Scope scope, Irreps irreps) {
        if (irreps.size() == 0 || irreps.get(0).ir().l() != 0 || irreps.get(0).mul() < 1) {
            throw new IllegalArgumentException("a separable norm needs scalars first, not " + irreps);
        }
        this.irreps = irreps;
        for (MulIrrep term : irreps.terms()) {
            factors.add(scope.weight(term.ir() + ".factor", Initializer.ZERO, term.mul()));
        }
        Operand x = new Operand("x", 1, true, Access.row());
        Operand total = new Operand("sum", 1, false, Access.row());
        Operand square = new Operand("square", 1, false, Access.row());
        Operand factor = new Operand("factor", 1, true, Access.shared());
        sum = Form.of("sum", List.of(x, total), g -> g.mul(g.input(0, 0), g.input(1, 0)));
        double channels = irreps.get(0).mul();
        // from the deviations: the mean square less the squared mean loses all digits, and its sign, in nearly constant
        // rows
        deviations = Form.of("squared deviations", List.of(x, total, square), g -> {
            int deviation = g.subtract(g.input(0, 0), g.scale(1 / channels, g.input(1, 0)));
            return g.mul(g.power(deviation, 2), g.input(2, 0));
        });
        center = Form.of("norm of scalars", List.of(x, total, square, factor, x), g -> {
            int mean = g.scale(1 / channels, g.input(1, 0));
            int variance = g.scale(1 / channels, g.input(2, 0));
            int inverse = g.reciprocal(g.sqrt(g.add(variance, g.constant(EPSILON))));
            int value = g.mul(g.subtract(g.input(0, 0), mean), inverse);
            return g.mul(g.input(4, 0), g.mul(g.input(3, 0), value));
        });
        double rest = irreps.dim() - channels;
        for (MulIrrep term : irreps.terms().subList(1, irreps.size())) {
            int dim = term.ir().dim();
            Operand many = new Operand("x", dim, true, Access.row());
            squares.add(Form.of("squares", List.of(many, square), g -> {
                int all = g.constant(0);
                for (int k = 0; k < dim; k++) {
                    all = g.add(all, g.power(g.input(0, k), 2));
                }
                return g.mul(g.input(1, 0), all);
            }));
            scales.add(Form.of("norm", List.of(many, square, factor, many), g -> {
                int mean = g.add(g.scale(1 / rest, g.input(1, 0)), g.constant(EPSILON));
                int scale = g.mul(g.input(2, 0), g.reciprocal(g.sqrt(mean)));
                int all = g.constant(0);
                for (int k = 0; k < dim; k++) {
                    all = g.add(all, g.mul(g.input(3, k), g.mul(scale, g.input(0, k))));
                }
                return all;
            }));
        }
    }

    /** Irreps of the features, one value for each term. */
    public Irreps irreps() {
        return irreps;
    }

    @Override
    public List<Weight> weights() {
        return List.copyOf(factors);
    }

    /**
     * Applies the norm.
     *
     * @param features one value for each term, all with the same number of rows
     * @return as many
     */
    public List<Var> apply(List<Var> features) {
        if (features.size() != irreps.size()) {
            throw new IllegalArgumentException(features.size() + " values for the " + irreps.size() + " terms of "
                    + irreps + ": give one for each");
        }
        for (int k = 0; k < features.size(); k++) {
            Shapes.check(
                    features.get(k),
                    new Irreps(List.of(irreps.get(k))),
                    "term " + k + " of the features of a separable norm");
        }
        Var scalars = features.getFirst();
        Tape tape = scalars.tape();
        Rows rows = Rows.of(scalars.rows());
        int channels = irreps.get(0).mul();
        Var total = tape.form(sum, channels, rows, new @Nullable Var[] {scalars, null}, 1)[0];
        Var spread = tape.form(deviations, channels, rows, new @Nullable Var[] {scalars, total, null}, 2)[0];
        @Nullable Var[] operands = {scalars, total, spread, factors.getFirst().on(tape), null};
        List<Var> result = new ArrayList<>();
        result.add(tape.form(center, channels, rows, operands, 4)[0]);
        Var square = null;
        for (int k = 1; k < irreps.size(); k++) {
            @Nullable Var[] one = {features.get(k), null};
            Var q = tape.form(squares.get(k - 1), irreps.get(k).mul(), rows, one, 1)[0];
            square = square == null ? q : square.plus(q);
        }
        for (int k = 1; k < irreps.size(); k++) {
            @Nullable Var[] one = {features.get(k), square, factors.get(k).on(tape), null};
            result.add(tape.form(scales.get(k - 1), irreps.get(k).mul(), rows, one, 3)[0]);
        }
        return result;
    }

    @Override
    public String toString() {
        return "SeparableNorm of " + irreps;
    }
}
