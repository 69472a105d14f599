package org.gaunt.autodiff;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gaunt.kernel.form.Form;
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
        Var[] results = tape.form(next, channels, rows, all.toArray(new @Nullable Var[0]), wanted, into);
        for (int w = 0; w < wantedCount; w++) {
            Var operand = operands[wanted[w]];
            if (into[w] == null && operand != null) {
                sink.add(operand, results[w]);
            }
        }
    }
}
