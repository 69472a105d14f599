package org.gaunt.potential.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gaunt.autodiff.Rounds;
import org.gaunt.autodiff.Rounds.Range;

/**
 * The edges of one large graph in an order that several threads can work on: atoms are dealt out to parts, and edges are
 * grouped by the two parts that they connect. In a round every part meets one other part (or itself), as teams of a tournament do,
 * and so no two threads ever add to the same atom or pair.
 *
 * <p>The order depends on the graph alone.
 */
final class EdgeRounds {
    /** Graphs with fewer atoms are left as they are. */
    static final int SMALLEST = 192;

    /** Parts of graphs with at least as many atoms for each; an even number. */
    private static final int FEW = 8;

    private static final int MANY = 16;
    private static final int ATOMS_OF_MANY = 4_096;

    private EdgeRounds() {}

    /** The graph with edges and pairs in the order of rounds; the graph itself if it is small. */
    static Graph of(Graph graph) {
        if (graph.atoms() < SMALLEST) {
            return graph;
        }
        int parts = graph.atoms() < ATOMS_OF_MANY ? FEW : MANY;
        List<List<int[]>> meetings = meetings(parts);
        int[] numberOfMeeting = new int[parts * parts]; // by part of the receiver and part of the sender
        int count = 0;
        for (List<int[]> round : meetings) {
            for (int[] meeting : round) {
                numberOfMeeting[meeting[0] * parts + meeting[1]] = count;
                numberOfMeeting[meeting[1] * parts + meeting[0]] = count;
                count++;
            }
        }
        int edges = graph.edges();
        int[] meetingOfEdge = new int[edges];
        int[] start = new int[count + 1];
        for (int e = 0; e < edges; e++) {
            int meeting = numberOfMeeting[part(graph.receiver()[e], parts) * parts + part(graph.sender()[e], parts)];
            meetingOfEdge[e] = meeting;
            start[meeting + 1]++;
        }
        for (int k = 0; k < count; k++) {
            start[k + 1] += start[k];
        }
        int[] next = start.clone();
        int[] place = new int[edges]; // the new number of an edge
        for (int e = 0; e < edges; e++) {
            place[e] = next[meetingOfEdge[e]]++;
        }
        return reordered(graph, place, start, meetings);
    }

    /** The rounds of a tournament in which every part meets every other once, and itself at first. */
    private static List<List<int[]>> meetings(int parts) {
        List<List<int[]>> rounds = new ArrayList<>();
        List<int[]> own = new ArrayList<>();
        for (int a = 0; a < parts; a++) {
            own.add(new int[] {a, a});
        }
        rounds.add(own);
        for (int r = 0; r < parts - 1; r++) {
            List<int[]> round = new ArrayList<>();
            round.add(new int[] {parts - 1, r});
            for (int k = 1; k < parts / 2; k++) {
                round.add(new int[] {(r + k) % (parts - 1), (r - k + parts - 1) % (parts - 1)});
            }
            rounds.add(round);
        }
        return rounds;
    }

    /** The part of an atom; neighbours in the file go to different parts, so that all pairs of parts have about as many edges. */
    private static int part(int atom, int parts) {
        return (atom + atom / parts + atom / (parts * parts)) % parts;
    }

    private static Graph reordered(Graph graph, int[] place, int[] start, List<List<int[]>> meetings) {
        int edges = place.length;
        int[] sender = new int[edges];
        int[] receiver = new int[edges];
        double[] shift = new double[3 * edges];
        int[] oldEdge = new int[edges];
        for (int e = 0; e < edges; e++) {
            int to = place[e];
            oldEdge[to] = e;
            sender[to] = graph.sender()[e];
            receiver[to] = graph.receiver()[e];
            System.arraycopy(graph.shift(), 3 * e, shift, 3 * to, 3);
        }
        int[] pairOfEdge = new int[edges];
        int[] firstEdge = new int[graph.pairs()];
        int[] newPair = new int[graph.pairs()];
        Arrays.fill(newPair, -1);
        int pairs = 0;
        int meeting = 0;
        List<List<Range>> edgeRanges = new ArrayList<>();
        List<List<Range>> pairRanges = new ArrayList<>();
        for (List<int[]> round : meetings) {
            List<Range> ofEdges = new ArrayList<>();
            List<Range> ofPairs = new ArrayList<>();
            for (int k = 0; k < round.size(); k++) {
                int firstPair = pairs;
                for (int e = start[meeting]; e < start[meeting + 1]; e++) {
                    int pair = graph.pairOfEdge()[oldEdge[e]];
                    if (newPair[pair] < 0) {
                        newPair[pair] = pairs;
                        firstEdge[pairs++] = e;
                    }
                    pairOfEdge[e] = newPair[pair];
                }
                ofEdges.add(new Range(start[meeting], start[meeting + 1]));
                ofPairs.add(new Range(firstPair, pairs));
                meeting++;
            }
            edgeRanges.add(ofEdges);
            pairRanges.add(ofPairs);
        }
        Graph result = new Graph(
                graph.positions(),
                graph.species(),
                sender,
                receiver,
                shift,
                pairOfEdge,
                firstEdge,
                graph.volume(),
                graph.head());
        return result.withInputs(graph.inputs())
                .withRounds(
                        new Rounds(edgeRanges, List.of(sender, receiver, pairOfEdge)),
                        new Rounds(pairRanges, List.of()));
    }
}
