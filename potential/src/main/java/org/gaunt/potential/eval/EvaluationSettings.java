package org.gaunt.potential.eval;

import java.util.List;
import org.gaunt.files.InputException;
import org.gaunt.potential.Tabulable;
import org.gaunt.potential.TrainableModel;
import org.jspecify.annotations.Nullable;

/**
 * How a model is evaluated, where there is a choice.
 *
 * @param splineTolerance how far splines in place of radial networks may be off, relative to the largest value of the functions of
 *     a layer; 0 for the networks themselves
 * @param head the head of the readout all structures are evaluated with; null for the one each structure names
 */
public record EvaluationSettings(
        double splineTolerance, @Nullable String head) {
    /** Below it rounding hides whether a table is good enough. */
    public static final double SMALLEST_TOLERANCE = 1e-12;

    /** The model as it is. */
    public static final EvaluationSettings NONE = new EvaluationSettings(0, null);

    public EvaluationSettings {
        if (splineTolerance != 0 && !(splineTolerance >= SMALLEST_TOLERANCE && splineTolerance < 1)) {
            throw new IllegalArgumentException("the tolerance of splines is from " + SMALLEST_TOLERANCE
                    + " to below 1, or 0 for no splines, but it is " + splineTolerance);
        }
    }

    /**
     * Checks that a model can be evaluated so.
     *
     * @throws InputException where it has no such head, or nothing to tabulate
     */
    void check(TrainableModel model) {
        List<String> heads = model.heads();
        if (head != null && !heads.contains(head)) {
            throw InputException.of("the model has no such head")
                    .found(head)
                    .wanted(heads.isEmpty() ? "none: the model has one readout" : "one of " + String.join(", ", heads))
                    .build();
        }
        if (splineTolerance > 0 && !(model instanceof Tabulable tabulable && tabulable.isTabulable())) {
            throw InputException.of(
                            "splines were asked for, but this model has no networks of the distance alone to replace")
                    .remedy("evaluate it without splines")
                    .build();
        }
    }
}
