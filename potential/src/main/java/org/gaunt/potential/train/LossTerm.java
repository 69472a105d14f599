package org.gaunt.potential.train;

import org.gaunt.potential.Derivatives;
import org.gaunt.potential.Evaluation;
import org.gaunt.potential.data.LabelledGraph;
import org.gaunt.potential.data.StructureLabel;
import org.jspecify.annotations.Nullable;

/**
 * One term of the loss of a potential: a label of structures, the model's output of the same name, and how errors are counted.
 *
 * <p>A jar adds a term by naming its class, which needs a public constructor without arguments, in
 * {@code META-INF/services/org.gaunt.potential.train.LossTerm}. It counts where {@code training.term_weights} gives it a weight.
 */
public interface LossTerm extends StructureLabel {

    /** Its name in the names of columns; that of the label by default. */
    default String column() {
        return key();
    }

    /** Unit of its errors, as it stands in names of columns: {@code ev_per_angstrom}. */
    String unit();

    /** Numbers of the model's output for a structure of so many atoms. */
    int size(int atoms);

    /** The derivatives of the energy that the output needs; none by default. */
    default Derivatives needs() {
        return Derivatives.ENERGY;
    }

    /**
     * The label [size]; NaN where a number is not known, null where none is.
     *
     * @param structure as the model sees it
     */
    default double @Nullable [] label(LabelledGraph structure) {
        return structure.label(key());
    }

    /** How much the structure's label counts. */
    default double weight(LabelledGraph structure) {
        return structure.weights().all();
    }

    /** What the difference of prediction and label is divided by: 1, or the number of atoms for a total. */
    default double divisor(LabelledGraph structure) {
        return 1;
    }

    /** The output of all structures of an evaluation, one after the other; null where it was not computed. */
    default double @Nullable [] predicted(Evaluation evaluation) {
        return evaluation.output(key());
    }
}
