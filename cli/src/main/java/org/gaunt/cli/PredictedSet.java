package org.gaunt.cli;

import java.util.List;
import org.gaunt.atoms.Structure;
import org.gaunt.potential.Derivatives;
import org.gaunt.potential.Prediction;
import org.gaunt.potential.eval.ErrorTable;

/**
 * Structures with what the model says about them.
 *
 * @param name training, validation or test
 * @param structures with their labels
 * @param predictions one for each structure
 */
record PredictedSet(String name, List<Structure> structures, List<Prediction> predictions) {

    /** What must be computed to compare with all labels of some structures. */
    static Derivatives needed(List<Structure> structures) {
        boolean stress =
                structures.stream().anyMatch(structure -> structure.labels().hasStress());
        return stress ? Derivatives.STRESS : Derivatives.FORCES;
    }

    ErrorTable errors() {
        return ErrorTable.of(structures, predictions);
    }
}
