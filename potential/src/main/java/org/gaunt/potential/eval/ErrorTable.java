package org.gaunt.potential.eval;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.gaunt.atoms.Labels;
import org.gaunt.atoms.Structure;
import org.gaunt.potential.Prediction;

/**
 * Errors over all structures and over each config type.
 *
 * @param all over all structures
 * @param byConfigType by name of the config type, ascending; structures without one are under {@value #UNNAMED}
 */
public record ErrorTable(Errors all, SortedMap<String, Errors> byConfigType) {

    /** Stands for the config type of structures that have none. */
    public static final String UNNAMED = "Default";

    /** Copies the map. */
    public ErrorTable {
        byConfigType = Collections.unmodifiableSortedMap(new TreeMap<>(byConfigType));
    }

    /**
     * Compares predictions with the labels of the structures.
     *
     * @throws IllegalArgumentException when there is not one prediction for each structure
     */
    public static ErrorTable of(List<Structure> structures, List<Prediction> predictions) {
        requireSame(structures.size(), predictions.size());
        Builder builder = new Builder();
        for (int i = 0; i < structures.size(); i++) {
            Structure structure = structures.get(i);
            builder.add(structure, predictions.get(i));
        }
        return builder.build();
    }

    private static void requireSame(int structures, int predictions) {
        if (structures != predictions) {
            throw new IllegalArgumentException(predictions + " predictions for " + structures + " structures");
        }
    }

    /** Adds up structure after structure. */
    public static final class Builder {
        private final Errors.Sum all = new Errors.Sum();
        private final Map<String, Errors.Sum> byType = new TreeMap<>();

        /** Without structures. */
        public Builder() {}

        /** Compares a prediction with the labels of its structure. */
        public void add(Structure structure, Prediction prediction) {
            String type = structure.configType();
            Labels labels = structure.labels();
            for (Errors.Sum sum :
                    List.of(all, byType.computeIfAbsent(type == null ? UNNAMED : type, key -> new Errors.Sum()))) {
                sum.structure();
                if (labels.hasEnergy()) {
                    sum.energy(prediction.energy() - labels.energy(), structure.size());
                }
                if (labels.hasForces() && prediction.hasForces()) {
                    sum.forces(labels.forces(), prediction.forces());
                }
                if (labels.hasStress() && prediction.hasStress()) {
                    sum.stress(labels.stress(), prediction.stress());
                }
            }
        }

        /** The errors of all structures so far. */
        public ErrorTable build() {
            SortedMap<String, Errors> groups = new TreeMap<>();
            byType.forEach((type, sum) -> groups.put(type, sum.errors()));
            return new ErrorTable(all.errors(), groups);
        }
    }
}
