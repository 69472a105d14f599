package org.gaunt.nn;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.gaunt.autodiff.ColumnMap;
import org.gaunt.autodiff.Rows;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Form;
import org.gaunt.o3.Irrep;
import org.gaunt.o3.Irreps;
import org.gaunt.o3.MulIrrep;

/**
 * Functions of scalars, one for each term; other terms pass unchanged (e3nn's {@code nn.Activation}).
 *
 * <p>Rows are laid out [term][component][channel]. Immutable; keep it, because compiled code is found by its identity.
 */
public final class Activation implements Layer {
    private record Part(Optional<Form> form, ColumnMap columns) {}

    private final Irreps in;
    private final Irreps out;
    private final List<Part> parts = new ArrayList<>();

    /**
     * Makes the layer.
     *
     * @param in what rows consist of
     * @param functions one for each term, empty where the term passes
     * @throws IllegalArgumentException if their number is not that of the terms, if a term with a function is not of degree 0, or if
     *     the function of an odd scalar is neither even nor odd
     */
    public Activation(Irreps in, List<Optional<Nonlinearity>> functions) {
        if (functions.size() != in.size()) {
            throw new IllegalArgumentException(functions.size() + " functions " + functions + " for the " + in.size()
                    + " terms of " + in + ": give one for each term, empty where it passes");
        }
        this.in = in;
        List<MulIrrep> terms = new ArrayList<>();
        Map<Nonlinearity, List<Integer>> columns = new EnumMap<>(Nonlinearity.class);
        List<Integer> passing = new ArrayList<>();
        for (int k = 0; k < in.size(); k++) {
            MulIrrep term = in.get(k);
            terms.add(new MulIrrep(term.mul(), result(term.ir(), functions.get(k))));
            List<Integer> into = functions
                    .get(k)
                    .map(f -> columns.computeIfAbsent(f, key -> new ArrayList<>()))
                    .orElse(passing);
            IntStream.range(in.offset(k), in.offset(k + 1)).forEach(into::add);
        }
        out = new Irreps(terms);
        columns.forEach((f, c) -> parts.add(new Part(Optional.of(f.form()), map(c))));
        if (!passing.isEmpty()) {
            parts.add(new Part(Optional.empty(), map(passing)));
        }
    }

    private ColumnMap map(List<Integer> columns) {
        return ColumnMap.of(
                in.dim(), columns.stream().mapToInt(Integer::intValue).toArray());
    }

    private static Irrep result(Irrep ir, Optional<Nonlinearity> function) {
        if (function.isEmpty()) {
            return ir;
        }
        int parity = function.get().parity();
        if (ir.l() > 0) {
            throw new IllegalArgumentException("a function of the components of " + ir
                    + " is not equivariant: only scalars (0e, 0o) can have one; use a gate for " + ir);
        }
        if (ir.parity() == -1 && parity == 0) {
            throw new IllegalArgumentException("the function " + function.get()
                    + " of the odd scalar 0o is neither even nor odd, so its result has no parity: take TANH or ABS");
        }
        return ir.parity() == -1 && parity == 1 ? new Irrep(0, 1) : ir;
    }

    @Override
    public Irreps in() {
        return in;
    }

    /** Irreps of the output: an even function makes an odd scalar even. */
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
        Tape tape = x.tape();
        List<Var> done = new ArrayList<>();
        for (Part p : parts) {
            Var picked = p.columns().isIdentity() ? x : tape.columns(p.columns(), x);
            done.add(
                    p.form().isEmpty()
                            ? picked
                            : tape.form(
                                            p.form().get(),
                                            p.columns().size(),
                                            Rows.of(x.rows()),
                                            new Var[] {picked, null},
                                            1)[0]);
        }
        return parts.size() == 1 && parts.getFirst().columns().isIdentity()
                ? done.getFirst()
                : tape.spread(parts.stream().map(Part::columns).toList(), done);
    }

    @Override
    public String toString() {
        return "Activation of " + in;
    }
}
