package org.gaunt.atoms;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.gaunt.files.InputException;

/**
 * All pairs of atoms (and of atoms and periodic images) closer than a cut-off, as directed edges from a sender to a
 * receiver. The vector of an edge is
 *
 * <pre>vector = position[receiver] - position[sender] + shift,   shift = unitShift · cell</pre>
 *
 * <p>and its length is less than the cut-off. Edges are sorted by receiver, then sender, then unit shift. Every edge has a
 * reverse edge (sender and receiver exchanged, shift negated); the two form a pair. An atom may be the neighbour of its own
 * images.
 *
 * <p>Exact for every cell, however small or skewed, for atoms outside the cell and for every mixture of periodic and open
 * directions. The cost is linear in the number of atoms: atoms are sorted into bins as wide as the cut-off.
 */
public final class NeighborList {

    /** Atoms closer than this, in Å, count as lying on top of each other: no chemistry and no model is defined there. */
    public static final double SMALLEST_DISTANCE = 0.01;

    /** Memory that {@link #build} needs for an edge, its own work space included, in bytes. */
    public static final long BYTES_PER_EDGE = 80;

    /** Arrays of three numbers an edge end here. */
    static final int MOST_EDGES = Integer.MAX_VALUE / 3;

    private final double cutoff;
    private final int atoms;
    private final int[] sender;
    private final int[] receiver;
    private final int[] unitShift;
    private final double[] shift;
    private final int[] pairOfEdge;
    private final int[] firstEdgeOfPair;
    private final long distanceChecks;

    private NeighborList(double cutoff, int atoms, EdgeSorter sorted, double[] shift, long distanceChecks) {
        this.cutoff = cutoff;
        this.atoms = atoms;
        this.sender = sorted.sender();
        this.receiver = sorted.receiver();
        this.unitShift = sorted.unitShift();
        this.shift = shift;
        this.pairOfEdge = sorted.pairOfEdge();
        this.firstEdgeOfPair = sorted.firstEdgeOfPair();
        this.distanceChecks = distanceChecks;
    }

    /**
     * Finds the edges of a structure.
     *
     * @param cutoff in Å; only pairs that are closer than this count
     * @throws InputException if two atoms lie on top of each other (closer than {@link #SMALLEST_DISTANCE}), or if the edges
     *     would not fit into the memory of this process
     * @throws IllegalArgumentException if the cut-off is not a positive number
     */
    public static NeighborList build(Structure structure, double cutoff) {
        return build(
                structure, cutoff, (tasks, task) -> IntStream.range(0, tasks).forEach(task));
    }

    /** Does the tasks 0 .. tasks-1 in any order, on one or several threads, and waits for them; passes on the first failure. */
    @FunctionalInterface
    public interface Tasks {
        void run(int tasks, IntConsumer task);
    }

    /**
     * Finds the edges of a structure; the same ones for any number of threads.
     *
     * @param cutoff in Å; only pairs that are closer than this count
     * @param tasks the threads
     * @throws InputException if two atoms lie on top of each other (closer than {@link #SMALLEST_DISTANCE}), or if the edges
     *     would not fit into the memory of this process
     * @throws IllegalArgumentException if the cut-off is not a positive number
     */
    public static NeighborList build(Structure structure, double cutoff, Tasks tasks) {
        requireCutoff(cutoff);
        BinGrid grid = new BinGrid(structure, cutoff);
        requireFits(
                structure,
                cutoff,
                grid.expectedEdges(),
                BYTES_PER_EDGE,
                Runtime.getRuntime().maxMemory());
        EdgeSearch search = new EdgeSearch(structure, grid, cutoff, tasks);
        EdgeSorter sorted = new EdgeSorter(structure.size(), search);
        return new NeighborList(
                cutoff, structure.size(), sorted, cartesian(sorted.unitShift(), structure), search.distanceChecks());
    }

    /**
     * The number of edges that {@link #build} would find, estimated from the density of atoms without looking at any
     * distance; exact to some ten per cent for dense large systems and an upper guess for small molecules.
     */
    public static double estimateEdges(Structure structure, double cutoff) {
        requireCutoff(cutoff);
        return new BinGrid(structure, cutoff).expectedEdges();
    }

    /**
     * Refuses a structure whose edges would not fit into memory, before anything is allocated.
     *
     * @param bytesPerEdge what the caller needs for each edge
     * @param bytesAvailable what the caller can use
     * @throws InputException that names the number of edges, the memory needed and the memory there is
     */
    public static void requireFits(Structure structure, double cutoff, long bytesPerEdge, long bytesAvailable) {
        requireFits(structure, cutoff, estimateEdges(structure, cutoff), bytesPerEdge, bytesAvailable);
    }

    private static void requireFits(
            Structure structure, double cutoff, double edges, long bytesPerEdge, long bytesAvailable) {
        double needed = edges * bytesPerEdge;
        if (needed <= bytesAvailable && edges < MOST_EDGES) {
            return;
        }
        throw structure
                .problem("the structure is too large for the memory")
                .found(String.format(
                        Locale.ROOT,
                        "%d atoms with about %.3g edges within %s Å, which need about %s",
                        structure.size(),
                        edges,
                        cutoff,
                        gibibytes(needed)))
                .wanted(String.format(
                        Locale.ROOT, "at most %s and %d edges", gibibytes((double) bytesAvailable), MOST_EDGES))
                .remedy("use a smaller structure or cut-off, or give Java more memory (JAVA_TOOL_OPTIONS=-Xmx...g)")
                .build();
    }

    private static String gibibytes(double bytes) {
        return String.format(Locale.ROOT, "%.3g GiB", bytes / (1L << 30));
    }

    private static void requireCutoff(double cutoff) {
        if (!(cutoff > 0.0) || Double.isInfinite(cutoff)) {
            throw new IllegalArgumentException("The cut-off is " + cutoff + " Å; wanted a positive number");
        }
    }

    private static double[] cartesian(int[] unitShift, Structure structure) {
        double[] shift = new double[unitShift.length];
        if (structure.isPeriodic()) {
            Lattice lattice = structure.lattice();
            for (int offset = 0; offset < shift.length; offset += 3) {
                for (int axis = 0; axis < 3; axis++) {
                    shift[offset + axis] =
                            component(lattice, axis, unitShift[offset], unitShift[offset + 1], unitShift[offset + 2]);
                }
            }
        }
        return shift;
    }

    /** One component of a shift in Å; the only place that computes it, so that all agree to the bit. */
    static double component(Lattice lattice, int axis, int a, int b, int c) {
        return a * lattice.get(0, axis) + b * lattice.get(1, axis) + c * lattice.get(2, axis);
    }

    /** The cut-off in Å. */
    public double cutoff() {
        return cutoff;
    }

    /** The number of atoms. */
    public int atoms() {
        return atoms;
    }

    /** The number of directed edges. */
    public int edges() {
        return sender.length;
    }

    /** The number of pairs: half the number of edges. */
    public int pairs() {
        return firstEdgeOfPair.length;
    }

    /** The atom each edge comes from, [edges]; the array itself, not to be changed. */
    public int[] sender() {
        return sender;
    }

    /** The atom each edge goes to, [edges], ascending; the array itself, not to be changed. */
    public int[] receiver() {
        return receiver;
    }

    /** The shift of each edge in cell vectors, [edges][3]; the array itself, not to be changed. */
    public int[] unitShift() {
        return unitShift;
    }

    /** The shift of each edge in Å, [edges][3]; the array itself, not to be changed. */
    public double[] shift() {
        return shift;
    }

    /** The pair each edge belongs to, [edges]; the array itself, not to be changed. */
    public int[] pairOfEdge() {
        return pairOfEdge;
    }

    /** The first of the two edges of each pair, [pairs], ascending; the array itself, not to be changed. */
    public int[] firstEdgeOfPair() {
        return firstEdgeOfPair;
    }

    /** The number of distances that were computed to find the edges. */
    long distanceChecks() {
        return distanceChecks;
    }

    /** The vectors of the edges in Å, [edges][3], a new array. */
    public double[] vectors(Structure structure) {
        if (structure.size() != atoms) {
            throw new IllegalArgumentException(
                    "The list is of " + atoms + " atoms, the structure of " + structure.size());
        }
        double[] vectors = shift.clone();
        for (int edge = 0; edge < sender.length; edge++) {
            for (int axis = 0; axis < 3; axis++) {
                vectors[3 * edge + axis] +=
                        structure.position(receiver[edge], axis) - structure.position(sender[edge], axis);
            }
        }
        return vectors;
    }

    @Override
    public String toString() {
        return "NeighborList[" + atoms + " atoms, " + edges() + " edges within " + cutoff + " Å, largest degree "
                + largestDegree() + "]";
    }

    private int largestDegree() {
        int[] degree = new int[atoms];
        for (int atom : receiver) {
            degree[atom]++;
        }
        return Arrays.stream(degree).max().orElse(0);
    }
}
