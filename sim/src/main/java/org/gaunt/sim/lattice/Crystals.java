package org.gaunt.sim.lattice;

import org.gaunt.atoms.Cell;
import org.gaunt.atoms.Structure;

/** Crystals made of others. */
final class Crystals {
    private Crystals() {}

    /** The cell of a crystal; an error that says what needs one for other structures. */
    static Cell cell(Structure structure, String what) {
        Cell cell = structure.cell();
        if (cell == null || !structure.isFullyPeriodic() || !(cell.volume() > 0)) {
            throw structure
                    .problem(what + " are those of a crystal")
                    .found(
                            structure.isFullyPeriodic()
                                    ? "a cell without volume"
                                    : structure.isPeriodic() ? "a slab or chain" : "a molecule")
                    .wanted("a structure that is periodic in three directions")
                    .build();
        }
        return cell;
    }

    /** The crystal after a homogeneous deformation: cell vectors and positions times F, row-major 3x3. */
    static Structure deformed(Structure structure, Cell cell, double[] deformation) {
        return Structure.builder(structure.numbers(), times(structure.positions(), deformation))
                .cell(Cell.of(times(cell.toArray(), deformation)))
                .pbc(true, true, true)
                .source(structure.source())
                .build();
    }

    /** Row vectors times a symmetric or general matrix. */
    private static double[] times(double[] rows, double[] matrix) {
        double[] result = new double[rows.length];
        for (int i = 0; i < rows.length; i += 3) {
            for (int k = 0; k < 3; k++) {
                for (int m = 0; m < 3; m++) {
                    result[i + k] += rows[i + m] * matrix[3 * m + k];
                }
            }
        }
        return result;
    }

    /** So many cells side by side, the first one in front: atom i of image c has the number c * atoms + i. */
    static Structure supercell(Structure structure, Cell cell, int[] cells) {
        int n = structure.size();
        int images = cells[0] * cells[1] * cells[2];
        int[] numbers = new int[n * images];
        double[] positions = new double[3 * n * images];
        int image = 0;
        for (int a = 0; a < cells[0]; a++) {
            for (int b = 0; b < cells[1]; b++) {
                for (int c = 0; c < cells[2]; c++, image++) {
                    for (int i = 0; i < n; i++) {
                        numbers[image * n + i] = structure.number(i);
                        for (int k = 0; k < 3; k++) {
                            positions[3 * (image * n + i) + k] = structure.position(i, k)
                                    + a * cell.get(0, k)
                                    + b * cell.get(1, k)
                                    + c * cell.get(2, k);
                        }
                    }
                }
            }
        }
        double[] vectors = cell.toArray();
        for (int v = 0; v < 9; v++) {
            vectors[v] *= cells[v / 3];
        }
        return Structure.builder(numbers, positions)
                .cell(Cell.of(vectors))
                .pbc(true, true, true)
                .source(structure.source())
                .build();
    }

    /** The inverse of a cell: fractional coordinates are Cartesian ones (row) times it. */
    static double[] inverse(Cell cell) {
        double[] a = cell.toArray();
        double det = a[0] * (a[4] * a[8] - a[5] * a[7])
                - a[1] * (a[3] * a[8] - a[5] * a[6])
                + a[2] * (a[3] * a[7] - a[4] * a[6]);
        return new double[] {
            (a[4] * a[8] - a[5] * a[7]) / det, (a[2] * a[7] - a[1] * a[8]) / det, (a[1] * a[5] - a[2] * a[4]) / det,
            (a[5] * a[6] - a[3] * a[8]) / det, (a[0] * a[8] - a[2] * a[6]) / det, (a[2] * a[3] - a[0] * a[5]) / det,
            (a[3] * a[7] - a[4] * a[6]) / det, (a[1] * a[6] - a[0] * a[7]) / det, (a[0] * a[4] - a[1] * a[3]) / det
        };
    }
}
