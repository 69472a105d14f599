package org.gaunt.atoms;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.gaunt.files.InputException;

/**
 * Looks through the bins around every atom for edges. The edges of a sender stand together, senders ascending; the
 * receivers of a sender come in no particular order, but the edges between the same two atoms by ascending shift.
 */
final class EdgeSearch {

    /** Squares of distances in wrapped coordinates may differ from the true ones by rounding, relative to the cut-off. */
    private static final double MARGIN = 1e-6;

    private static final int ATOMS_OF_PART = 256;

    private final Structure structure;
    private final BinGrid grid;
    private final Lattice lattice;
    private final double cutoffSquared;
    private final boolean periodic;
    /** The positions moved into the cell, [atoms][3]. */
    private final double[] wrapped;

    private final List<Part> parts = new ArrayList<>();
    private final int[] firstOfSender;
    private final int[] receiver;
    private final int[] unitShift;

    /** Searches around all atoms, those of a part in one task. */
    EdgeSearch(Structure structure, BinGrid grid, double cutoff, NeighborList.Tasks tasks) {
        this.structure = structure;
        this.grid = grid;
        this.lattice = grid.lattice();
        this.cutoffSquared = cutoff * cutoff;
        this.periodic = structure.isPeriodic();
        this.wrapped = structure.positions();
        int atoms = structure.size();
        if (periodic) {
            for (int atom = 0; atom < atoms; atom++) {
                for (int axis = 0; axis < 3; axis++) {
                    wrapped[3 * atom + axis] -= NeighborList.component(
                            lattice, axis, grid.wrap(atom, 0), grid.wrap(atom, 1), grid.wrap(atom, 2));
                }
            }
        }
        this.firstOfSender = new int[atoms + 1];
        double edgesOfAtom = grid.expectedEdges() / Math.max(1, atoms);
        for (int from = 0; from < atoms; from += ATOMS_OF_PART) {
            int to = Math.min(atoms, from + ATOMS_OF_PART);
            parts.add(new Part(from, to, (int) Math.min((to - from) * edgesOfAtom + 16, 1 << 28)));
        }
        tasks.run(parts.size(), k -> parts.get(k).search());
        long edges = 0;
        for (Part part : parts) {
            part.first = (int) edges;
            edges += part.edges;
            if (edges > NeighborList.MOST_EDGES) {
                throw tooMany();
            }
        }
        this.receiver = new int[(int) edges];
        this.unitShift = new int[periodic ? 3 * (int) edges : 0];
        tasks.run(parts.size(), k -> parts.get(k).give());
        firstOfSender[atoms] = (int) edges;
    }

    /** The edges from some atoms. */
    private final class Part {
        private final int from;
        private final int to;
        private int[] receiver;
        private int[] unitShift;
        private int edges;
        private int first;
        private long distanceChecks;

        Part(int from, int to, int expected) {
            this.from = from;
            this.to = to;
            this.receiver = new int[expected];
            this.unitShift = new int[periodic ? 3 * expected : 0];
        }

        void search() {
            for (int atom = from; atom < to; atom++) {
                firstOfSender[atom] = edges;
                searchAround(atom);
            }
        }

        /** Puts the edges behind those of the parts before. */
        void give() {
            for (int atom = from; atom < to; atom++) {
                firstOfSender[atom] += first;
            }
            System.arraycopy(receiver, 0, EdgeSearch.this.receiver, first, edges);
            if (periodic) {
                System.arraycopy(unitShift, 0, EdgeSearch.this.unitShift, 3 * first, 3 * edges);
            }
            receiver = new int[0];
            unitShift = new int[0];
        }

        private void searchAround(int sender) {
            int binA = grid.binOf(sender, 0);
            int binB = grid.binOf(sender, 1);
            int binC = grid.binOf(sender, 2);
            int reachA = grid.reach(0);
            int reachB = grid.reach(1);
            int reachC = grid.reach(2);
            for (int a = binA - reachA; a <= binA + reachA; a++) {
                for (int b = binB - reachB; b <= binB + reachB; b++) {
                    for (int c = binC - reachC; c <= binC + reachC; c++) {
                        int bin = grid.occupiedBin(a, b, c);
                        if (bin >= 0) {
                            searchBin(sender, bin, grid.image(0, a), grid.image(1, b), grid.image(2, c));
                        }
                    }
                }
            }
        }

        private void searchBin(int sender, int bin, int imageA, int imageB, int imageC) {
            double x = wrapped[3 * sender] - NeighborList.component(lattice, 0, imageA, imageB, imageC);
            double y = wrapped[3 * sender + 1] - NeighborList.component(lattice, 1, imageA, imageB, imageC);
            double z = wrapped[3 * sender + 2] - NeighborList.component(lattice, 2, imageA, imageB, imageC);
            boolean home = imageA == 0 && imageB == 0 && imageC == 0;
            int end = grid.first(bin + 1);
            for (int place = grid.first(bin); place < end; place++) {
                int atom = grid.atomAt(place);
                if (home && atom == sender) {
                    continue;
                }
                distanceChecks++;
                double dx = wrapped[3 * atom] - x;
                double dy = wrapped[3 * atom + 1] - y;
                double dz = wrapped[3 * atom + 2] - z;
                if (dx * dx + dy * dy + dz * dz < cutoffSquared * (1 + MARGIN)) {
                    accept(
                            sender,
                            atom,
                            imageA - grid.wrap(atom, 0) + grid.wrap(sender, 0),
                            imageB - grid.wrap(atom, 1) + grid.wrap(sender, 1),
                            imageC - grid.wrap(atom, 2) + grid.wrap(sender, 2));
                }
            }
        }

        /** Decides by the very expression users of the list evaluate, which is antisymmetric to the bit. */
        private void accept(int sender, int atom, int a, int b, int c) {
            double squared = 0;
            for (int axis = 0; axis < 3; axis++) {
                double shift = periodic ? NeighborList.component(lattice, axis, a, b, c) : 0.0;
                double component = structure.position(atom, axis) - structure.position(sender, axis) + shift;
                squared += component * component;
            }
            if (!(squared < cutoffSquared)) {
                return;
            }
            if (squared < NeighborList.SMALLEST_DISTANCE * NeighborList.SMALLEST_DISTANCE) {
                throw overlap(sender, atom, Math.sqrt(squared));
            }
            if (edges == receiver.length) {
                receiver = Arrays.copyOf(receiver, grown(edges));
            }
            receiver[edges] = atom;
            if (periodic) {
                if (3 * edges == unitShift.length) {
                    unitShift = Arrays.copyOf(unitShift, 3 * receiver.length);
                }
                unitShift[3 * edges] = a;
                unitShift[3 * edges + 1] = b;
                unitShift[3 * edges + 2] = c;
            }
            edges++;
        }
    }

    private int grown(int size) {
        if (size >= NeighborList.MOST_EDGES) {
            throw tooMany();
        }
        return (int) Math.min(NeighborList.MOST_EDGES, size + (size >> 1) + 16L);
    }

    private InputException tooMany() {
        return structure
                .problem("the structure has too many edges")
                .found("more than " + NeighborList.MOST_EDGES)
                .remedy("use a smaller structure or cut-off")
                .build();
    }

    private InputException overlap(int first, int second, double distance) {
        String what = first == second
                ? structure.nameOf(first) + " and its own periodic image"
                : structure.nameOf(Math.min(first, second)) + " and " + structure.nameOf(Math.max(first, second));
        return structure
                .problem("two atoms lie on top of each other")
                .found(String.format(Locale.ROOT, "%s, %.6f Å apart", what, distance))
                .wanted("at least " + NeighborList.SMALLEST_DISTANCE + " Å between any two atoms")
                .remedy(
                        first == second
                                ? "correct the cell vectors"
                                : structure.isPeriodic()
                                        ? "remove one of the two atoms (it may be the periodic image of the other) or correct the cell"
                                        : "remove one of the two atoms")
                .build();
    }

    int edges() {
        return receiver.length;
    }

    /** Where the edges of a sender begin; they end where those of the next begin. */
    int first(int sender) {
        return firstOfSender[sender];
    }

    int receiver(int edge) {
        return receiver[edge];
    }

    /** A component of the shift of an edge in cell vectors. */
    int unitShift(int edge, int axis) {
        return periodic ? unitShift[3 * edge + axis] : 0;
    }

    long distanceChecks() {
        return parts.stream().mapToLong(part -> part.distanceChecks).sum();
    }
}
