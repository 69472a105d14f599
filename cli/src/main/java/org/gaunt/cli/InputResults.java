package org.gaunt.cli;

import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.gaunt.atoms.CalculatorResults;
import org.gaunt.atoms.Structure;

/** Takes the results of another calculation away from structures that are to get new ones, or gives them other names. */
final class InputResults {

    /** Begins the names of what is kept. */
    static final String PREFIX = "REF_";

    private final CalculatorResults results;
    private final boolean keep;
    private final NavigableSet<String> leftOut = new TreeSet<>();

    /**
     * For one command.
     *
     * @param labels names of labels that the models were trained on, beside the usual ones
     * @param keep whether results stay, under names that begin with the prefix
     */
    InputResults(Set<String> labels, boolean keep) {
        this.results = CalculatorResults.usual()
                .and(labels)
                .and(List.of(PredictedFrames.ENERGY_SPREAD, PredictedFrames.FORCES_SPREAD));
        this.keep = keep;
    }

    /** The structure, read without labels, as it may stand beside new results. */
    Structure apply(Structure structure) {
        if (keep) {
            return results.renamed(structure, PREFIX);
        }
        structure.info().keySet().stream().filter(results::isEntry).forEach(leftOut::add);
        structure.columns().stream()
                .map(column -> column.name())
                .filter(results::isColumn)
                .forEach(leftOut::add);
        return results.without(structure);
    }

    /** Names of what was taken away so far. */
    NavigableSet<String> leftOut() {
        return leftOut;
    }
}
