package org.gaunt.nn;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.gaunt.autodiff.ColumnMap;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.o3.Irrep;
import org.gaunt.o3.Irreps;
import org.gaunt.o3.MulIrrep;
import org.gaunt.plan.ProductPlan;
import org.gaunt.product.ProductSpec;
import org.gaunt.product.ProductSpec.Coefficient;
import org.gaunt.product.ProductSpec.Factor;
import org.gaunt.product.ProductSpec.Operand;
import org.gaunt.product.ProductSpec.Path;
import org.gaunt.product.ProductSpec.Role;
import org.jspecify.annotations.Nullable;

/**
 * The gate of Weiler et al. 2018 (e3nn's {@code nn.Gate}): scalars get a function each, and every other irrep is multiplied with a
 * scalar of its own, its gate, that has a function as well.
 *
 * <p>The input is scalars, gates and gated together, sorted and simplified as e3nn does it ({@link #in}); the output is the scalars
 * and then the gated irreps in the order given ({@link #out}).
 */
public final class Gate implements Layer {
    private final Irreps in;
    private final Irreps out;
    private final ColumnMap scalarColumns;
    private final ColumnMap gatedColumns;
    private final boolean anyGated;
    private final Activation activation;
    private final Optional<ProductPlan> product;
    private final @Nullable EqualChannelGate equal;

    /**
     * Makes the layer.
     *
     * @param scalars of degree 0
     * @param scalarFunctions one for each term of them
     * @param gates of degree 0, as many channels in all as {@code gated} has
     * @param gateFunctions one for each term of them
     * @param gated what is multiplied
     * @throws IllegalArgumentException if the numbers do not fit or a scalar or gate is not of degree 0
     */
    public Gate(
            Irreps scalars,
            List<Nonlinearity> scalarFunctions,
            Irreps gates,
            List<Nonlinearity> gateFunctions,
            Irreps gated) {
        this(scalars, scalarFunctions, gates, gateFunctions, gated, true);
    }

    private Gate(
            Irreps scalars,
            List<Nonlinearity> scalarFunctions,
            Irreps gates,
            List<Nonlinearity> gateFunctions,
            Irreps gated,
            boolean fast) {
        if (gates.numIrreps() != gated.numIrreps()) {
            throw new IllegalArgumentException("the gates " + gates + " are " + gates.numIrreps() + " scalars for the "
                    + gated.numIrreps() + " irreps of " + gated + ": give as many");
        }
        Irreps all = scalars.plus(gates).plus(gated);
        Irreps.Sorted sorted = all.sort();
        in = sorted.irreps().simplify();
        int first = scalars.size() + gates.size();
        scalarColumns = columns(all, sorted, 0, first);
        gatedColumns = columns(all, sorted, first, all.size());
        anyGated = gated.dim() > 0;
        List<Optional<Nonlinearity>> functions = new ArrayList<>();
        scalarFunctions.forEach(f -> functions.add(Optional.of(f)));
        gateFunctions.forEach(f -> functions.add(Optional.of(f)));
        activation = new Activation(scalars.plus(gates), functions);
        Irreps activated = activation.out();
        List<MulIrrep> result = new ArrayList<>(activated.terms().subList(0, scalars.size()));
        Irreps open = new Irreps(activated.terms().subList(scalars.size(), first));
        product = anyGated
                ? Optional.of(ProductPlan.of(gating(scalars, activated, open, gated, result)))
                : Optional.empty();
        out = new Irreps(result);
        equal = fast
                ? EqualChannelGate.of(new EqualChannelGate.Parts(scalars, scalarFunctions, gates, gateFunctions, gated))
                : null;
    }

    /**
     * The gate of networks for atoms: even scalars become SiLU(s), odd ones tanh(s), all other terms are multiplied with the SiLU of
     * an even scalar of their own.
     *
     * @param features irreps of the output; degree 0 comes first there, otherwise the order is kept
     */
    public static Gate of(Irreps features) {
        return of(features, true);
    }

    /** The same by steps that fit any multiplicities. */
    static Gate general(Irreps features) {
        return of(features, false);
    }

    private static Gate of(Irreps features, boolean fast) {
        Irreps scalars = features.filter(ir -> ir.l() == 0);
        Irreps gated = features.filter(ir -> ir.l() > 0);
        List<Nonlinearity> functions = scalars.terms().stream()
                .map(t -> t.ir().parity() == 1 ? Nonlinearity.SILU : Nonlinearity.TANH)
                .toList();
        Irreps gates = new Irreps(gated.terms().stream()
                .map(t -> new MulIrrep(t.mul(), Irrep.natural(0)))
                .toList());
        return new Gate(scalars, functions, gates, Collections.nCopies(gates.size(), Nonlinearity.SILU), gated, fast);
    }

    /** The places in a row of the input of terms {@code from} to {@code to} of all, each laid out [component][channel]. */
    private ColumnMap columns(Irreps all, Irreps.Sorted sorted, int from, int to) {
        List<Integer> columns = new ArrayList<>();
        for (int k = from; k < to; k++) {
            int at = sorted.permutation().get(k);
            // the sorted terms of one irrep are one term of the simplified input: this one's channels start after
            // theirs
            int before = 0;
            int width = 0;
            int start = 0;
            Irrep ir = all.get(k).ir();
            for (int j = 0; j < all.size(); j++) {
                MulIrrep t = sorted.irreps().get(j);
                if (t.ir().equals(ir)) {
                    width += t.mul();
                    before += j < at ? t.mul() : 0;
                } else if (t.ir().compareTo(ir) < 0) {
                    start += t.dim();
                }
            }
            for (int i = 0; i < ir.dim(); i++) {
                for (int c = 0; c < all.get(k).mul(); c++) {
                    columns.add(start + i * width + before + c);
                }
            }
        }
        return ColumnMap.of(
                in.dim(), columns.stream().mapToInt(Integer::intValue).toArray());
    }

    /** Operands: activated scalars and gates, gated irreps, result. Terms are split where those of the other list end. */
    private static ProductSpec gating(
            Irreps scalars, Irreps activated, Irreps gates, Irreps gated, List<MulIrrep> result) {
        List<Path> paths = new ArrayList<>();
        for (int k = 0; k < scalars.size(); k++) {
            paths.add(new Path(
                    List.of(new Factor(0, k, "u"), new Factor(2, k, "u")), List.of(new Coefficient(List.of(0, 0), 1))));
        }
        int term = 0;
        int used = 0;
        for (int k = 0; k < gated.size(); k++) {
            MulIrrep t = gated.get(k);
            for (int channel = 0; channel < t.mul(); ) {
                while (used == gates.get(term).mul()) {
                    term++;
                    used = 0;
                }
                MulIrrep gate = gates.get(term);
                int count = Math.min(t.mul() - channel, gate.mul() - used);
                Irrep ir = new Irrep(t.ir().l(), t.ir().parity() * gate.ir().parity());
                List<Coefficient> same = IntStream.range(0, ir.dim())
                        .mapToObj(i -> new Coefficient(List.of(0, i, i), 1))
                        .toList();
                paths.add(new Path(
                        List.of(
                                new Factor(0, scalars.size() + term, "u", range(used, count, gate.mul())),
                                new Factor(1, k, "u", range(channel, count, t.mul())),
                                new Factor(2, result.size(), "u")),
                        same));
                result.add(new MulIrrep(count, ir));
                channel += count;
                used += count;
            }
        }
        return new ProductSpec(
                "gate",
                List.of(
                        Operand.of("scalars", Role.INPUT, activated),
                        Operand.of("gated", Role.INPUT, gated),
                        Operand.of("result", Role.OUTPUT, new Irreps(result))),
                paths);
    }

    private static List<Integer> range(int from, int count, int of) {
        return count == of
                ? List.of()
                : IntStream.range(from, from + count).boxed().toList();
    }

    @Override
    public Irreps in() {
        return in;
    }

    @Override
    public Irreps out() {
        return out;
    }

    @Override
    public List<Weight> weights() {
        return List.of();
    }

    @Override
    public Var apply(Var x) {
        Shapes.check(x, in, "the input of " + this);
        if (equal != null) {
            return equal.apply(x);
        }
        Tape tape = x.tape();
        Var activated = activation.apply(tape.columns(scalarColumns, x));
        return product.isEmpty()
                ? activated
                : product.get().apply(tape, x.rows(), activated, tape.columns(gatedColumns, x));
    }

    /**
     * The gate of x + t.
     *
     * @param t as many rows
     */
    public Var apply(Var x, Var t) {
        Shapes.check(x, in, "the input of " + this);
        Shapes.check(t, in, "the second input of " + this);
        return equal != null ? equal.apply(x, t) : apply(x.plus(t));
    }

    /**
     * The gate of x + t[index].
     *
     * @param t rows of the same irreps
     * @param index the row of t for each row of x
     */
    public Var apply(Var x, Var t, int[] index) {
        Shapes.check(x, in, "the input of " + this);
        Shapes.check(t, in, "the second input of " + this);
        return equal != null ? equal.apply(x, t, index) : apply(x.plus(t.gather(index)));
    }

    @Override
    public String toString() {
        return "Gate " + in + " -> " + out;
    }
}
