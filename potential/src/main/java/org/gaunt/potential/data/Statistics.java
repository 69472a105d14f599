package org.gaunt.potential.data;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a model needs to know about its training set before it starts.
 *
 * @param scale root mean square of the force components, eV/Å; without forces the standard deviation of the energy per
 *     atom, eV; 1 where that is zero
 * @param shift mean over structures of (energy - isolated atoms) per atom, eV; 0 without energies
 * @param averageNeighbors mean number of neighbours of the atoms that have any; 1 when none has
 */
public record Statistics(double scale, double shift, double averageNeighbors) {

    /**
     * What one structure adds beside its energy.
     *
     * @param forceSquares sum over its known force components, eV²/Å²
     * @param forces number of known force components
     * @param edges number of directed edges
     * @param atomsWithNeighbors atoms that have any neighbour
     */
    record Facts(double forceSquares, int forces, int edges, int atomsWithNeighbors) {

        /** From the receiver of each edge, ascending, and the forces. */
        static Facts of(int[] receivers, double @Nullable [] forces) {
            int atoms = 0;
            int last = -1;
            for (int receiver : receivers) {
                atoms += receiver == last ? 0 : 1;
                last = receiver;
            }
            double squares = 0;
            for (int k = 0; forces != null && k < forces.length; k++) {
                squares += Double.isNaN(forces[k]) ? 0 : forces[k] * forces[k];
            }
            return new Facts(squares, LabelledGraph.known(forces), receivers.length, atoms);
        }
    }

    /** Adds structures up in the order in which they come: the same structures give the same bits wherever they are kept. */
    static final class Sum {
        private double squares;
        private long components;
        private double meanEnergy;
        private double energyDeviations;
        private int labelled;
        private long edges;
        private long atomsWithNeighbors;

        void add(Composition composition, ReferenceEnergies references, Facts facts) {
            edges += facts.edges();
            atomsWithNeighbors += facts.atomsWithNeighbors();
            squares += facts.forceSquares();
            components += facts.forces();
            if (composition.hasEnergy()) {
                double perAtom = (composition.energy() - composition.isolated(references)) / composition.atoms();
                labelled++;
                double before = perAtom - meanEnergy;
                meanEnergy += before / labelled;
                energyDeviations += before * (perAtom - meanEnergy); // Welford's update: no digits are lost to the mean
            }
        }

        Statistics statistics() {
            double scale = components > 0
                    ? Math.sqrt(squares / components)
                    : labelled == 0 ? 0 : Math.sqrt(energyDeviations / labelled);
            return new Statistics(
                    scale > 0 ? scale : 1,
                    meanEnergy,
                    atomsWithNeighbors == 0 ? 1 : (double) edges / atomsWithNeighbors);
        }
    }

    /**
     * Of the structures a model is trained on.
     *
     * @param training their graphs and labels
     * @param isolated energies of isolated atoms, eV, in the order of the graphs' species
     */
    public static Statistics of(List<LabelledGraph> training, List<Double> isolated) {
        return of(GraphSource.of(training), isolated);
    }

    /** Of the structures a model is trained on; each is asked for once. */
    public static Statistics of(GraphSource training, List<Double> isolated) {
        List<Integer> species =
                java.util.stream.IntStream.range(0, isolated.size()).boxed().toList();
        ReferenceEnergies references = new ReferenceEnergies(species, isolated, false);
        Sum sum = new Sum();
        for (int i = 0; i < training.size(); i++) {
            LabelledGraph structure = training.get(i);
            Graph graph = structure.graph();
            sum.add(
                    Composition.of(graph.species(), structure.energy(), null),
                    references,
                    Facts.of(graph.receiver(), structure.forces()));
        }
        return sum.statistics();
    }
}
