package org.gaunt.sim.md;

import org.gaunt.atoms.NeighborList;
import org.gaunt.atoms.Structure;

/**
 * Two atoms that are close.
 *
 * @param atom one of them, from 0 on
 * @param other the other one, or -1 where there is none
 * @param distance between them, Å
 */
record Neighbours(int atom, int other, double distance) {
    private static final double FAR = 20;

    /**
     * The closest pair of a structure, or the nearest neighbour of an atom; images count as neighbours.
     *
     * @param atom whose neighbour is wanted, or -1 for that of any
     * @throws org.gaunt.files.InputException if two atoms lie on top of each other
     */
    static Neighbours closest(Structure structure, int atom) {
        for (double cutoff = 1; cutoff <= FAR; cutoff *= 1.5) {
            NeighborList list = NeighborList.build(structure, cutoff);
            Neighbours best = new Neighbours(atom, -1, Double.POSITIVE_INFINITY);
            double[] d = list.vectors(structure);
            for (int e = 0; e < list.edges(); e++) {
                int receiver = list.receiver()[e];
                double distance =
                        Math.sqrt(d[3 * e] * d[3 * e] + d[3 * e + 1] * d[3 * e + 1] + d[3 * e + 2] * d[3 * e + 2]);
                if ((atom < 0 || receiver == atom) && distance < best.distance) {
                    best = new Neighbours(receiver, list.sender()[e], distance);
                }
            }
            if (best.other >= 0) {
                return best;
            }
        }
        return new Neighbours(atom, -1, Double.POSITIVE_INFINITY);
    }
}
