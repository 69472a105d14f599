package org.gaunt.potential.network;

import java.util.ArrayList;
import java.util.List;
import org.gaunt.autodiff.Rows;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Form;
import org.gaunt.form.Operand;
import org.gaunt.form.Operand.Access;
import org.gaunt.nn.Parameters;
import org.gaunt.o3.Irreps;
import org.gaunt.o3.MulIrrep;
import org.jspecify.annotations.Nullable;

/**
 * Brings an atom's features to one size: scalars less their mean over their root mean square, all other irreps over the root mean
 * square of them all together (EquiformerV2's separable layer norm); then a factor for each channel that starts at zero.
 *
 * <p>Features are one value for each irrep, [atoms][component][channel], because their numbers of channels differ.
 */
public final class SeparateNorm {
    private static final double EPSILON = 1e-5;

    private final String prefix;
    private final Irreps irreps;
    private final Form sum;
    private final Form deviations;
    private final Form center;
    private final List<Form> squares = new ArrayList<>();
    private final List<Form> scales = new ArrayList<>();

    /**
     * Prepares the norm.
     *
     * @param prefix of the names of its weights
     * @param irreps scalars first
     */
    public SeparateNorm(String prefix, Irreps irreps) {
        this.prefix = prefix;
        this.irreps = irreps;
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

    private String name(int term) {
        return prefix + "." + irreps.get(term).ir() + ".factor";
    }

    /** Declares the weights. */
    public void declare(Parameters.Builder parameters) {
        for (int k = 0; k < irreps.size(); k++) {
            parameters.add(name(k), false, irreps.get(k).mul());
        }
    }

    /** Applies the norm to one value for each irrep. */
    public List<Var> apply(NetworkInput in, List<Var> features) {
        Tape tape = in.tape();
        Rows rows = Rows.of(in.batch().atoms());
        int channels = irreps.get(0).mul();
        Var scalars = features.getFirst();
        Var total = tape.form(sum, channels, rows, new @Nullable Var[] {scalars, null}, 1)[0];
        Var spread = tape.form(deviations, channels, rows, new @Nullable Var[] {scalars, total, null}, 2)[0];
        @Nullable Var[] operands = {scalars, total, spread, in.weight(name(0), 1), null};
        List<Var> result = new ArrayList<>();
        result.add(tape.form(center, channels, rows, operands, 4)[0]);
        Var square = null;
        for (int k = 1; k < irreps.size(); k++) {
            @Nullable Var[] one = {features.get(k), null};
            Var q = tape.form(squares.get(k - 1), irreps.get(k).mul(), rows, one, 1)[0];
            square = square == null ? q : tape.sum(square, q);
        }
        for (int k = 1; k < irreps.size(); k++) {
            @Nullable Var[] one = {features.get(k), square, in.weight(name(k), 1), null};
            result.add(tape.form(scales.get(k - 1), irreps.get(k).mul(), rows, one, 3)[0]);
        }
        return result;
    }
}
