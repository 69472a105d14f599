package org.gaunt.potential.data;

import org.gaunt.atoms.Labels;
import org.gaunt.atoms.Structure;
import org.jspecify.annotations.Nullable;

/**
 * A structure ready for training: its graph and what is known about it.
 *
 * @param graph the structure as the model sees it
 * @param energy reference energy, eV; NaN when not known
 * @param forces reference forces, eV/Å [3 * atoms], NaN where a component is not known; null when none is
 * @param configType group of configurations, or null for none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record LabelledGraph(
        Graph graph,
        double energy,
        double @Nullable [] forces,
        @Nullable String configType) {

    /** Checks that the lengths agree. */
    public LabelledGraph {
        if (forces != null && forces.length != 3 * graph.atoms()) {
            throw new IllegalArgumentException(
                    graph.atoms() + " atoms need " + 3 * graph.atoms() + " force components, not " + forces.length);
        }
    }

    /** Makes the graph of a structure and takes its labels over. */
    public static LabelledGraph of(Structure structure, GraphBuilder builder) {
        Labels labels = structure.labels();
        return new LabelledGraph(
                builder.build(structure),
                labels.hasEnergy() ? labels.energy() : Double.NaN,
                labels.hasForces() ? labels.forces() : null,
                structure.configType());
    }

    /** Number of force components that are known. */
    public int knownForces() {
        if (forces == null) {
            return 0;
        }
        int known = 0;
        for (double force : forces) {
            known += Double.isNaN(force) ? 0 : 1;
        }
        return known;
    }

    /** Whether the energy is known. */
    public boolean hasEnergy() {
        return !Double.isNaN(energy);
    }
}
