package org.gaunt.potential.data;

import org.gaunt.autodiff.Rounds;
import org.jspecify.annotations.Nullable;

/**
 * One structure as a model sees it: atoms, and a directed edge for every pair of neighbours.
 *
 * <p>The vector of edge e is {@code positions[receiver[e]] - positions[sender[e]] + shift[e]}; messages go from sender
 * to receiver. Edges are sorted by (receiver, sender, shift), unless they lie {@linkplain #inRounds in rounds}. Both directions of an unordered pair have the same length
 * and share the index {@code pairOfEdge}; {@code firstEdgeOfPair} is the smaller of the two edges.
 *
 * <p>Immutable by convention: the arrays are not copied and must not be changed.
 */
public final class Graph {

    private final double[] positions;
    private final int[] species;
    private final int[] sender;
    private final int[] receiver;
    private final double[] shift;
    private final int[] pairOfEdge;
    private final int[] firstEdgeOfPair;
    private final double volume;
    private final int head;
    private final int[] inputs;
    private final @Nullable Rounds edgeRounds;
    private final @Nullable Rounds pairRounds;

    /**
     * Takes the arrays over, without a copy.
     *
     * @param positions Å [3 * atoms]
     * @param species index of each atom's element in the model's list [atoms]
     * @param sender atom an edge comes from [edges]
     * @param receiver atom an edge goes to, ascending [edges]
     * @param shift translation of the cell an edge crosses, Å [3 * edges]
     * @param pairOfEdge index of the unordered pair of each edge [edges]
     * @param firstEdgeOfPair smaller edge of each pair [pairs]
     * @param volume of the cell, Å³; NaN when the structure is not periodic in three directions
     * @throws IllegalArgumentException when the lengths do not agree
     */
    public Graph(
            double[] positions,
            int[] species,
            int[] sender,
            int[] receiver,
            double[] shift,
            int[] pairOfEdge,
            int[] firstEdgeOfPair,
            double volume) {
        this(positions, species, sender, receiver, shift, pairOfEdge, firstEdgeOfPair, volume, 0);
    }

    /**
     * Takes the arrays over, without a copy; for a model whose readout has several heads.
     *
     * @param head the number of the head the structure belongs to
     * @throws IllegalArgumentException when the lengths do not agree
     */
    public Graph(
            double[] positions,
            int[] species,
            int[] sender,
            int[] receiver,
            double[] shift,
            int[] pairOfEdge,
            int[] firstEdgeOfPair,
            double volume,
            int head) {
        if (positions.length != 3 * species.length
                || sender.length != receiver.length
                || shift.length != 3 * sender.length
                || pairOfEdge.length != sender.length) {
            throw new IllegalArgumentException("lengths of a graph do not agree: positions " + positions.length
                    + ", species " + species.length + ", sender " + sender.length + ", receiver " + receiver.length
                    + ", shift " + shift.length + ", pairOfEdge " + pairOfEdge.length);
        }
        this.positions = positions;
        this.species = species;
        this.sender = sender;
        this.receiver = receiver;
        this.shift = shift;
        this.pairOfEdge = pairOfEdge;
        this.firstEdgeOfPair = firstEdgeOfPair;
        this.volume = volume;
        this.head = head;
        this.inputs = new int[0];
        this.edgeRounds = null;
        this.pairRounds = null;
    }

    private Graph(Graph graph, int[] inputs, @Nullable Rounds edgeRounds, @Nullable Rounds pairRounds) {
        this.positions = graph.positions;
        this.species = graph.species;
        this.sender = graph.sender;
        this.receiver = graph.receiver;
        this.shift = graph.shift;
        this.pairOfEdge = graph.pairOfEdge;
        this.firstEdgeOfPair = graph.firstEdgeOfPair;
        this.volume = graph.volume;
        this.head = graph.head;
        this.inputs = inputs;
        this.edgeRounds = edgeRounds;
        this.pairRounds = pairRounds;
    }

    /** The same graph, whose edges and pairs lie in the order of rounds. */
    Graph withRounds(Rounds ofEdges, Rounds ofPairs) {
        return new Graph(this, inputs, ofEdges, ofPairs);
    }

    /**
     * The same graph with the inputs of the structure besides its atoms.
     *
     * @param categories one of each {@link StructureInput} of the model, from 0; not copied
     */
    public Graph withInputs(int[] categories) {
        return new Graph(this, categories, edgeRounds, pairRounds);
    }

    /**
     * The same graph, ready for several threads: edges and pairs of a large one are put in an order of {@linkplain #edgeRounds rounds}, a
     * small one is returned as it is. Sums over the edges are then added in another order, which depends on the graph alone.
     */
    public Graph inRounds() {
        return EdgeRounds.of(this);
    }

    /** Ranges of the edges for several threads; null where the edges are sorted by receiver. */
    public @Nullable Rounds edgeRounds() {
        return edgeRounds;
    }

    /** Ranges of the pairs for several threads; null where the edges are sorted by receiver. */
    public @Nullable Rounds pairRounds() {
        return pairRounds;
    }

    /** Number of atoms. */
    public int atoms() {
        return species.length;
    }

    /** Number of directed edges. */
    public int edges() {
        return sender.length;
    }

    /** Number of unordered pairs of neighbours. */
    public int pairs() {
        return firstEdgeOfPair.length;
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

    /** Volume of the cell, Å³; NaN when the structure is not periodic in three directions. */
    public double volume() {
        return volume;
    }

    /** The number of the head of the model's readout that the structure belongs to; 0 for models with one. */
    public int head() {
        return head;
    }

    /** Categories of the model's {@link StructureInput}s; empty where it has none. */
    public int[] inputs() {
        return inputs;
    }
}
