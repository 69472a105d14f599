package org.gaunt.nn;

import java.util.Arrays;
import java.util.List;
import org.gaunt.autodiff.Rounds;
import org.gaunt.autodiff.Rows;
import org.jspecify.annotations.Nullable;

/**
 * The directed edges of a graph, as convolutions see them: an edge reads a row of features and a row of weights, and adds to a row of
 * the result.
 *
 * <p>Index arrays are not copied and must not be modified. Sums are added in the order of the edges; edges sorted by receiver are
 * fastest.
 */
public final class Edges {
    private final int[] sender;
    private final int senders;
    private final int[] receiver;
    private final int receivers;
    private final int[] weight;
    private final int weights;
    private final boolean own;
    private final @Nullable Rounds rounds;

    private Edges(
            int[] sender,
            int senders,
            int[] receiver,
            int receivers,
            int[] weight,
            int weights,
            boolean own,
            @Nullable Rounds rounds) {
        this.own = own;
        this.rounds = rounds;
        this.sender = sender;
        this.senders = senders;
        this.receiver = receiver;
        this.receivers = receivers;
        this.weight = weight;
        this.weights = weights;
    }

    /**
     * Edges between nodes, each with weights of its own.
     *
     * @param sender the node that an edge comes from
     * @param receiver the node that it goes to
     * @param nodes how many nodes there are
     * @throws IllegalArgumentException if a number is not that of a node
     */
    public static Edges of(int[] sender, int[] receiver, int nodes) {
        return of(sender, nodes, receiver, nodes);
    }

    /**
     * Edges from rows of features to rows of a result, each with weights of its own.
     *
     * @param sender the row of features that an edge reads
     * @param senders how many there are
     * @param receiver the row of the result that it adds to
     * @param receivers how many there are
     */
    public static Edges of(int[] sender, int senders, int[] receiver, int receivers) {
        if (sender.length != receiver.length) {
            throw new IllegalArgumentException(
                    sender.length + " senders and " + receiver.length + " receivers: an edge has one of each");
        }
        check("sender", sender, senders);
        check("receiver", receiver, receivers);
        int[] number = new int[sender.length];
        Arrays.setAll(number, e -> e);
        return new Edges(sender, senders, receiver, receivers, number, number.length, true, null);
    }

    /**
     * The same edges with features of other rows, such as one for each element in place of one for each atom.
     *
     * @param row the row of features that each edge reads
     * @param rows how many there are
     */
    public Edges withSenders(int[] row, int rows) {
        checkLength(row);
        check("row of features", row, rows);
        return new Edges(row, rows, receiver, receivers, weight, weights, own, rounds);
    }

    /**
     * The same edges with weights that some share, as both directions of a pair do.
     *
     * @param row the row of weights of each edge
     * @param rows how many there are
     */
    public Edges withWeights(int[] row, int rows) {
        checkLength(row);
        check("row of weights", row, rows);
        return new Edges(sender, senders, receiver, receivers, row, rows, false, rounds);
    }

    /**
     * The same edges for several threads.
     *
     * @param ranges of the edges; they keep apart, by identity, the index arrays that these edges were made with; null for edges that are
     *     taken one after another
     */
    public Edges withRounds(@Nullable Rounds ranges) {
        return new Edges(sender, senders, receiver, receivers, weight, weights, own, ranges);
    }

    private void checkLength(int[] row) {
        if (row.length != count()) {
            throw new IllegalArgumentException(row.length + " rows for " + count() + " edges: give one for each");
        }
    }

    private static void check(String what, int[] index, int rows) {
        for (int e = 0; e < index.length; e++) {
            if (index[e] < 0 || index[e] >= rows) {
                throw new IllegalArgumentException("the " + what + " of edge " + e + " is " + index[e]
                        + ", but rows are numbered 0 to " + (rows - 1));
            }
        }
    }

    /** Number of edges. */
    public int count() {
        return receiver.length;
    }

    /** Rows of the result. */
    public int receivers() {
        return receivers;
    }

    /** Edges with the index arrays 0 features, 1 weights, 2 result. */
    Rows rows() {
        return new Rows(count(), List.of(sender, weight, receiver), List.of(senders, weights, receivers), rounds);
    }

    /** True if each edge has weights of its own, one after the other. */
    boolean ownWeights() {
        return own;
    }

    /** Edges with the index arrays 0 result, 1 features, and 2 weights unless each edge has its own. */
    Rows resultFirst() {
        return own
                ? new Rows(count(), List.of(receiver, sender), List.of(receivers, senders), rounds)
                : new Rows(count(), List.of(receiver, sender, weight), List.of(receivers, senders, weights), rounds);
    }
}
