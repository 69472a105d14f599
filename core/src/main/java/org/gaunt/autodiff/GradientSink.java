package org.gaunt.autodiff;

import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Collects the gradients of one backward sweep. In a sweep that is not recorded, contributions are added in place; in a recorded
 * one every sum is a node of its own.
 */
final class GradientSink {
    private final Tape tape;
    private final int tag;
    private final @Nullable BitSet wanted;
    private final boolean recorded;
    private final Map<Integer, Var> gradients = new HashMap<>();
    private final Set<Integer> owned = new HashSet<>();

    private GradientSink(Tape tape, int tag, @Nullable BitSet wanted, boolean recorded) {
        this.tape = tape;
        this.tag = tag;
        this.wanted = wanted;
        this.recorded = recorded;
    }

    /** Collects for all values that depend on leaves of a kind. */
    static GradientSink byTag(Tape tape, int tag, boolean recorded) {
        return new GradientSink(tape, tag, null, recorded);
    }

    /** Collects for values with some numbers. */
    static GradientSink of(Tape tape, BitSet wanted, boolean recorded) {
        return new GradientSink(tape, 0, wanted, recorded);
    }

    boolean recorded() {
        return recorded;
    }

    boolean wants(@Nullable Var input) {
        return input != null && (wanted == null ? (input.tags() & tag) != 0 : wanted.get(input.id()));
    }

    @Nullable
    Var get(Var v) {
        return gradients.get(v.id());
    }

    /** The gradient that a contribution to {@code input} may be added to in place, or null if it needs an array of its own. */
    @Nullable
    Var inPlace(Var input) {
        if (recorded || !owned.contains(input.id())) {
            return null;
        }
        return gradients.get(input.id());
    }

    /** Takes a contribution that nobody else holds and that was not added in place. */
    void add(Var input, Var contribution) {
        put(input, contribution, true);
    }

    /** Takes a contribution that is also something else's value and must not be modified. */
    void addShared(Var input, Var contribution) {
        put(input, contribution, false);
    }

    private void put(Var input, Var contribution, boolean own) {
        Var old = gradients.get(input.id());
        if (old == null) {
            gradients.put(input.id(), contribution);
            if (own) {
                owned.add(input.id());
            }
            return;
        }
        if (!recorded && owned.contains(input.id())) {
            Shards.numbers(
                    tape.shards(),
                    input.length(),
                    (from, to) -> Numbers.add(old.array(), contribution.array(), from, to));
        } else {
            gradients.put(input.id(), tape.sum(old, contribution));
            owned.add(input.id());
        }
    }
}
