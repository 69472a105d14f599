package org.gaunt.nn;

import java.util.List;
import org.gaunt.autodiff.Rows;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Form;
import org.gaunt.form.Operand;
import org.gaunt.form.Operand.Access;
import org.gaunt.o3.Irreps;
import org.jspecify.annotations.Nullable;

/**
 * Equiformer's layer normalisation: each term is divided by the root of its mean square over components and channels, even scalars
 * lose their mean over channels first; then a factor for each term and channel, and a bias for each channel of the even scalars (Liao
 * and Smidt 2023, section "Equivariant layer normalization").
 *
 * <p>Weights: {@code affine_weight} [terms, channels], ones at the start; {@code affine_bias}, zeros at the start, [channels] where one
 * term is 0e, [scalars, channels] where several are, none otherwise.
 */
public final class EquivariantLayerNorm implements Layer {
    private final Irreps irreps;
    private final int channels;
    private final Weight factors;
    private final @Nullable Weight bias;
    private final @Nullable Form mean;
    private final Form statistics;
    private final Form normalised;

    /** A norm with weights of its own. */
    public EquivariantLayerNorm(Irreps irreps, double epsilon) {
        Scope root = Scope.root();
        this(root, irreps, epsilon);
        root.build(0);
    }

    /**
     * A norm with weights in a scope.
     *
     * @param irreps of the input and output, all terms of the same multiplicity
     * @param epsilon added to mean squares, positive; 1e-5 in the published programs. Much larger ones keep features smooth that
     *     vanish with the distance of a neighbour
     */
    public EquivariantLayerNorm(Scope scope, Irreps irreps, double epsilon) {
        if (irreps.size() == 0
                || irreps.terms().stream()
                        .anyMatch(t -> t.mul() != irreps.get(0).mul() || t.mul() < 1)) {
            throw new IllegalArgumentException(
                    "an equivariant layer norm needs the same multiplicity in all terms, not " + irreps);
        }
        if (!(epsilon > 0) || Double.isInfinite(epsilon)) {
            throw new IllegalArgumentException("epsilon of a norm is positive and finite, not " + epsilon);
        }
        this.irreps = irreps;
        this.channels = irreps.get(0).mul();
        int scalars =
                (int) irreps.terms().stream().filter(t -> isEvenScalar(t.ir())).count();
        factors = scope.weight("affine_weight", Initializer.constant(1), irreps.size(), channels);
        bias = switch (scalars) {
            case 0 -> null;
            case 1 -> scope.weight("affine_bias", Initializer.ZERO, channels);
            default -> scope.weight("affine_bias", Initializer.ZERO, scalars, channels);
        };
        int components = irreps.dim() / channels;
        Operand x = new Operand("x", components, true, Access.row());
        Operand average = new Operand("mean", Math.max(1, scalars), false, Access.row());
        Operand moments = new Operand("moments", irreps.size(), false, Access.row());
        mean = scalars == 0 ? null : mean(x, average);
        // from the deviations: the mean square less the squared mean loses digits, and its sign, in nearly constant
        // rows
        statistics = Form.of("moments of terms", List.of(x, average, moments), g -> {
            int sum = g.constant(0);
            int scalar = 0;
            for (int t = 0; t < irreps.size(); t++) {
                boolean centred = isEvenScalar(irreps.get(t).ir());
                int squares = g.constant(0);
                for (int k = start(t); k < start(t + 1); k++) {
                    int value = centred ? g.subtract(g.input(0, k), g.input(1, scalar)) : g.input(0, k);
                    squares = g.add(squares, g.mul(value, value));
                }
                scalar += centred ? 1 : 0;
                sum = g.add(sum, g.mul(g.input(2, t), g.scale(1.0 / (channels * (start(t + 1) - start(t))), squares)));
            }
            return sum;
        });
        Operand factor = new Operand("factors", irreps.size(), true, Access.shared());
        Operand shift = new Operand("bias", Math.max(1, scalars), true, Access.shared());
        Operand z = new Operand("z", components, true, Access.row());
        normalised = Form.of("equivariant layer norm", List.of(x, average, moments, factor, shift, z), g -> {
            int sum = g.constant(0);
            int scalar = 0;
            for (int t = 0; t < irreps.size(); t++) {
                boolean centred = isEvenScalar(irreps.get(t).ir());
                int inverse = g.reciprocal(g.sqrt(g.add(g.input(2, t), g.constant(epsilon))));
                int scale = g.mul(inverse, g.input(3, t));
                for (int k = start(t); k < start(t + 1); k++) {
                    int value = centred ? g.subtract(g.input(0, k), g.input(1, scalar)) : g.input(0, k);
                    int scaled = g.mul(value, scale);
                    int shifted = centred ? g.add(scaled, g.input(4, scalar)) : scaled;
                    sum = g.add(sum, g.mul(g.input(5, k), shifted));
                }
                scalar += centred ? 1 : 0;
            }
            return sum;
        });
    }

    private static boolean isEvenScalar(org.gaunt.o3.Irrep ir) {
        return ir.l() == 0 && ir.parity() == 1;
    }

    /** The first component of a term. */
    private int start(int term) {
        return irreps.offset(term) / channels;
    }

    private Form mean(Operand x, Operand average) {
        return Form.of("mean of scalars", List.of(x, average), g -> {
            int sum = g.constant(0);
            int scalar = 0;
            for (int t = 0; t < irreps.size(); t++) {
                if (isEvenScalar(irreps.get(t).ir())) {
                    int value = g.scale(1.0 / channels, g.input(0, start(t)));
                    sum = g.add(sum, g.mul(g.input(1, scalar++), value));
                }
            }
            return sum;
        });
    }

    @Override
    public Irreps in() {
        return irreps;
    }

    @Override
    public Irreps out() {
        return irreps;
    }

    @Override
    public List<Weight> weights() {
        return bias == null ? List.of(factors) : List.of(factors, bias);
    }

    @Override
    public Var apply(Var x) {
        Shapes.check(x, irreps, "the input of " + this);
        Tape tape = x.tape();
        Rows rows = Rows.of(x.rows());
        Var average = mean == null ? null : tape.form(mean, channels, rows, new @Nullable Var[] {x, null}, 1)[0];
        Var moments = tape.form(statistics, channels, rows, new @Nullable Var[] {x, average, null}, 2)[0];
        Var shift = bias == null ? null : bias.on(tape);
        @Nullable Var[] operands = {x, average, moments, factors.on(tape), shift, null};
        return tape.form(normalised, channels, rows, operands, 5)[0];
    }

    @Override
    public String toString() {
        return "EquivariantLayerNorm of " + irreps;
    }
}
