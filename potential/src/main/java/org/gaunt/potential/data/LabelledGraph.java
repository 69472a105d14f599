package org.gaunt.potential.data;

import java.util.Map;
import org.gaunt.atoms.Labels;
import org.gaunt.atoms.Source;
import org.gaunt.atoms.Structure;
import org.gaunt.potential.Evaluation;
import org.jspecify.annotations.Nullable;

/**
 * A structure ready for training: its graph and what is known about it.
 *
 * @param graph the structure as the model sees it
 * @param energy reference energy, eV; NaN when not known
 * @param forces reference forces, eV/Å [3 * atoms], NaN where a component is not known; null when none is
 * @param stress reference stress, eV/Å³, row-major 3x3, positive under tension, NaN where a component is not known [9];
 *     null when none is, or when the structure is not periodic in three directions
 * @param further labels beside these, by their keys, likewise
 * @param weights how much the labels count
 * @param configType group of configurations, or null for none
 * @param source where it was read, or null
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record LabelledGraph(
        Graph graph,
        double energy,
        double @Nullable [] forces,
        double @Nullable [] stress,
        Map<String, double[]> further,
        LabelWeights weights,
        @Nullable String configType,
        @Nullable Source source) {

    /** Checks that the lengths agree. */
    public LabelledGraph {
        further = Map.copyOf(further);
        if (forces != null && forces.length != 3 * graph.atoms()) {
            throw new IllegalArgumentException(
                    graph.atoms() + " atoms need " + 3 * graph.atoms() + " force components, not " + forces.length);
        }
        if (stress != null && (stress.length != 9 || Double.isNaN(graph.volume()))) {
            throw new IllegalArgumentException("a stress has 9 components and needs a volume; given " + stress.length
                    + " components and a volume of " + graph.volume());
        }
    }

    /** Without further labels. */
    public LabelledGraph(
            Graph graph,
            double energy,
            double @Nullable [] forces,
            double @Nullable [] stress,
            LabelWeights weights,
            @Nullable String configType,
            @Nullable Source source) {
        this(graph, energy, forces, stress, Map.of(), weights, configType, source);
    }

    /** Without a stress, with labels that all count once. */
    public LabelledGraph(Graph graph, double energy, double @Nullable [] forces, @Nullable String configType) {
        this(graph, energy, forces, null, LabelWeights.ONE, configType, null);
    }

    /** Makes the graph of a structure and takes its labels over. */
    public static LabelledGraph of(Structure structure, GraphBuilder builder) {
        return of(structure, builder, Map.of());
    }

    /**
     * Makes the graph of a structure and takes its labels and weights over.
     *
     * @param configTypeWeights factors of config types; see {@link LabelWeights#of}
     */
    public static LabelledGraph of(Structure structure, GraphBuilder builder, Map<String, Double> configTypeWeights) {
        Labels labels = structure.labels();
        Graph graph = builder.build(structure);
        boolean hasStress = labels.hasStress() && !Double.isNaN(graph.volume());
        return new LabelledGraph(
                graph,
                labels.hasEnergy() ? labels.energy() : Double.NaN,
                labels.hasForces() ? labels.forces() : null,
                hasStress ? labels.stress() : null,
                builder.furtherLabels(structure),
                LabelWeights.of(structure, configTypeWeights),
                structure.configType(),
                structure.source());
    }

    /** A label by its key; null where there is none. */
    public double @Nullable [] label(String key) {
        return switch (key) {
            case Evaluation.ENERGY -> hasEnergy() ? new double[] {energy} : null;
            case Evaluation.FORCES -> forces;
            case Evaluation.STRESS -> stress;
            default -> further.get(key);
        };
    }

    /** How many labels are known. */
    public LabelCounts counts() {
        return new LabelCounts(hasEnergy() ? 1 : 0, known(forces), known(stress));
    }

    /** How many numbers are not NaN; 0 without an array. */
    public static int known(double @Nullable [] values) {
        if (values == null) {
            return 0;
        }
        int known = 0;
        for (double value : values) {
            known += Double.isNaN(value) ? 0 : 1;
        }
        return known;
    }

    /** Whether the energy is known. */
    public boolean hasEnergy() {
        return !Double.isNaN(energy);
    }

    /** How messages name the structure: its place in a file, or its number of atoms. */
    public String name() {
        return source == null ? "a structure of " + graph.atoms() + " atoms" : source.toString();
    }
}
