package org.gaunt.potential.data;

import java.util.List;

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
     * Of the structures a model is trained on.
     *
     * @param training their graphs and labels
     * @param isolated energies of isolated atoms, eV, in the order of the graphs' species
     */
    public static Statistics of(List<LabelledGraph> training, List<Double> isolated) {
        double squares = 0;
        long components = 0;
        double energies = 0;
        double energySquares = 0;
        int labelled = 0;
        long edges = 0;
        long atomsWithNeighbors = 0;
        for (LabelledGraph structure : training) {
            Graph graph = structure.graph();
            edges += graph.edges();
            atomsWithNeighbors += atomsWithNeighbors(graph);
            if (structure.hasEnergy()) {
                double energy = structure.energy();
                for (int species : graph.species()) {
                    energy -= isolated.get(species);
                }
                double perAtom = energy / graph.atoms();
                energies += perAtom;
                energySquares += perAtom * perAtom;
                labelled++;
            }
            double[] forces = structure.forces();
            if (forces != null) {
                for (double force : forces) {
                    if (!Double.isNaN(force)) {
                        squares += force * force;
                        components++;
                    }
                }
            }
        }
        double mean = labelled == 0 ? 0 : energies / labelled;
        double scale = components > 0
                ? Math.sqrt(squares / components)
                : labelled == 0 ? 0 : Math.sqrt(Math.max(0, energySquares / labelled - mean * mean));
        return new Statistics(
                scale > 0 ? scale : 1, mean, atomsWithNeighbors == 0 ? 1 : (double) edges / atomsWithNeighbors);
    }

    private static int atomsWithNeighbors(Graph graph) {
        int count = 0;
        int last = -1;
        for (int receiver : graph.receiver()) {
            count += receiver == last ? 0 : 1;
            last = receiver;
        }
        return count;
    }
}
