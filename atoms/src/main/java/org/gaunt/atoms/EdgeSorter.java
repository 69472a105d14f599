package org.gaunt.atoms;

/**
 * Brings the edges of an {@link EdgeSearch} into the order (receiver, sender, shift) and finds the reverse of each, all in
 * linear time: filling the rows of the receivers with the senders in ascending order leaves every row sorted.
 */
final class EdgeSorter {

    private final int[] sender;
    private final int[] receiver;
    private final int[] unitShift;
    private final int[] pairOfEdge;
    private final int[] firstEdgeOfPair;

    EdgeSorter(int atoms, EdgeSearch search) {
        int edges = search.edges();
        this.sender = new int[edges];
        this.receiver = new int[edges];
        this.unitShift = new int[3 * edges];
        int[] row = new int[atoms + 1];
        for (int edge = 0; edge < edges; edge++) {
            row[search.receiver(edge) + 1]++;
        }
        for (int atom = 0; atom < atoms; atom++) {
            row[atom + 1] += row[atom];
        }
        int[] next = row.clone();
        for (int atom = 0; atom < atoms; atom++) {
            for (int edge = search.first(atom); edge < search.first(atom + 1); edge++) {
                int place = next[search.receiver(edge)]++;
                sender[place] = atom;
                receiver[place] = search.receiver(edge);
                for (int axis = 0; axis < 3; axis++) {
                    unitShift[3 * place + axis] = search.unitShift(edge, axis);
                }
            }
        }
        this.pairOfEdge = new int[edges];
        this.firstEdgeOfPair = new int[edges / 2];
        findPairs(row);
    }

    /**
     * Numbers the pairs. Going through the edges in order, the reverse edges of a run with the same receiver r and sender s
     * are the next unused ones in the row of s, in opposite order because their shifts are negated.
     */
    private void findPairs(int[] row) {
        int edges = sender.length;
        int pairs = 0;
        int edge = 0;
        while (edge < edges) {
            int end = edge + 1;
            while (end < edges && receiver[end] == receiver[edge] && sender[end] == sender[edge]) {
                end++;
            }
            int reverse = row[sender[edge]];
            row[sender[edge]] += end - edge;
            for (int step = 0; step < end - edge; step++) {
                int partner = reverse + (end - edge - 1 - step);
                if (edge + step < partner) {
                    firstEdgeOfPair[pairs] = edge + step;
                    pairOfEdge[edge + step] = pairs;
                    pairOfEdge[partner] = pairs;
                    pairs++;
                }
            }
            edge = end;
        }
    }

    int[] sender() {
        return sender;
    }

    int[] receiver() {
        return receiver;
    }

    int[] unitShift() {
        return unitShift;
    }

    int[] pairOfEdge() {
        return pairOfEdge;
    }

    int[] firstEdgeOfPair() {
        return firstEdgeOfPair;
    }
}
