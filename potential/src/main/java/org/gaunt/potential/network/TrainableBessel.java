package org.gaunt.potential.network;

import java.util.random.RandomGenerator;
import org.gaunt.autodiff.Rows;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Form;
import org.gaunt.linalg.Precision;
import org.gaunt.nn.EdgeForms;
import org.gaunt.nn.Parameters;
import org.gaunt.nn.RadialForms;
import org.gaunt.nn.Scope;
import org.gaunt.nn.Weight;
import org.jspecify.annotations.Nullable;

/** NequIP's radial basis, Bessel functions whose frequencies are trained ({@link RadialForms#bessel}), in double precision. */
public final class TrainableBessel {
    /** The name of the frequencies. */
    public static final String FREQUENCIES = "radial_basis.basis.bessel_weights";

    private final int count;
    private final Weight frequencies;
    private final Form distance = EdgeForms.distance();
    private final Form functions;

    /**
     * Plans the functions.
     *
     * @param root of the scopes of the model's weights
     * @param count how many
     * @param cutoff where they vanish, Å
     * @param power of the polynomial that makes them vanish
     */
    public TrainableBessel(Scope root, int count, double cutoff, int power) {
        this.count = count;
        frequencies = root.weight(FREQUENCIES, TrainableBessel::start, count);
        functions = RadialForms.bessel(cutoff, power);
    }

    /** The length of each unordered pair, Å, double precision [pairs, 1]. */
    public Var distances(NetworkInput in) {
        return in.distances(distance);
    }

    /**
     * The functions of all unordered pairs.
     *
     * @param r what {@link #distances} gives
     * @return in the working precision [pairs, functions]
     */
    public Var apply(NetworkInput in, Var r) {
        Tape tape = in.tape();
        Var omega = tape.cast(frequencies.on(tape), Precision.FLOAT64);
        @Nullable Var[] operands = {r, omega, null};
        return tape.cast(tape.form(functions, count, Rows.of(r.rows()), operands, 2)[0], in.precision());
    }

    /** Frequency n starts at n π. */
    private static void start(double[] values, Parameters.Entry entry, RandomGenerator random) {
        for (int n = 0; n < entry.size(); n++) {
            values[entry.offset() + n] = Math.PI * (n + 1);
        }
    }
}
