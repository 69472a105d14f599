package org.gaunt.sim.md.io;

import org.gaunt.atoms.Cell;

/** Edges and angles of cells. */
final class CellLengths {
    private CellLengths() {}

    /** a, b, c in Å, then alpha (between b and c), beta (a and c) and gamma (a and b) in degrees. */
    static double[] of(Cell cell) {
        double[] result = new double[6];
        for (int i = 0; i < 3; i++) {
            result[i] = Math.sqrt(dot(cell, i, i));
        }
        for (int i = 0; i < 3; i++) {
            int j = (i + 1) % 3;
            int k = (i + 2) % 3;
            double cosine = dot(cell, j, k) / (result[j] * result[k]);
            result[3 + i] = Math.toDegrees(Math.acos(Math.clamp(cosine, -1, 1)));
        }
        return result;
    }

    private static double dot(Cell cell, int i, int j) {
        return cell.get(i, 0) * cell.get(j, 0) + cell.get(i, 1) * cell.get(j, 1) + cell.get(i, 2) * cell.get(j, 2);
    }
}
