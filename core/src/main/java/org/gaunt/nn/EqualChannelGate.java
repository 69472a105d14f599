package org.gaunt.nn;

import java.util.ArrayList;
import java.util.List;
import org.gaunt.autodiff.Rows;
import org.gaunt.autodiff.Var;
import org.gaunt.form.ExprGraph;
import org.gaunt.form.Form;
import org.gaunt.form.Operand;
import org.gaunt.form.Operand.Access;
import org.gaunt.o3.Irreps;
import org.gaunt.o3.MulIrrep;
import org.jspecify.annotations.Nullable;

/** A {@link Gate} whose terms all have the same number of channels, in one loop, of one value or of the sum of two. */
final class EqualChannelGate {
    private final int channels;
    private final Form alone;
    private final Form summed;
    private final Form gathered;

    private EqualChannelGate(int channels, Form alone, Form summed, Form gathered) {
        this.channels = channels;
        this.alone = alone;
        this.summed = summed;
        this.gathered = gathered;
    }

    /** The terms of a gate and their functions, before they are sorted. */
    record Parts(
            Irreps scalars,
            List<Nonlinearity> scalarFunctions,
            Irreps gates,
            List<Nonlinearity> gateFunctions,
            Irreps gated) {
        Irreps all() {
            return scalars.plus(gates).plus(gated);
        }
    }

    /** The gate, or null if numbers of channels differ. */
    static @Nullable EqualChannelGate of(Parts parts) {
        Irreps all = parts.all();
        int channels = all.size() == 0 ? 0 : all.get(0).mul();
        if (channels == 0 || all.terms().stream().anyMatch(t -> t.mul() != channels)) {
            return null;
        }
        Irreps.Sorted sorted = all.sort();
        // with equal multiplicities a row is [component][channel], merged terms included
        List<Integer> start = new ArrayList<>();
        for (int k = 0; k < all.size(); k++) {
            start.add(sorted.irreps().offset(sorted.permutation().get(k)) / channels);
        }
        return new EqualChannelGate(
                channels,
                form(parts, start, List.of(Access.row())),
                form(parts, start, List.of(Access.row(), Access.row())),
                form(parts, start, List.of(Access.row(), Access.gather(0))));
    }

    private static Form form(Parts parts, List<Integer> start, List<Access> access) {
        int inputs = components(parts.all());
        int outputs = components(parts.scalars()) + components(parts.gated());
        int result = access.size();
        List<Operand> operands = new ArrayList<>();
        for (int k = 0; k < result; k++) {
            operands.add(new Operand(k == 0 ? "x" : "t", inputs, true, access.get(k)));
        }
        operands.add(new Operand("z", outputs, true, Access.row()));
        return Form.of("gate", operands, g -> {
            int sum = g.constant(0);
            int to = 0;
            int scalars = parts.scalars().size();
            for (int k = 0; k < scalars; k++) {
                int value = parts.scalarFunctions().get(k).of(g, input(g, result, start.get(k)));
                sum = g.add(sum, g.mul(g.input(result, to++), value));
            }
            for (int k = 0; k < parts.gated().size(); k++) {
                int gate = parts.gateFunctions().get(k).of(g, input(g, result, start.get(scalars + k)));
                int first = start.get(scalars + parts.gates().size() + k);
                for (int i = 0; i < parts.gated().get(k).ir().dim(); i++) {
                    sum = g.add(sum, g.mul(g.input(result, to++), g.mul(gate, input(g, result, first + i))));
                }
            }
            return sum;
        });
    }

    private static int components(Irreps irreps) {
        return irreps.terms().stream()
                .map(MulIrrep::ir)
                .mapToInt(ir -> ir.dim())
                .sum();
    }

    private static int input(ExprGraph g, int operands, int component) {
        int first = g.input(0, component);
        return operands == 1 ? first : g.add(first, g.input(1, component));
    }

    Var apply(Var x) {
        return x.tape().form(alone, channels, Rows.of(x.rows()), new @Nullable Var[] {x, null}, 1)[0];
    }

    Var apply(Var x, Var t) {
        return x.tape().form(summed, channels, Rows.of(x.rows()), new @Nullable Var[] {x, t, null}, 2)[0];
    }

    Var apply(Var x, Var t, int[] index) {
        Rows rows = Rows.of(x.rows(), index, t.rows());
        return x.tape().form(gathered, channels, rows, new @Nullable Var[] {x, t, null}, 2)[0];
    }
}
