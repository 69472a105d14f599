package org.gaunt.autodiff;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gaunt.form.CompiledForm;
import org.gaunt.form.Form;
import org.gaunt.form.Operand;
import org.gaunt.linalg.ArraySize;
import org.gaunt.linalg.Precision;
import org.jspecify.annotations.Nullable;

/** The evaluation of a form with some seats open. */
final class FormNode implements Node {
    private final Form form;
    private final int channels;
    private final Rows rows;
    private final @Nullable Var[] operands;
    private final int[] seats;
    private final Var[] outputs;

    FormNode(Form form, int channels, Rows rows, @Nullable Var[] operands, int[] seats, Var[] outputs) {
        this.form = form;
        this.channels = channels;
        this.rows = rows;
        this.operands = operands;
        this.seats = seats;
        this.outputs = outputs;
    }

    /**
     * Opens seats of a form.
     *
     * @param addTo for each seat the value to add to, or null for a new one
     */
    static Var[] evaluate(
            Tape tape,
            Form form,
            int channels,
            Rows rows,
            @Nullable Var[] operands,
            int[] seats,
            @Nullable Var[] addTo) {
        List<Operand> description = form.operands();
        if (operands.length != description.size()) {
            throw new IllegalArgumentException(
                    form + " has " + description.size() + " operands, but " + operands.length + " were given");
        }
        Precision precision = null;
        int tags = 0;
        Object[] arrays = new Object[operands.length];
        for (int k = 0; k < operands.length; k++) {
            Var v = operands[k];
            if (v == null) {
                continue;
            }
            tape.own(v);
            long expected =
                    (long) rowsOf(description.get(k), rows) * description.get(k).width(channels);
            if (v.length() != expected) {
                throw new IllegalArgumentException(
                        "operand " + description.get(k).name() + " of " + form + " has " + v.length() + " numbers, but "
                                + expected + " belong to it");
            }
            if (precision != null && precision != v.precision()) {
                throw new IllegalArgumentException("the operands of " + form + " are of different precision");
            }
            precision = v.precision();
            tags |= v.tags();
            arrays[k] = v.array();
        }
        if (precision == null) {
            throw new IllegalArgumentException("no operand of " + form + " was given");
        }
        boolean[] accumulate = new boolean[seats.length];
        for (int s = 0; s < seats.length; s++) {
            accumulate[s] = addTo[s] != null;
        }
        CompiledForm compiled = tape.backend().compile(form, channels, seats, accumulate, precision);
        for (int k = 0; k < arrays.length; k++) {
            if (compiled.reads(k) && operands[k] == null) {
                throw new IllegalArgumentException(
                        "operand " + description.get(k).name() + " of " + form + " is read, but was not given");
            }
        }
        // an operand can be read and open at once, which needs two places: the open one is bound under its own number
        Object[] bound = new Object[arrays.length + seats.length];
        System.arraycopy(arrays, 0, bound, 0, arrays.length);
        Var[] outputs = new Var[seats.length];
        for (int s = 0; s < seats.length; s++) {
            Operand o = description.get(seats[s]);
            Var into = addTo[s];
            if (into == null) {
                Var like = operands[seats[s]];
                int outRows = like == null ? rowsOf(o, rows) : like.rows();
                int width = like == null ? o.width(channels) : like.width();
                int length = ArraySize.of(outRows, width);
                Object data = tape.take(precision, length);
                if (!o.access().isRow()) {
                    Numbers.fill(data, length, 0);
                }
                into = tape.newValue(precision, outRows, width, data, tags);
            }
            bound[arrays.length + s] = into.array();
            outputs[s] = into;
        }
        FormRun.run(tape, compiled, form, seats, bound, rows, outputs);
        tape.record(new FormNode(form, channels, rows, operands.clone(), seats.clone(), outputs), tags);
        return outputs;
    }

    private static int rowsOf(Operand o, Rows rows) {
        if (o.access().isShared()) {
            return 1;
        }
        return o.access().isRow() ? rows.count() : rows.domain().get(o.access().index());
    }

    @Override
    public @Nullable Var[] inputs() {
        return operands;
    }

    @Override
    public Var[] outputs() {
        return outputs;
    }

    @Override
    public void backward(Tape tape, @Nullable Var[] cotangents, GradientSink sink) {
        int[] contracted = new int[seats.length];
        List<@Nullable Var> all = new ArrayList<>(Arrays.asList(operands));
        int count = 0;
        for (int s = 0; s < seats.length; s++) {
            if (cotangents[s] != null) {
                contracted[count++] = seats[s];
                all.add(cotangents[s]);
            }
        }
        Form next = form.contract(Arrays.copyOf(contracted, count));
        int[] wanted = new int[operands.length];
        int wantedCount = 0;
        for (int k = 0; k < operands.length; k++) {
            if (sink.wants(operands[k]) && next.dependsOn(k)) {
                wanted[wantedCount++] = k;
            }
        }
        if (wantedCount == 0) {
            return;
        }
        wanted = Arrays.copyOf(wanted, wantedCount);
        @Nullable Var[] into = new @Nullable Var[wantedCount];
        for (int w = 0; w < wantedCount; w++) {
            Var operand = operands[wanted[w]];
            // an operand seated twice gets two arrays, which are then added
            boolean again = false;
            for (int earlier = 0; earlier < w; earlier++) {
                again |= operands[wanted[earlier]] == operand;
            }
            into[w] = again || operand == null ? null : sink.inPlace(operand);
        }
        Var[] results = evaluate(tape, next, channels, rows, all.toArray(new @Nullable Var[0]), wanted, into);
        for (int w = 0; w < wantedCount; w++) {
            Var operand = operands[wanted[w]];
            if (into[w] == null && operand != null) {
                sink.add(operand, results[w]);
            }
        }
    }
}
