package org.gaunt.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gaunt.autodiff.Rows;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Form;
import org.gaunt.form.Operand;
import org.gaunt.form.Operand.Access;
import org.gaunt.o3.Irreps;
import org.gaunt.o3.MulIrrep;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the pairs of atoms that matter and skips the product of the others (the sparse pair gate of SPHNet, Luo et al. 2025).
 *
 * <p>An invariant descriptor of a pair gives a score by a linear map; pairs at or above a quantile of the scores of the batch are kept.
 * A kept pair's descriptor is multiplied by sigmoid(score - threshold), at least 1/2, so that gradients reach the scores. The threshold
 * is a constant of the batch. Immutable.
 */
public final class PairGate {
    private final double sparsity;
    private final Form weight = Form.of(
            "weights of pairs",
            List.of(
                    new Operand("score", 1, false, Access.row()),
                    new Operand("threshold", 1, false, Access.shared()),
                    new Operand("weight", 1, false, Access.row())),
            g -> g.mul(g.input(2, 0), g.sigmoid(g.subtract(g.input(0, 0), g.input(1, 0)))));

    private final Form kept = Form.of(
            "kept pairs",
            List.of(
                    new Operand("descriptor", 1, true, Access.gather(0)),
                    new Operand("weight", 1, false, Access.gather(0)),
                    new Operand("kept", 1, true, Access.row())),
            g -> g.mul(g.input(2, 0), g.mul(g.input(0, 0), g.input(1, 0))));

    /**
     * The pairs of a batch that are kept.
     *
     * @param pairs their numbers, ascending
     * @param all how many pairs there are
     * @param threshold the score at which the weight is 1/2
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Selection(int[] pairs, int all, double threshold) {
        /** The rows of the kept pairs, which index array 0 takes to their numbers. */
        public Rows rows() {
            return new Rows(pairs.length, List.of(pairs), List.of(all));
        }
    }

    /**
     * A gate.
     *
     * @param sparsity the part of the pairs that is skipped, from 0 to below 1; SPHNet's is 0.7
     */
    public PairGate(double sparsity) {
        if (!(sparsity >= 0 && sparsity < 1)) {
            throw new IllegalArgumentException(
                    "sparsity is the part of the pairs that is skipped, from 0 to below 1, not " + sparsity);
        }
        this.sparsity = sparsity;
    }

    /** Selects pairs by their scores; none of no pairs. */
    public Selection select(double[] scores) {
        if (scores.length == 0) {
            return new Selection(new int[0], 0, 0);
        }
        double threshold = Quantile.of(scores, sparsity);
        int[] above = new int[scores.length];
        int count = 0;
        for (int k = 0; k < scores.length; k++) {
            if (scores[k] >= threshold) {
                above[count++] = k;
            }
        }
        return new Selection(Arrays.copyOf(above, count), scores.length, threshold);
    }

    /**
     * The weights of all pairs, sigmoid(score - threshold).
     *
     * @param scores [pair]
     */
    public Var weights(Selection selection, Var scores) {
        Tape tape = scores.tape();
        double[] number = {selection.threshold()};
        Var threshold = tape.cast(tape.leaf(number, 1, 1, 0), scores.precision());
        @Nullable Var[] operands = {scores, threshold, null};
        return tape.form(weight, 1, Rows.of(selection.all()), operands, 2)[0];
    }

    /**
     * The descriptors of the kept pairs times their weights.
     *
     * @param descriptors [pair][channel]
     * @param weights [pair], of {@link #weights}
     * @return [kept pair][channel]
     */
    public Var keep(Selection selection, Var descriptors, Var weights) {
        @Nullable Var[] operands = {descriptors, weights, null};
        return descriptors.tape().form(kept, descriptors.width(), selection.rows(), operands, 2)[0];
    }

    /**
     * The features of all pairs after an update of the kept ones; the others keep theirs.
     *
     * @param features [pair][number]
     * @param updates [kept pair][number]
     */
    public Var update(Selection selection, Var features, Var updates) {
        return features.plus(updates.scatterAdd(selection.pairs(), selection.all()));
    }

    /**
     * The invariant descriptor of a pair: for each channel the even scalars of both ends, and for each other term of degree l the inner
     * product of the two ends over 2 l + 1.
     *
     * <p>Operands: features of one end and of the other, gathered by index arrays 0 and 1, and the result's dual, a row for each pair.
     *
     * @param irreps of the features, all terms of the same multiplicity
     */
    public static Form descriptor(Irreps irreps) {
        int components = 0;
        List<int[]> terms = new ArrayList<>();
        int results = 0;
        for (MulIrrep term : irreps.terms()) {
            if (term.mul() != irreps.get(0).mul()) {
                throw new IllegalArgumentException(
                        "the descriptor of pairs needs the same multiplicity in all terms, not " + irreps);
            }
            boolean invariant = term.ir().l() == 0 && term.ir().parity() == 1;
            terms.add(new int[] {components, term.ir().dim(), invariant ? 2 : 1});
            components += term.ir().dim();
            results += invariant ? 2 : 1;
        }
        List<Operand> operands = List.of(
                new Operand("first", components, true, Access.gather(0)),
                new Operand("second", components, true, Access.gather(1)),
                new Operand("descriptor", results, true, Access.row()));
        return Form.of("descriptor of pairs", operands, g -> {
            int sum = g.constant(0);
            int at = 0;
            for (int[] term : terms) {
                if (term[2] == 2) {
                    sum = g.add(sum, g.mul(g.input(2, at++), g.input(0, term[0])));
                    sum = g.add(sum, g.mul(g.input(2, at++), g.input(1, term[0])));
                    continue;
                }
                int inner = g.constant(0);
                for (int k = 0; k < term[1]; k++) {
                    inner = g.add(inner, g.mul(g.input(0, term[0] + k), g.input(1, term[0] + k)));
                }
                sum = g.add(sum, g.mul(g.input(2, at++), g.scale(1.0 / term[1], inner)));
            }
            return sum;
        });
    }
}
