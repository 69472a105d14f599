package org.gaunt.potential.data;

import java.util.List;
import org.gaunt.autodiff.Rounds;
import org.gaunt.linalg.ArraySize;
import org.jspecify.annotations.Nullable;

/**
 * Several graphs side by side, as one graph whose parts are not connected.
 *
 * <p>Atoms, edges and pairs are numbered through in the order of the structures, so that edges stay as they are sorted in the graphs.
 * The arrays are the batch's own; they are not copied on access and must not be changed.
 */
public final class GraphBatch {

    private final int structures;
    private final int[] firstAtom;
    private final int[] structureOfAtom;
    private final double[] positions;
    private final int[] species;
    private final int[] sender;
    private final int[] receiver;
    private final double[] shift;
    private final int[] pairOfEdge;
    private final int[] firstEdgeOfPair;
    private final double[] volumes;
    private final int[] headOfStructure;
    private final int[][] inputsOfStructure;
    private final @Nullable Rounds edgeRounds;
    private final @Nullable Rounds pairRounds;

    private GraphBatch(List<Graph> graphs) {
        int atoms = 0;
        int edges = 0;
        int pairs = 0;
        for (Graph graph : graphs) {
            atoms = Math.addExact(atoms, graph.atoms());
            edges = Math.addExact(edges, graph.edges());
            pairs = Math.addExact(pairs, graph.pairs());
        }
        structures = graphs.size();
        firstAtom = new int[structures + 1];
        structureOfAtom = new int[atoms];
        positions = new double[ArraySize.of(3, atoms)];
        species = new int[atoms];
        sender = new int[edges];
        receiver = new int[edges];
        shift = new double[ArraySize.of(3, edges)];
        pairOfEdge = new int[edges];
        firstEdgeOfPair = new int[pairs];
        volumes = new double[structures];
        headOfStructure = new int[structures];
        inputsOfStructure = new int[structures][];
        int atom = 0;
        int edge = 0;
        int pair = 0;
        for (int s = 0; s < structures; s++) {
            Graph graph = graphs.get(s);
            firstAtom[s] = atom;
            volumes[s] = graph.volume();
            headOfStructure[s] = graph.head();
            inputsOfStructure[s] = graph.inputs();
            java.util.Arrays.fill(structureOfAtom, atom, atom + graph.atoms(), s);
            System.arraycopy(graph.positions(), 0, positions, 3 * atom, 3 * graph.atoms());
            System.arraycopy(graph.species(), 0, species, atom, graph.atoms());
            System.arraycopy(graph.shift(), 0, shift, 3 * edge, 3 * graph.edges());
            copyAdding(graph.sender(), sender, edge, atom);
            copyAdding(graph.receiver(), receiver, edge, atom);
            copyAdding(graph.pairOfEdge(), pairOfEdge, edge, pair);
            copyAdding(graph.firstEdgeOfPair(), firstEdgeOfPair, pair, edge);
            atom += graph.atoms();
            edge += graph.edges();
            pair += graph.pairs();
        }
        firstAtom[structures] = atom;
        Rounds ofEdges = structures == 1 ? graphs.getFirst().edgeRounds() : null;
        edgeRounds = ofEdges == null ? null : ofEdges.with(List.of(sender, receiver, pairOfEdge));
        pairRounds = structures == 1 ? graphs.getFirst().pairRounds() : null;
    }

    /**
     * Puts graphs side by side.
     *
     * @param graphs in the order of the results; may be empty
     * @throws ArithmeticException when the batch would have more than 2^31 - 1 numbers in one array
     */
    public static GraphBatch of(List<Graph> graphs) {
        return new GraphBatch(graphs);
    }

    private static void copyAdding(int[] from, int[] to, int offset, int summand) {
        for (int i = 0; i < from.length; i++) {
            to[offset + i] = from[i] + summand;
        }
    }

    /** Ranges of the edges for several threads, which keep senders, receivers and pairs apart; null where there are none. */
    public @Nullable Rounds edgeRounds() {
        return edgeRounds;
    }

    /** Ranges of the pairs for several threads, which have no atom in common; null where there are none. */
    public @Nullable Rounds pairRounds() {
        return pairRounds;
    }

    /** Number of structures. */
    public int structures() {
        return structures;
    }

    /** Number of atoms of all structures. */
    public int atoms() {
        return species.length;
    }

    /** Number of directed edges. */
    public int edges() {
        return sender.length;
    }

    /** Number of unordered pairs. */
    public int pairs() {
        return firstEdgeOfPair.length;
    }

    /** First atom of each structure, and the number of atoms at the end [structures + 1]. */
    public int[] firstAtom() {
        return firstAtom;
    }

    /** Structure of each atom, ascending [atoms]. */
    public int[] structureOfAtom() {
        return structureOfAtom;
    }

    /** Positions, Å [3 * atoms]. */
    public double[] positions() {
        return positions;
    }

    /** Index of each atom's element in the model's list [atoms]. */
    public int[] species() {
        return species;
    }

    /** Atom an edge comes from [edges]. */
    public int[] sender() {
        return sender;
    }

    /** Atom an edge goes to, ascending [edges]. */
    public int[] receiver() {
        return receiver;
    }

    /** Translation of the cell an edge crosses, Å [3 * edges]. */
    public double[] shift() {
        return shift;
    }

    /** Index of the unordered pair of each edge [edges]. */
    public int[] pairOfEdge() {
        return pairOfEdge;
    }

    /** Smaller edge of each pair [pairs]. */
    public int[] firstEdgeOfPair() {
        return firstEdgeOfPair;
    }

    /** The head of the readout each structure belongs to, 0 for models with one [structures]. */
    public int[] headOfStructure() {
        return headOfStructure;
    }

    /**
     * The category of each structure of one of the model's {@link StructureInput}s [structures].
     *
     * @param input number of the input
     * @param categories how many there are
     * @throws IllegalStateException if a graph was made without it
     */
    public int[] input(int input, int categories) {
        int[] all = new int[structures];
        for (int s = 0; s < structures; s++) {
            int[] own = inputsOfStructure[s];
            if (own.length <= input || own[input] < 0 || own[input] >= categories) {
                throw new IllegalStateException("the graph of structure " + s + " has no category of input " + input
                        + ": build it with the inputs of the model");
            }
            all[s] = own[input];
        }
        return all;
    }

    /** Volume of each structure's cell, Å³; NaN where it is not periodic in three directions [structures]. */
    public double[] volumes() {
        return volumes;
    }
}
