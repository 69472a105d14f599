package org.gaunt.atoms;

import org.jspecify.annotations.Nullable;

/**
 * A full basis for a structure that may be periodic in none to three directions: the cell vectors in the periodic
 * directions, unit vectors orthogonal to them (and to each other) in the others.
 */
final class Lattice {

    /** Below this ratio of the volume to the product of the lengths the vectors count as linearly dependent. */
    private static final double SMALLEST_SINE = 1e-7;

    /** Below this length in Å a periodic vector counts as zero. */
    private static final double SMALLEST_LENGTH = 1e-4;

    private final double[] rows;
    private final double[] inverse;
    private final boolean singular;

    private Lattice(double[] rows) {
        this.rows = rows;
        double determinant = determinant(rows);
        double lengths = length(rows, 0) * length(rows, 1) * length(rows, 2);
        this.singular = !(Math.abs(determinant) > SMALLEST_SINE * lengths);
        this.inverse = new double[9];
        for (int k = 0; k < 3; k++) {
            double[] normal = cross(rows, (k + 1) % 3, (k + 2) % 3);
            for (int component = 0; component < 3; component++) {
                inverse[3 * component + k] = normal[component] / determinant;
            }
        }
    }

    /** The basis of a cell, or null if it is periodic in a direction whose vector is missing, zero or dependent. */
    static @Nullable Lattice of(@Nullable Cell cell, boolean[] pbc) {
        double[] rows = new double[9];
        int periodic = 0;
        for (int k = 0; k < 3; k++) {
            if (pbc[k]) {
                if (cell == null) {
                    return null;
                }
                for (int component = 0; component < 3; component++) {
                    rows[3 * k + component] = cell.get(k, component);
                }
                if (length(rows, k) < SMALLEST_LENGTH) {
                    return null;
                }
                periodic++;
            }
        }
        if (!complete(rows, pbc, periodic)) {
            return null;
        }
        Lattice lattice = new Lattice(rows);
        return lattice.singular ? null : lattice;
    }

    /** Fills the rows of the directions that are not periodic; false if that is impossible. */
    private static boolean complete(double[] rows, boolean[] pbc, int periodic) {
        return switch (periodic) {
            case 0 -> {
                rows[0] = 1.0;
                rows[4] = 1.0;
                rows[8] = 1.0;
                yield true;
            }
            case 1 -> completeAroundLine(rows, pbc[0] ? 0 : pbc[1] ? 1 : 2);
            case 2 -> completeAbovePlane(rows, !pbc[0] ? 0 : !pbc[1] ? 1 : 2);
            default -> true;
        };
    }

    /** Two unit vectors orthogonal to the only periodic vector and to each other. */
    private static boolean completeAroundLine(double[] rows, int line) {
        int first = (line + 1) % 3;
        int second = (line + 2) % 3;
        // start from a direction that is not parallel to the vector: the axis of its smallest component
        int smallest = 0;
        for (int component = 1; component < 3; component++) {
            if (Math.abs(rows[3 * line + component]) < Math.abs(rows[3 * line + smallest])) {
                smallest = component;
            }
        }
        rows[3 * first + smallest] = 1.0;
        setUnit(rows, second, cross(rows, line, first));
        setUnit(rows, first, cross(rows, second, line));
        return true;
    }

    /** The unit normal of the two periodic vectors, unless they are parallel. */
    private static boolean completeAbovePlane(double[] rows, int open) {
        int first = (open + 1) % 3;
        int second = (open + 2) % 3;
        double[] normal = cross(rows, first, second);
        double area = Math.sqrt(normal[0] * normal[0] + normal[1] * normal[1] + normal[2] * normal[2]);
        if (!(area > SMALLEST_SINE * length(rows, first) * length(rows, second))) {
            return false;
        }
        setUnit(rows, open, normal);
        return true;
    }

    /** The component of a basis vector, in Å. */
    double get(int vector, int component) {
        return rows[3 * vector + component];
    }

    /** The coordinate of a point along a basis vector, in units of that vector. */
    double fraction(int vector, double x, double y, double z) {
        return x * inverse[vector] + y * inverse[3 + vector] + z * inverse[6 + vector];
    }

    /** The distance in Å between the two faces of the cell that a vector connects. */
    double height(int vector) {
        double x = inverse[vector];
        double y = inverse[3 + vector];
        double z = inverse[6 + vector];
        return 1.0 / Math.sqrt(x * x + y * y + z * z);
    }

    /** The volume spanned by the basis in Å³ (Å² or Å times 1 Å or 1 Å² where directions are not periodic). */
    double volume() {
        return Math.abs(determinant(rows));
    }

    static double determinant(double[] m) {
        return m[0] * (m[4] * m[8] - m[5] * m[7])
                - m[1] * (m[3] * m[8] - m[5] * m[6])
                + m[2] * (m[3] * m[7] - m[4] * m[6]);
    }

    private static double length(double[] rows, int k) {
        return Math.sqrt(
                rows[3 * k] * rows[3 * k] + rows[3 * k + 1] * rows[3 * k + 1] + rows[3 * k + 2] * rows[3 * k + 2]);
    }

    private static double[] cross(double[] rows, int i, int j) {
        int a = 3 * i;
        int b = 3 * j;
        return new double[] {
            rows[a + 1] * rows[b + 2] - rows[a + 2] * rows[b + 1],
            rows[a + 2] * rows[b] - rows[a] * rows[b + 2],
            rows[a] * rows[b + 1] - rows[a + 1] * rows[b]
        };
    }

    private static void setUnit(double[] rows, int k, double[] vector) {
        double length = Math.sqrt(vector[0] * vector[0] + vector[1] * vector[1] + vector[2] * vector[2]);
        for (int component = 0; component < 3; component++) {
            rows[3 * k + component] = vector[component] / length;
        }
    }
}
