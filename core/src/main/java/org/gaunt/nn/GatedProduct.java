package org.gaunt.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Operand.Access;
import org.gaunt.plan.ProductPlan;
import org.gaunt.product.ProductSpec;
import org.jspecify.annotations.Nullable;

/**
 * A product whose paths are thinned out while it is trained: {@link PathGate} with the state of its schedule. In the fixed phase it is
 * a plan of the smaller product. For one thread.
 *
 * <p>Weights: {@code paths} [paths], the learned numbers p, ones at the start.
 */
public final class GatedProduct implements Weighted {
    private final Weight weight;
    private final PathGate gate;
    private final List<Access> access;
    private final ProductPlan whole;
    private long step;
    private boolean @Nullable [] last;
    private @Nullable ProductPlan small;

    /**
     * The state that a training needs to go on.
     *
     * @param step steps done
     * @param active the paths of the last step; empty before the first
     */
    public record State(long step, List<Boolean> active) {
        public State {
            active = List.copyOf(active);
        }
    }

    /** A product at its first step with weights of its own, whose operands all have a row for each row of the result. */
    public GatedProduct(PathGate gate, ProductSpec spec) {
        Scope root = Scope.root();
        this(root, gate, Collections.nCopies(spec.operands().size(), Access.row()));
        root.build(0);
    }

    /**
     * A product at its first step with weights in a scope.
     *
     * @param access for each operand of the product, the result included, which row it takes
     */
    public GatedProduct(Scope scope, PathGate gate, List<Access> access) {
        weight = scope.weight("paths", Initializer.constant(1), gate.paths());
        this.gate = gate;
        this.access = List.copyOf(access);
        List<Access> withGate = new ArrayList<>(access);
        withGate.add(access.size() - 1, Access.shared());
        whole = ProductPlan.of(gate.gated(), withGate);
    }

    @Override
    public List<Weight> weights() {
        return List.of(weight);
    }

    /** The phase of the next step. */
    public SparsitySchedule.Phase phase() {
        return gate.schedule().phase(step);
    }

    /**
     * Evaluates the product with the paths of the present step; {@link #advance} goes to the next.
     *
     * <p>The values of p decide which paths are active in the adaptive phase. In the fixed phase they are not used any more: they have
     * become part of the coefficients when the phase began.
     *
     * @param rows of the result
     * @param operands all operands of the product but the result
     */
    public Var apply(int rows, Var... operands) {
        Tape tape = operands[0].tape();
        Var p = weight.on(tape);
        if (phase() == SparsitySchedule.Phase.FIXED) {
            return frozen(p.toDoubles()).apply(tape, rows, operands);
        }
        boolean[] active = gate.active(step, p.toDoubles());
        last = active;
        Var[] all = Arrays.copyOf(operands, operands.length + 1);
        all[operands.length] = gate.gates(active, p);
        return whole.apply(tape, rows, all);
    }

    /** Goes to the next step. */
    public void advance() {
        step++;
    }

    private ProductPlan frozen(double[] p) {
        ProductPlan plan = small;
        if (plan == null) {
            boolean[] active = last != null ? last : gate.largest(p);
            last = active;
            plan = ProductPlan.of(gate.frozen(active, p), access);
            small = plan;
        }
        return plan;
    }

    /** The product that is evaluated in the fixed phase; empty before. */
    public java.util.Optional<ProductSpec> frozenSpec() {
        ProductPlan plan = small;
        return plan == null ? java.util.Optional.empty() : java.util.Optional.of(plan.spec());
    }

    /** The state to be saved; the learned numbers are with the other weights. */
    public State state() {
        List<Boolean> active = new ArrayList<>();
        if (last != null) {
            for (boolean a : last) {
                active.add(a);
            }
        }
        return new State(step, active);
    }

    /** Goes on from a saved state. */
    public void restore(State state) {
        if (!state.active().isEmpty() && state.active().size() != gate.paths()) {
            throw new IllegalArgumentException("the saved state is of a product of "
                    + state.active().size() + " paths, but this one has " + gate.paths());
        }
        step = state.step();
        small = null;
        last = state.active().isEmpty() ? null : new boolean[gate.paths()];
        for (int k = 0; k < state.active().size() && last != null; k++) {
            last[k] = state.active().get(k);
        }
    }
}
