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
 */
public final class GatedProduct {
    private final PathGate gate;
    private final List<Access> access;
    private final ProductPlan whole;
    private long step;
    private boolean @Nullable [] last;
    private @Nullable ProductPlan small;

    /**
     * What must be saved to go on later.
     *
     * @param step steps done
     * @param active the paths of the last step; empty before the first
     */
    public record State(long step, List<Boolean> active) {
        public State {
            active = List.copyOf(active);
        }
    }

    /** A product at its first step, whose operands all have a row of their own for each row of the result. */
    public GatedProduct(PathGate gate, ProductSpec spec) {
        this(gate, Collections.nCopies(spec.operands().size(), Access.row()));
    }

    /**
     * A product at its first step.
     *
     * @param access for each operand of the product, the result included, which row it takes
     */
    public GatedProduct(PathGate gate, List<Access> access) {
        this.gate = gate;
        this.access = List.copyOf(access);
        List<Access> withGate = new ArrayList<>(access);
        withGate.add(access.size() - 1, Access.shared());
        whole = ProductPlan.of(gate.gated(), withGate);
    }

    /** The phase of the next step. */
    public SparsitySchedule.Phase phase() {
        return gate.schedule().phase(step);
    }

    /**
     * Evaluates the product with the paths of the present step; {@link #advance} goes to the next.
     *
     * <p>In the fixed phase p is not used any more: it has become part of the coefficients when the phase began.
     *
     * @param p the learned numbers, one row; its values decide which paths are active in the adaptive phase
     * @param operands all operands of the product but the result
     */
    public Var apply(Tape tape, int rows, Var p, Var... operands) {
        if (phase() == SparsitySchedule.Phase.FIXED) {
            return frozen(p.toDoubles()).apply(tape, rows, operands);
        }
        boolean[] active = gate.active(step, p.toDoubles());
        last = active;
        Var[] all = Arrays.copyOf(operands, operands.length + 1);
        all[operands.length] = gate.gates(tape, active, p);
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
