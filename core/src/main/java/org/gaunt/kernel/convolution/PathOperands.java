package org.gaunt.kernel.convolution;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.gaunt.form.ConvolutionEdges;
import org.gaunt.kernel.code.Int;
import org.gaunt.kernel.code.LoopBuilder;
import org.gaunt.kernel.code.Numbers;
import org.gaunt.kernel.code.Structure;
import org.gaunt.kernel.code.Value;
import org.gaunt.kernel.convolution.PathTask.Operand;
import org.gaunt.kernel.convolution.PathTask.Space;

/**
 * Where the operands of a path stand, for the edge and the channels at hand: the routine's parameters are the table, the edges, the
 * first and the end edge, and the arrays of the task's operands.
 */
final class PathOperands {
    private static final int TABLE = 0;
    private static final int EDGES = 1;
    private static final int FROM = 2;
    private static final int TO = 3;
    private static final int ARRAYS = 4;

    private final LoopBuilder b;
    private final PathTask task;
    private final int channels;
    private final int blockLanes;
    private final Structure table;
    private final Structure edges;

    /** The first number of the path in each space at the edge's first channel. */
    private final Map<Space, Int> base = new EnumMap<>(Space.class);

    /** The same at the channel. */
    private final Map<Space, Int> at = new EnumMap<>(Space.class);

    /**
     * For a routine.
     *
     * @param channels of x, w and z
     * @param blockLanes edges of a block of M, and lanes of partial sums
     */
    PathOperands(PathTask task, int channels, int blockLanes, LoopBuilder b) {
        this.b = b;
        this.task = task;
        this.channels = channels;
        this.blockLanes = blockLanes;
        this.table = b.structure(TABLE, PathTable.class);
        this.edges = b.structure(EDGES, ConvolutionEdges.class);
    }

    /** A loop over the edges. */
    void overEdges(Runnable body) {
        b.loop(b.integer(FROM), b.integer(TO), 1, edge -> {
            row(Space.X, "input", "x", "xWidth", edge);
            row(Space.W, "weight", "w", "wWidth", edge);
            row(Space.Z, "receiver", "z", "zWidth", edge);
            Int edgeOfBlock = edge.minus(b.integer(FROM));
            Int m = table.number("m");
            // partial sums are [edge][ik of all paths][lane], M is [ik][edge]
            Int place = task == PathTask.MATRICES
                    ? edgeOfBlock.times(table.number("mWidth")).plus(m).times(blockLanes)
                    : m.times(blockLanes).plus(edgeOfBlock);
            at.put(Space.M, b.let(place));
            body.run();
        });
    }

    private void row(Space space, String index, String first, String width, Int edge) {
        Int row = edges.table(index).at(edge);
        base.put(space, b.let(row.times(table.number(width)).plus(table.number(first))));
    }

    /** A loop over some channels, all lanes of the builder at a time. */
    void overChannels(int first, int end, Runnable body) {
        b.loop(Int.of(first), Int.of(end), b.lanes(), channel -> {
            for (Space space : new Space[] {Space.X, Space.W, Space.Z}) {
                at.put(space, b.let(place(base, space).plus(channel)));
            }
            body.run();
        });
    }

    /** A component, at the channels. */
    Value at(Operand operand, int component) {
        return array(operand).at(place(at, operand.space()), component * channels);
    }

    /** Overwrites a component at the channels. */
    void store(Operand operand, int component, Value value) {
        b.store(array(operand), place(at, operand.space()), component * channels, value);
    }

    /** Number m of the path's M or dM, in all lanes. */
    Value matrix(Operand matrix, int m) {
        return array(matrix).repeated(place(at, Space.M), m * blockLanes);
    }

    /** The lanes of the partial sum number m. */
    Value partial(int m) {
        return array(Operand.PARTIAL).at(place(at, Space.M), m * blockLanes);
    }

    /** Overwrites as many lanes of the partial sum number m as the builder has. */
    void storePartial(int m, Value value) {
        b.store(array(Operand.PARTIAL), place(at, Space.M), m * blockLanes, value);
    }

    /** Sets so many partial sums to zero, all lanes. */
    void clearPartials(int count) {
        Int first = place(at, Space.M);
        b.clear(array(Operand.PARTIAL), first, first.plus(count * blockLanes));
    }

    private Numbers array(Operand operand) {
        return b.numbers(ARRAYS + task.operands().indexOf(operand));
    }

    private static Int place(Map<Space, Int> places, Space space) {
        return Objects.requireNonNull(places.get(space), () -> "no place in " + space);
    }
}
