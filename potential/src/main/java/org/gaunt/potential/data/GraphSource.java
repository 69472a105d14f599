package org.gaunt.potential.data;

import java.util.List;
import java.util.Map;
import org.gaunt.atoms.Structure;
import org.gaunt.learn.Samples;

/**
 * Structures ready for training, in a fixed order, wherever they are kept: in memory or in files. May be asked by several
 * threads at once.
 */
public interface GraphSource extends Samples {

    /** One structure; made anew on every call where they are not kept in memory. */
    LabelledGraph get(int index);

    /** Number of atoms of a structure, known without making it. */
    int atoms(int index);

    /** Number of labels of a structure, known without making it. */
    LabelCounts counts(int index);

    /**
     * Makes the graphs of structures and keeps them in memory.
     *
     * @param configTypeWeights factors of config types
     */
    static GraphSource of(List<Structure> structures, GraphBuilder builder, Map<String, Double> configTypeWeights) {
        return of(structures.stream()
                .map(structure -> LabelledGraph.of(structure, builder, configTypeWeights))
                .toList());
    }

    /** Structures that are kept in memory. */
    static GraphSource of(List<LabelledGraph> graphs) {
        return new GraphsInMemory(graphs);
    }
}
