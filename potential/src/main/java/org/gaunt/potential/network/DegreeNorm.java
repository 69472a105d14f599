package org.gaunt.potential.network;

import java.util.List;
import org.gaunt.autodiff.Rows;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Form;
import org.gaunt.form.Operand;
import org.gaunt.form.Operand.Access;
import org.gaunt.nn.Initializer;
import org.gaunt.nn.Parameters;
import org.jspecify.annotations.Nullable;

/**
 * Equiformer's layer normalisation: each degree is divided by the root of its mean square over components and channels, scalars lose
 * their mean over channels first; then a factor for each degree and channel, and a bias for each channel of the scalars (Liao and Smidt
 * 2023, section "Equivariant layer normalization").
 *
 * <p>{@link #EPSILON} under the root is much larger than in the published programs, so that features that vanish with a neighbour's
 * distance do so smoothly.
 */
public final class DegreeNorm {
    /** Added to mean squares. */
    public static final double EPSILON = 0.1;

    private final String name;
    private final int lmax;
    private final int channels;
    private final Form mean;
    private final Form statistics;
    private final Form normalised;

    /**
     * Plans the layer for rows of degrees 0..lmax, [component][channel].
     *
     * @param name before the names of the weights
     */
    public DegreeNorm(String name, int lmax, int channels) {
        this.name = name;
        this.lmax = lmax;
        this.channels = channels;
        int components = (lmax + 1) * (lmax + 1);
        Operand x = new Operand("x", components, true, Access.row());
        Operand average = new Operand("mean", 1, false, Access.row());
        Operand moments = new Operand("moments", lmax + 1, false, Access.row());
        mean = Form.of(
                "mean of scalars",
                List.of(x, average),
                g -> g.mul(g.input(1, 0), g.scale(1.0 / channels, g.input(0, 0))));
        // from the deviations: the mean square less the squared mean loses digits, and its sign, in nearly constant
        // rows
        statistics = Form.of("moments by degree", List.of(x, average, moments), g -> {
            int sum = g.constant(0);
            for (int l = 0; l <= lmax; l++) {
                int squares = g.constant(0);
                for (int k = l * l; k < (l + 1) * (l + 1); k++) {
                    int value = l == 0 ? g.subtract(g.input(0, 0), g.input(1, 0)) : g.input(0, k);
                    squares = g.add(squares, g.mul(value, value));
                }
                sum = g.add(sum, g.mul(g.input(2, l), g.scale(1.0 / (channels * (2 * l + 1)), squares)));
            }
            return sum;
        });
        Operand factors = new Operand("factors", lmax + 1, true, Access.shared());
        Operand bias = new Operand("bias", 1, true, Access.shared());
        Operand z = new Operand("z", components, true, Access.row());
        normalised = Form.of("norm by degree", List.of(x, average, moments, factors, bias, z), g -> {
            int sum = g.mul(g.input(5, 0), g.input(4, 0));
            for (int l = 0; l <= lmax; l++) {
                int inverse = g.reciprocal(g.sqrt(g.add(g.input(2, l), g.constant(EPSILON))));
                int factor = g.mul(inverse, g.input(3, l));
                for (int k = l * l; k < (l + 1) * (l + 1); k++) {
                    int value = l == 0 ? g.subtract(g.input(0, 0), g.input(1, 0)) : g.input(0, k);
                    sum = g.add(sum, g.mul(g.input(5, k), g.mul(value, factor)));
                }
            }
            return sum;
        });
    }

    private String factors() {
        return name + ".affine_weight";
    }

    private String bias() {
        return name + ".affine_bias";
    }

    /** Declares the weights: ones and zeros. */
    public void declare(Parameters.Builder parameters) {
        parameters.add(factors(), false, Initializer.constant(1), lmax + 1, channels);
        parameters.add(bias(), false, Initializer.ZERO, channels);
    }

    /** Normalises rows. */
    public Var apply(NetworkInput in, Var x) {
        Tape tape = in.tape();
        Rows rows = Rows.of(x.rows());
        Var average = tape.form(mean, channels, rows, new @Nullable Var[] {x, null}, 1)[0];
        Var moments = tape.form(statistics, channels, rows, new @Nullable Var[] {x, average, null}, 2)[0];
        @Nullable Var[] operands = {x, average, moments, in.weight(factors(), 1), in.weight(bias(), 1), null};
        return tape.form(normalised, channels, rows, operands, 5)[0];
    }
}
