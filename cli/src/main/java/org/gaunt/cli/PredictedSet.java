package org.gaunt.cli;

import java.util.ArrayList;
import java.util.List;
import org.gaunt.atoms.Structure;
import org.gaunt.potential.Derivatives;
import org.gaunt.potential.Potential;
import org.gaunt.potential.Prediction;
import org.gaunt.potential.data.StructureSource;
import org.gaunt.potential.eval.ErrorTable;

/**
 * What a model says about a set of structures.
 *
 * @param name training, validation or test
 * @param errors over all structures
 * @param structures the first of them, to be drawn
 * @param predictions one for each of those
 */
record PredictedSet(String name, ErrorTable errors, List<Structure> structures, List<Prediction> predictions) {

    private static final int ATOMS_AT_A_TIME = 4096;
    private static final long MOST_ATOMS_KEPT = 200_000;

    /** Evaluates structures, some at a time: a set may be larger than the memory. */
    static PredictedSet of(String name, StructureSource set, Potential potential) {
        ErrorTable.Builder errors = new ErrorTable.Builder();
        List<Structure> kept = new ArrayList<>();
        List<Prediction> predictions = new ArrayList<>();
        long atomsKept = 0;
        for (int from = 0; from < set.size(); ) {
            List<Structure> some = new ArrayList<>();
            for (int atoms = 0; from < set.size() && atoms < ATOMS_AT_A_TIME; from++) {
                Structure structure = set.get(from);
                some.add(structure);
                atoms += structure.size();
            }
            List<Prediction> found = potential.evaluate(some, needed(some));
            for (int i = 0; i < some.size(); i++) {
                errors.add(some.get(i), found.get(i));
                if (atomsKept < MOST_ATOMS_KEPT) {
                    atomsKept += some.get(i).size();
                    kept.add(some.get(i));
                    predictions.add(found.get(i));
                }
            }
        }
        return new PredictedSet(name, errors.build(), kept, predictions);
    }

    /** What must be computed to compare with all labels of some structures. */
    static Derivatives needed(List<Structure> structures) {
        boolean stress =
                structures.stream().anyMatch(structure -> structure.labels().hasStress());
        return stress ? Derivatives.STRESS : Derivatives.FORCES;
    }
}
