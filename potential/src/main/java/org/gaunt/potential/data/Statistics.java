package org.gaunt.potential.data;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a model needs to know about its training set before it starts. Structures whose energies or forces are absurd beside those of
 * the others count in the number of neighbours only.
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

    /**
     * Adds structures up in the order in which they come: the same structures give the same bits wherever they are kept. Energies
     * and forces that are absurd beside the others (see {@link Robust}) do not count.
     */
    static final class Sum {
        private final GrowingNumbers energies = new GrowingNumbers();
        private final GrowingNumbers forceSquares = new GrowingNumbers();
        private final GrowingNumbers forceComponents = new GrowingNumbers();
        private long edges;
        private long atomsWithNeighbors;

        void add(Composition composition, ReferenceEnergies references, Facts facts) {
            edges += facts.edges();
            atomsWithNeighbors += facts.atomsWithNeighbors();
            if (facts.forces() > 0) {
                forceSquares.add(facts.forceSquares());
                forceComponents.add(facts.forces());
            }
            if (composition.hasEnergy()) {
                energies.add(composition.perAtom(references));
            }
        }

        Statistics statistics() {
            double[] perAtom = sane(energies.toArray(), Outliers.ENERGY);
            double mean = perAtom.length == 0 ? 0 : sum(perAtom) / perAtom.length;
            double[] squares = forceSquares.toArray();
            double[] components = forceComponents.toArray();
            double scale = squares.length > 0 ? forceScale(squares, components) : deviation(perAtom, mean);
            return new Statistics(
                    scale > 0 ? scale : 1, mean, atomsWithNeighbors == 0 ? 1 : (double) edges / atomsWithNeighbors);
        }

        private static double forceScale(double[] squares, double[] components) {
            double[] means = new double[squares.length];
            for (int i = 0; i < means.length; i++) {
                means[i] = Math.sqrt(squares[i] / components[i]);
            }
            boolean[] absurd = Robust.outliers(means, Outliers.FORCES);
            double sum = 0;
            double count = 0;
            for (int i = 0; i < means.length; i++) {
                sum += absurd[i] ? 0 : squares[i];
                count += absurd[i] ? 0 : components[i];
            }
            return Math.sqrt(sum / count);
        }

        private static double sum(double[] values) {
            double sum = 0;
            for (double value : values) {
                sum += value;
            }
            return sum;
        }

        private static double deviation(double[] values, double mean) {
            double squares = 0;
            for (double value : values) {
                squares += (value - mean) * (value - mean);
            }
            return values.length == 0 ? 0 : Math.sqrt(squares / values.length);
        }

        private static double[] sane(double[] values, double least) {
            boolean[] absurd = Robust.outliers(values, least);
            return IntStream.range(0, values.length)
                    .filter(i -> !absurd[i])
                    .mapToDouble(i -> values[i])
                    .toArray();
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
        List<Integer> species = IntStream.range(0, isolated.size()).boxed().toList();
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
