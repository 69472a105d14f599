package org.gaunt.potential.network;

import java.util.ArrayList;
import java.util.List;
import org.gaunt.autodiff.Rows;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.form.ExprGraph;
import org.gaunt.form.Form;
import org.gaunt.form.Operand;
import org.gaunt.form.Operand.Access;
import org.gaunt.nn.Nonlinearity;
import org.gaunt.o3.Irrep;
import org.gaunt.o3.Irreps;
import org.gaunt.o3.MulIrrep;
import org.jspecify.annotations.Nullable;

/**
 * A sum and a gate in one loop, for features whose irreps all have the same number of channels: even scalars become SiLU(s), odd
 * ones tanh(s), other irreps are multiplied channel by channel with the SiLU of an even scalar of their own. The numbers are those
 * of {@link org.gaunt.nn.Gate} (e3nn's {@code nn.Gate}), which is for any multiplicities and takes several passes.
 *
 * <p>The input is scalars, gates and gated irreps, sorted and simplified as e3nn does it ({@link #in}); the output is the scalars and
 * then the gated irreps in the order given ({@link #out}).
 */
public final class ChannelGate {
    private final int channels;
    private final Irreps in;
    private final Irreps out;
    private final Form rows;
    private final Form gathered;

    /**
     * Makes the gate.
     *
     * @param features the irreps of the output, each once and all with the same multiplicity; degree 0 first
     */
    public ChannelGate(Irreps features) {
        channels = features.get(0).mul();
        Irreps scalars = features.filter(ir -> ir.l() == 0);
        Irreps gated = features.filter(ir -> ir.l() > 0);
        List<MulIrrep> gates = gated.terms().stream()
                .map(t -> new MulIrrep(channels, Irrep.natural(0)))
                .toList();
        Irreps all = scalars.plus(new Irreps(gates)).plus(gated);
        Irreps.Sorted sorted = all.sort();
        in = sorted.irreps().simplify();
        out = scalars.plus(gated);
        // with equal multiplicities a row is [component][channel], merged scalars included
        List<Integer> start = new ArrayList<>();
        for (int k = 0; k < all.size(); k++) {
            start.add(sorted.irreps().offset(sorted.permutation().get(k)) / channels);
        }
        rows = form(scalars, gated, start, Access.row());
        gathered = form(scalars, gated, start, Access.gather(0));
    }

    private Form form(Irreps scalars, Irreps gated, List<Integer> start, Access second) {
        int inputs = in.dim() / channels;
        return Form.of(
                "gate",
                List.of(
                        new Operand("x", inputs, true, Access.row()),
                        new Operand("t", inputs, true, second),
                        new Operand("z", out.dim() / channels, true, Access.row())),
                g -> {
                    int sum = g.constant(0);
                    int to = 0;
                    for (int k = 0; k < scalars.size(); k++) {
                        int s = input(g, start.get(k));
                        int value = scalars.get(k).ir().parity() == 1 ? silu(g, s) : tanh(g, s);
                        sum = g.add(sum, g.mul(g.input(2, to++), value));
                    }
                    for (int k = 0; k < gated.size(); k++) {
                        int gate = silu(g, input(g, start.get(scalars.size() + k)));
                        int first = start.get(scalars.size() + gated.size() + k);
                        for (int i = 0; i < gated.get(k).ir().dim(); i++) {
                            sum = g.add(sum, g.mul(g.input(2, to++), g.mul(gate, input(g, first + i))));
                        }
                    }
                    return sum;
                });
    }

    private static int input(ExprGraph g, int component) {
        return g.add(g.input(0, component), g.input(1, component));
    }

    private static int silu(ExprGraph g, int x) {
        return g.scale(Nonlinearity.SILU.moment(), g.mul(x, g.sigmoid(x)));
    }

    private static int tanh(ExprGraph g, int x) {
        int tanh = g.add(g.constant(-1), g.scale(2, g.sigmoid(g.scale(2, x))));
        return g.scale(Nonlinearity.TANH.moment(), tanh);
    }

    /** What rows of the input consist of. */
    public Irreps in() {
        return in;
    }

    /** What rows of the result consist of. */
    public Irreps out() {
        return out;
    }

    /**
     * The gate of x + t.
     *
     * @param x rows of {@link #in}
     * @param t as many
     * @return rows of {@link #out}
     */
    public Var apply(Tape tape, Var x, Var t) {
        @Nullable Var[] operands = {x, t, null};
        return tape.form(rows, channels, Rows.of(x.rows()), operands, 2)[0];
    }

    /**
     * The gate of x + t[index].
     *
     * @param x rows of {@link #in}
     * @param t rows of the same width
     * @param index the row of t for each row of x
     */
    public Var apply(Tape tape, Var x, Var t, int[] index) {
        @Nullable Var[] operands = {x, t, null};
        return tape.form(gathered, channels, Rows.of(x.rows(), index, t.rows()), operands, 2)[0];
    }
}
