package org.gaunt.potential.eval;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.gaunt.atoms.Labels;
import org.gaunt.atoms.Structure;
import org.gaunt.potential.Prediction;
import org.gaunt.potential.data.LabelledGraph;
import org.jspecify.annotations.Nullable;

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
            Labels labels = structure.labels();
            builder.add(
                    structure.configType(),
                    structure.size(),
                    labels.hasEnergy() ? labels.energy() : Double.NaN,
                    labels.hasForces() ? labels.forces() : null,
                    predictions.get(i));
        }
        return builder.build();
    }

    /** Compares predictions with the labels of graphs; see {@link #of}. */
    public static ErrorTable ofGraphs(List<LabelledGraph> graphs, List<Prediction> predictions) {
        requireSame(graphs.size(), predictions.size());
        Builder builder = new Builder();
        for (int i = 0; i < graphs.size(); i++) {
            LabelledGraph graph = graphs.get(i);
            builder.add(graph.configType(), graph.graph().atoms(), graph.energy(), graph.forces(), predictions.get(i));
        }
        return builder.build();
    }

    private static void requireSame(int structures, int predictions) {
        if (structures != predictions) {
            throw new IllegalArgumentException(predictions + " predictions for " + structures + " structures");
        }
    }

    private static final class Builder {
        private final Errors.Sum all = new Errors.Sum();
        private final Map<String, Errors.Sum> byType = new TreeMap<>();

        void add(
                @Nullable String configType,
                int atoms,
                double energy,
                double @Nullable [] forces,
                Prediction prediction) {
            Errors.Sum group =
                    byType.computeIfAbsent(configType == null ? UNNAMED : configType, key -> new Errors.Sum());
            all.structure();
            group.structure();
            if (!Double.isNaN(energy)) {
                all.energy(prediction.energy() - energy, atoms);
                group.energy(prediction.energy() - energy, atoms);
            }
            double[] predicted = prediction.forces();
            if (forces == null || predicted == null) {
                return;
            }
            for (int k = 0; k < forces.length; k++) {
                if (!Double.isNaN(forces[k])) {
                    all.force(predicted[k] - forces[k]);
                    group.force(predicted[k] - forces[k]);
                }
            }
        }

        ErrorTable build() {
            SortedMap<String, Errors> groups = new TreeMap<>();
            byType.forEach((type, sum) -> groups.put(type, sum.errors()));
            return new ErrorTable(all.errors(), groups);
        }
    }
}
