package org.gaunt.autodiff;

import java.util.ArrayList;
import java.util.List;
import org.gaunt.form.CompiledForm;
import org.gaunt.form.Form;
import org.gaunt.form.Operand.Access;
import org.gaunt.linalg.Workspace;
import org.jspecify.annotations.Nullable;

/** Runs the code of a form over its rows, in shards where there are threads for them. */
final class FormRun {
    private FormRun() {}

    /**
     * Evaluates all rows.
     *
     * @param bound arrays of the operands and, behind them, of the open seats
     * @param outputs the values of the open seats
     */
    static void run(
            Tape tape,
            CompiledForm compiled,
            Form form,
            int[] seats,
            @Nullable Object[] bound,
            Rows rows,
            Var[] outputs) {
        int[][] index = rows.index().toArray(new int[0][]);
        Rounds rounds = rows.rounds();
        List<Integer> shared = shared(form, seats, index, rounds);
        if (rounds != null) {
            inRounds(tape, compiled, bound, index, rounds, shared, outputs);
        } else if (shared.isEmpty()) {
            Shards.rows(
                    tape.shards(),
                    rows.count(),
                    tape.workspace(),
                    (from, to, workspace) -> compiled.run(bound, index, from, to, workspace));
        } else {
            compiled.run(bound, index, 0, rows.count(), tape.workspace());
        }
    }

    /** Those of the open seats that two ranges of rows may both add to. */
    private static List<Integer> shared(Form form, int[] seats, int[][] index, @Nullable Rounds rounds) {
        List<Integer> shared = new ArrayList<>();
        for (int s = 0; s < seats.length; s++) {
            Access access = form.operands().get(seats[s]).access();
            boolean apart = access.isRow()
                    || (!access.isShared() && rounds != null && rounds.keepsApart(index[access.index()]));
            if (!apart) {
                shared.add(s);
            }
        }
        return shared;
    }

    /** Each range adds to arrays of its own what the others of its round add to as well; these are added in the order of the ranges. */
    private static void inRounds(
            Tape tape,
            CompiledForm compiled,
            @Nullable Object[] bound,
            int[][] index,
            Rounds rounds,
            List<Integer> shared,
            Var[] outputs) {
        if (shared.isEmpty()) {
            Shards.rounds(
                    tape.shards(),
                    rounds,
                    tape.workspace(),
                    (number, from, to, workspace) -> compiled.run(bound, index, from, to, workspace));
            return;
        }
        int firstSeat = bound.length - outputs.length;
        Workspace own = tape.workspace();
        int mark = own.mark();
        @Nullable Object[][] ofRange = new @Nullable Object[rounds.size()][];
        for (int r = 0; r < ofRange.length; r++) {
            ofRange[r] = bound.clone();
            for (int s : shared) {
                Object sums = own.numbers(outputs[s].precision(), outputs[s].length());
                Numbers.fill(sums, outputs[s].length(), 0);
                ofRange[r][firstSeat + s] = sums;
            }
        }
        Shards.rounds(
                tape.shards(),
                rounds,
                own,
                (number, from, to, workspace) -> compiled.run(ofRange[number], index, from, to, workspace));
        for (@Nullable Object[] arrays : ofRange) {
            for (int s : shared) {
                Object sums = arrays[firstSeat + s];
                if (sums != null) {
                    Numbers.add(outputs[s].array(), sums, outputs[s].length());
                }
            }
        }
        own.release(mark);
    }
}
