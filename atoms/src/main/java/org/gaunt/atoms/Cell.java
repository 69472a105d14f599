package org.gaunt.atoms;

import java.util.Arrays;

/**
 * The three vectors of a simulation cell, in Å; rows are vectors, as in ASE. Any shape is allowed; vectors of directions
 * that are not periodic may even be zero.
 */
public final class Cell {

    private final double[] rows;

    private Cell(double[] rows) {
        this.rows = rows;
    }

    /**
     * A cell of its vectors.
     *
     * @param rows nine numbers in Å: ax ay az bx by bz cx cy cz; copied
     * @throws IllegalArgumentException if there are not nine, or one is not finite
     */
    public static Cell of(double... rows) {
        if (rows.length != 9) {
            throw new IllegalArgumentException("A cell has 9 numbers (three vectors, row by row), not " + rows.length);
        }
        for (double value : rows) {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException(
                        "A cell vector has a component that is not finite: " + Arrays.toString(rows));
            }
        }
        return new Cell(rows.clone());
    }

    /** A box with edges along the axes, in Å. */
    public static Cell box(double x, double y, double z) {
        return of(x, 0, 0, 0, y, 0, 0, 0, z);
    }

    /** The component (0, 1, 2) of a cell vector (0, 1, 2), in Å. */
    public double get(int vector, int component) {
        return rows[3 * vector + component];
    }

    /** The nine numbers ax ay az bx by bz cx cy cz in Å; a copy. */
    public double[] toArray() {
        return rows.clone();
    }

    /** The volume in Å³, never negative; 0 if the vectors are linearly dependent. */
    public double volume() {
        return Math.abs(Lattice.determinant(rows));
    }

    /** Whether all nine numbers are zero, which stands for "no cell" in files. */
    public boolean isZero() {
        for (double value : rows) {
            if (value != 0.0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Cell cell && Arrays.equals(rows, cell.rows);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(rows);
    }

    /** {@code [[ax, ay, az], [bx, by, bz], [cx, cy, cz]]} in Å. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("[");
        for (int vector = 0; vector < 3; vector++) {
            text.append(vector == 0 ? "" : ", ")
                    .append(Arrays.toString(Arrays.copyOfRange(rows, 3 * vector, 3 * vector + 3)));
        }
        return text.append(']').toString();
    }
}
