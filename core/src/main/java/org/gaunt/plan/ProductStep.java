package org.gaunt.plan;

import java.util.List;
import java.util.Objects;
import org.gaunt.autodiff.Accumulate;
import org.gaunt.autodiff.ColumnMap;
import org.gaunt.autodiff.Groups;
import org.gaunt.autodiff.Rows;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Form;
import org.gaunt.form.LinearMap;
import org.gaunt.form.Operand.Access;
import org.gaunt.form.TrilinearMap;
import org.jspecify.annotations.Nullable;

/** A step of a {@link ProductPlan}: computes a value from others, or adds to it. */
sealed interface ProductStep {
    /**
     * A value of a plan: first the operands, then the result, then what lies between.
     *
     * @param width numbers in a row
     * @param access which row belongs to a row of the product
     * @param writers how many steps add to it
     */
    record Slot(int width, Access access, int writers) {}

    /** The values that are read. */
    List<Integer> inputs();

    /** The value that is written. */
    int output();

    void run(Context c);

    static int rowsOf(Access access, Rows rows) {
        if (access.isShared()) {
            return 1;
        }
        return access.isRow() ? rows.count() : rows.domain().get(access.index());
    }

    /** The values of one evaluation. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Context(Tape tape, Rows rows, @Nullable Var[] values, List<Slot> slots, List<Var> operands) {
        Var value(int slot) {
            return Objects.requireNonNull(values[slot]);
        }

        /** What a step must add to, or null if it is the only one to write this value. */
        @Nullable
        Var addTo(int slot) {
            Slot s = slots.get(slot);
            if (s.writers() > 1 && values[slot] == null) {
                values[slot] = Accumulate.zeros(
                        tape, operands.getFirst().precision(), rowsOf(s.access(), rows), s.width(), operands);
            }
            return s.writers() > 1 ? values[slot] : null;
        }

        void set(int slot, Var value) {
            values[slot] = value;
        }

        /** Which rows of a value have weights of their own. */
        Groups groups(int weights, int of) {
            Access access = slots.get(weights).access();
            int count = rowsOf(slots.get(of).access(), rows);
            if (access.isShared()) {
                return Groups.single(count);
            }
            if (access.isRow()) {
                return Groups.each(count);
            }
            int[] index = rows.index().get(access.index());
            return Groups.of(
                    java.util.Arrays.copyOf(index, count), rows.domain().get(access.index()));
        }
    }

    /** Picks numbers, or adds them to where they would be picked from. */
    record Columns(int input, int output, ColumnMap map, boolean transposed) implements ProductStep {
        @Override
        public List<Integer> inputs() {
            return List.of(input);
        }

        @Override
        public void run(Context c) {
            Var x = c.value(input);
            Var sum = c.addTo(output);
            c.set(
                    output,
                    transposed
                            ? Accumulate.scatterAdd(c.tape(), map, x, sum)
                            : Accumulate.gather(c.tape(), map, x, sum));
        }

        @Override
        public String toString() {
            return (transposed ? "add columns " : "pick columns ") + map.size();
        }
    }

    /** Multiplies by weights. */
    record Linear(int input, int weights, int output, LinearMap map) implements ProductStep {
        @Override
        public List<Integer> inputs() {
            return List.of(input, weights);
        }

        @Override
        public void run(Context c) {
            Groups groups = c.groups(weights, input);
            c.set(output, Accumulate.linear(c.tape(), map, groups, c.value(input), c.value(weights), c.addTo(output)));
        }

        @Override
        public String toString() {
            return map.blocks().size() + " matrix products";
        }
    }

    /** Evaluates a product by a kernel of its own. */
    record Trilinear(int x, int y, int output, TrilinearMap map) implements ProductStep {
        @Override
        public List<Integer> inputs() {
            return List.of(x, y);
        }

        @Override
        public void run(Context c) {
            int rows = c.rows().count();
            c.set(output, Accumulate.trilinear(c.tape(), map, rows, c.value(x), c.value(y), c.addTo(output)));
        }

        @Override
        public String toString() {
            return map.toString();
        }
    }

    /** Evaluates a form whose last operand is the result. */
    record Product(List<Integer> inputs, int output, Form form, int channels) implements ProductStep {
        @Override
        public void run(Context c) {
            List<Var> operands = inputs.stream().map(c::value).toList();
            c.set(output, Accumulate.form(c.tape(), form, channels, c.rows(), operands, c.addTo(output)));
        }

        @Override
        public String toString() {
            return "product of " + channels + " channels";
        }
    }
}
