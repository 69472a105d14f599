package org.gaunt.kernel.form;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.gaunt.form.ExprGraph;
import org.gaunt.form.Form;
import org.gaunt.form.Op;
import org.jspecify.annotations.Nullable;

/**
 * The order of the work for one row of a form with certain seats open: first the plain numbers of the row, then what runs over
 * channels, cut into pieces small enough for the just-in-time compiler.
 *
 * <p>HotSpot leaves methods above 8,000 bytecodes in the interpreter, silently, and much shorter ones of vector code in its first
 * compiler; a piece is therefore limited in operations, and values that a later piece needs are kept in a scratch array.
 */
final class Schedule {
    /** What an output takes besides its store where it is added to what is there: a load and an addition. */
    private static final int ACCUMULATION = 2;

    /**
     * A component of an open seat and the node that it takes.
     *
     * @param seat the place of the seat among the open ones
     * @param perChannel whether the seat holds one number a channel
     * @param reduce whether the node has channels that must be summed
     */
    record Output(int seat, int component, int node, boolean perChannel, boolean reduce) {}

    /** Either the computation of a node (output is null) or the writing of an output. */
    record Step(int node, @Nullable Output output) {}

    /** A straight line of steps that becomes one method. */
    record Piece(List<Step> steps) {}

    private final Form form;
    private final ExprGraph graph;
    private final int pieceLimit;
    private final List<Output> outputs = new ArrayList<>();
    private final boolean[] live;
    private final boolean[] vector;
    private final int[] uses;
    private final int[] fused;
    private final boolean[] done;
    private final boolean[] kept;
    private final List<Piece> scalarPieces = new ArrayList<>();
    private final List<Piece> vectorPieces = new ArrayList<>();
    private List<Step> open = new ArrayList<>();
    /** What the open piece has computed or loaded. */
    private final Set<Integer> present = new HashSet<>();

    private int weight;

    /**
     * Arranges the work.
     *
     * @param pieceLimit operations that a piece may hold, see {@link org.gaunt.kernel.code.Target.Code}
     */
    Schedule(Form form, int[] seats, int pieceLimit) {
        this.form = form;
        this.pieceLimit = pieceLimit;
        this.graph = form.graph();
        int[][] partials = new int[seats.length][];
        for (int s = 0; s < seats.length; s++) {
            partials[s] = form.partials(seats[s]);
        }
        int size = graph.size();
        live = new boolean[size];
        vector = new boolean[size];
        uses = new int[size];
        fused = new int[size];
        done = new boolean[size];
        kept = new boolean[size];
        markLive(partials);
        markVector();
        for (int s = 0; s < seats.length; s++) {
            for (int i = 0; i < partials[s].length; i++) {
                outputs.add(output(s, seats[s], i, partials[s][i]));
            }
        }
        markFused();
        arrange();
        markKept(scalarPieces);
        markKept(vectorPieces);
    }

    private void markLive(int[][] partials) {
        for (int[] nodes : partials) {
            for (int n : nodes) {
                touch(n);
            }
        }
        for (int n = graph.size() - 1; n >= 0; n--) {
            if (live[n] && !isLeaf(n)) {
                touch(graph.first(n));
                if (!graph.op(n).isUnary()) {
                    touch(graph.second(n));
                }
            }
        }
    }

    private void touch(int n) {
        live[n] = true;
        uses[n]++;
    }

    private void markVector() {
        for (int n = 0; n < vector.length; n++) {
            if (!live[n]) {
                continue; // it may belong to a derived form with other operands
            }
            vector[n] = switch (graph.op(n)) {
                case CONST -> false;
                case INPUT -> form.operands().get(graph.first(n)).channels();
                case ADD, MUL -> vector[graph.first(n)] || vector[graph.second(n)];
                default -> vector[graph.first(n)];
            };
        }
    }

    private Output output(int seat, int operand, int component, int node) {
        boolean perChannel = form.operands().get(operand).channels();
        boolean zero = graph.isConstant(node) && graph.value(node) == 0;
        if (!perChannel && form.hasChannels() && !vector[node] && !zero) {
            throw new IllegalStateException("form " + form + ": operand " + operand
                    + " would be summed over channels, but its derivative has none");
        }
        return new Output(seat, component, node, perChannel, !perChannel && vector[node]);
    }

    private void markFused() {
        Arrays.fill(fused, -1);
        for (int n = 0; n < fused.length; n++) {
            if (live[n] && graph.op(n) == Op.ADD) {
                if (fusible(graph.second(n), vector[n])) {
                    fused[n] = graph.second(n);
                } else if (fusible(graph.first(n), vector[n])) {
                    fused[n] = graph.first(n);
                }
            }
        }
    }

    /** A product used once, by this sum, becomes a fused multiply-add. */
    private boolean fusible(int n, boolean inVector) {
        return graph.op(n) == Op.MUL && uses[n] == 1 && vector[n] == inVector;
    }

    private void arrange() {
        // plain numbers first: those written out, and those that the work over channels will broadcast
        boolean[] seen = new boolean[graph.size()];
        for (Output o : outputs) {
            scalarsBelow(o.node(), seen);
            if (!o.perChannel() && !o.reduce()) {
                write(o, scalarPieces);
            }
        }
        close(scalarPieces);
        for (Output o : outputs) {
            if (o.perChannel() || o.reduce()) {
                compute(o.node(), vectorPieces);
                write(o, vectorPieces);
            }
        }
        close(vectorPieces);
    }

    private void scalarsBelow(int n, boolean[] seen) {
        if (seen[n]) {
            return;
        }
        seen[n] = true;
        if (!vector[n]) {
            compute(n, scalarPieces);
            return;
        }
        for (int argument : arguments(n)) {
            scalarsBelow(argument, seen);
        }
    }

    private void write(Output o, List<Piece> target) {
        weigh(o.node());
        weight += ACCUMULATION;
        append(new Step(o.node(), o), target);
    }

    private void compute(int n, List<Piece> target) {
        if (done[n] || isLeaf(n)) {
            return;
        }
        // the long sum comes first, so that its terms are made where they are added
        int[] arguments = arguments(n);
        for (int k = arguments.length - 1; k >= 0; k--) {
            compute(arguments[k], target);
        }
        done[n] = true;
        for (int argument : arguments) {
            weigh(argument);
        }
        present.add(n);
        append(new Step(n, null), target);
    }

    /** Counts the load of an argument; constants are loaded each time. */
    private void weigh(int argument) {
        if (present.add(argument) || graph.isConstant(argument)) {
            weight++;
        }
    }

    private void append(Step step, List<Piece> target) {
        open.add(step);
        weight++;
        if (weight >= pieceLimit) {
            close(target);
        }
    }

    private void close(List<Piece> target) {
        if (!open.isEmpty()) {
            target.add(new Piece(open));
            open = new ArrayList<>();
            present.clear();
        }
        weight = 0;
    }

    private void markKept(List<Piece> pieces) {
        for (Piece piece : pieces) {
            Set<Integer> here = new HashSet<>();
            for (Step s : piece.steps()) {
                for (int n : reads(s)) {
                    kept[n] |= !isLeaf(n) && !here.contains(n);
                }
                here.add(s.node());
            }
        }
    }

    /**
     * The nodes that the computation of a node reads: one or two or, where a product is fused into a sum, its two factors and
     * the other term.
     */
    int[] arguments(int n) {
        if (fused[n] >= 0) {
            int p = fused[n];
            int other = p == graph.first(n) ? graph.second(n) : graph.first(n);
            return new int[] {graph.first(p), graph.second(p), other};
        }
        if (isLeaf(n)) {
            return new int[0];
        }
        return graph.op(n).isUnary() ? new int[] {graph.first(n)} : new int[] {graph.second(n), graph.first(n)};
    }

    /** The nodes that a step reads. */
    int[] reads(Step step) {
        return step.output() == null ? arguments(step.node()) : new int[] {step.node()};
    }

    boolean isFused(int n) {
        return fused[n] >= 0;
    }

    boolean isLeaf(int n) {
        return graph.op(n) == Op.CONST || graph.op(n) == Op.INPUT;
    }

    boolean isVector(int n) {
        return vector[n];
    }

    /** Whether a later piece reads the node, so that it must be kept in the scratch array. */
    boolean isKept(int n) {
        return kept[n];
    }

    List<Piece> scalarPieces() {
        return scalarPieces;
    }

    List<Piece> vectorPieces() {
        return vectorPieces;
    }

    List<Output> outputs() {
        return outputs;
    }

    /** The operands whose values are read. */
    boolean[] operandsRead() {
        boolean[] read = new boolean[form.operands().size()];
        for (int n = 0; n < live.length; n++) {
            if (live[n] && graph.op(n) == Op.INPUT) {
                read[graph.first(n)] = true;
            }
        }
        return read;
    }
}
