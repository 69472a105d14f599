package org.gaunt.atoms;

import java.util.Arrays;

/**
 * Atoms sorted into bins at least as wide as the cut-off, so that neighbours of an atom lie in its own bin and those around
 * it. A cell smaller than the cut-off has one bin, and several images of it to look at. Only occupied bins are stored, in a hash table, so that a few far-away atoms cost nothing.
 */
final class BinGrid {

    /** Bins are wider than the cut-off by this part: far more than rounding, far less than matters for speed. */
    private static final double MARGIN = 1e-6;

    /** Bin numbers stay below this along every axis. */
    private static final int MOST_BINS = 1 << 20;

    private final int atoms;
    private final boolean[] pbc;
    private final Lattice lattice;
    /** The number of bins along periodic axes; along open axes it is not bounded. */
    private final int[] bins = {1, 1, 1};
    /** How many bins to look at to either side. */
    private final double[] reach = {1, 1, 1};
    /** The width of a bin along an axis, in units of the basis vector. */
    private final double[] width = new double[3];
    /** The number of whole cells to take away from each atom to bring it into the cell, [atoms][3]. */
    private final int[] wrap;

    /** The bin of each atom as a key. */
    private final long[] keyOfAtom;
    /** Open addressing: the bin at each place of the table, or -1. */
    private final int[] table;

    private final long[] keyOfBin;
    private final int[] firstOfBin;
    private final int[] atomsByBin;
    private final int occupied;
    private final double sphereFraction;

    BinGrid(Structure structure, double cutoff) {
        this.atoms = structure.size();
        this.pbc = structure.pbc();
        this.lattice = structure.lattice();
        this.wrap = new int[3 * atoms];
        this.keyOfAtom = new long[atoms];
        assignBins(structure, cutoff * (1.0 + MARGIN));

        this.table = new int[Math.max(16, Integer.highestOneBit(Math.min(atoms, 1 << 28)) << 2)];
        Arrays.fill(table, -1);
        this.keyOfBin = new long[atoms];
        int[] binOfAtom = new int[atoms];
        int[] count = new int[atoms + 1];
        int known = 0;
        for (int atom = 0; atom < atoms; atom++) {
            int place = place(keyOfAtom[atom]);
            if (table[place] < 0) {
                table[place] = known;
                keyOfBin[known++] = keyOfAtom[atom];
            }
            binOfAtom[atom] = table[place];
            count[table[place] + 1]++;
        }
        this.occupied = known;
        for (int bin = 0; bin < known; bin++) {
            count[bin + 1] += count[bin];
        }
        this.firstOfBin = Arrays.copyOf(count, known + 1);
        this.atomsByBin = new int[atoms];
        for (int atom = 0; atom < atoms; atom++) {
            atomsByBin[count[binOfAtom[atom]]++] = atom;
        }
        double stencil = lattice.volume();
        for (int axis = 0; axis < 3; axis++) {
            stencil *= (2 * reach[axis] + 1) * width[axis];
        }
        this.sphereFraction = Math.min(1.0, 4.0 / 3.0 * Math.PI * cutoff * cutoff * cutoff / stencil);
    }

    private void assignBins(Structure structure, double widest) {
        double[] fractions = new double[3 * atoms];
        for (int atom = 0; atom < atoms; atom++) {
            double x = structure.position(atom, 0);
            double y = structure.position(atom, 1);
            double z = structure.position(atom, 2);
            for (int axis = 0; axis < 3; axis++) {
                fractions[3 * atom + axis] = lattice.fraction(axis, x, y, z);
            }
        }
        long[] bin = new long[3 * atoms];
        for (int axis = 0; axis < 3; axis++) {
            if (pbc[axis]) {
                double height = lattice.height(axis);
                bins[axis] = (int) Math.clamp(Math.floor(height / widest), 1.0, MOST_BINS);
                width[axis] = 1.0 / bins[axis];
                reach[axis] = Math.ceil(widest / (height * width[axis]));
                for (int atom = 0; atom < atoms; atom++) {
                    wrapAtom(structure, fractions, bin, atom, axis);
                }
            } else {
                double low = Double.POSITIVE_INFINITY;
                double high = Double.NEGATIVE_INFINITY;
                for (int atom = 0; atom < atoms; atom++) {
                    low = Math.min(low, fractions[3 * atom + axis]);
                    high = Math.max(high, fractions[3 * atom + axis]);
                }
                width[axis] = Math.max(widest, (high - low) / (MOST_BINS - 1));
                for (int atom = 0; atom < atoms; atom++) {
                    bin[3 * atom + axis] = (long) ((fractions[3 * atom + axis] - low) / width[axis]);
                }
            }
        }
        for (int atom = 0; atom < atoms; atom++) {
            keyOfAtom[atom] = key(bin[3 * atom], bin[3 * atom + 1], bin[3 * atom + 2]);
        }
    }

    private void wrapAtom(Structure structure, double[] fractions, long[] bin, int atom, int axis) {
        double fraction = fractions[3 * atom + axis];
        double whole = Math.floor(fraction);
        if (!(Math.abs(whole) <= 1e9)) {
            throw structure
                    .problem("an atom is too far from the cell")
                    .found(structure.nameOf(atom) + ", " + whole + " cells away")
                    .wanted("positions in or near the cell")
                    .remedy("wrap the atoms into the cell")
                    .build();
        }
        wrap[3 * atom + axis] = (int) whole;
        bin[3 * atom + axis] = Math.min(bins[axis] - 1, (long) ((fraction - whole) * bins[axis]));
    }

    private static long key(long a, long b, long c) {
        return (a * (2L * MOST_BINS) + b) * (2L * MOST_BINS) + c;
    }

    /** The place of a key in the table: where it is, or where it would go. */
    private int place(long key) {
        long mixed = key * 0x9E3779B97F4A7C15L;
        int place = (int) (mixed >>> 32) & (table.length - 1);
        while (table[place] >= 0 && keyOfBin[table[place]] != key) {
            place = (place + 1) & (table.length - 1);
        }
        return place;
    }

    Lattice lattice() {
        return lattice;
    }

    /** The bin number of an atom along an axis. */
    int binOf(int atom, int axis) {
        long key = keyOfAtom[atom];
        long base = 2L * MOST_BINS;
        return (int) (axis == 2 ? key % base : axis == 1 ? key / base % base : key / base / base);
    }

    /** The number of whole cells to take away from an atom along an axis to bring it into the cell; 0 on open axes. */
    int wrap(int atom, int axis) {
        return wrap[3 * atom + axis];
    }

    /** How many bins to look at to either side along an axis. */
    int reach(int axis) {
        return (int) reach[axis];
    }

    /** The cell (0 for the home cell) that a bin number lies in. */
    int image(int axis, int bin) {
        return pbc[axis] ? Math.floorDiv(bin, bins[axis]) : 0;
    }

    /** The occupied bin at three bin numbers (of any image), or -1 if there is none. */
    int occupiedBin(int a, int b, int c) {
        int inA = home(0, a);
        int inB = home(1, b);
        int inC = home(2, c);
        if (inA < 0 || inB < 0 || inC < 0) {
            return -1;
        }
        return table[place(key(inA, inB, inC))];
    }

    private int home(int axis, int bin) {
        return pbc[axis] ? Math.floorMod(bin, bins[axis]) : bin;
    }

    /** The first place of a bin in {@link #atomAt}; the places of a bin end where those of the next begin. */
    int first(int bin) {
        return firstOfBin[bin];
    }

    int atomAt(int place) {
        return atomsByBin[place];
    }

    /** The number of edges if the atoms of neighbouring bins were spread evenly. */
    double expectedEdges() {
        double candidates = 0;
        double images = 1;
        int[] steps = new int[3];
        for (int axis = 0; axis < 3; axis++) {
            // where one bin spans the cell every step along the axis leads to the same atoms
            boolean single = pbc[axis] && bins[axis] == 1;
            images *= single ? 2 * reach[axis] + 1 : 1;
            steps[axis] = single ? 0 : 1;
        }
        for (int bin = 0; bin < occupied; bin++) {
            int atom = atomsByBin[firstOfBin[bin]];
            long around = 0;
            for (int a = -steps[0]; a <= steps[0]; a++) {
                for (int b = -steps[1]; b <= steps[1]; b++) {
                    for (int c = -steps[2]; c <= steps[2]; c++) {
                        int other = occupiedBin(binOf(atom, 0) + a, binOf(atom, 1) + b, binOf(atom, 2) + c);
                        around += other < 0 ? 0 : firstOfBin[other + 1] - firstOfBin[other];
                    }
                }
            }
            candidates += (double) (firstOfBin[bin + 1] - firstOfBin[bin]) * around * images;
        }
        return candidates * sphereFraction;
    }
}
