package org.gaunt.sim.md;

import java.util.Arrays;
import org.gaunt.atoms.Cell;
import org.gaunt.atoms.Structure;

/** Argon in places that make sense. */
public final class Argon {
    private static final double[][] FCC = {{0, 0, 0}, {0, 0.5, 0.5}, {0.5, 0, 0.5}, {0.5, 0.5, 0}};

    private Argon() {}

    /** A crystal of n x n x n cubic cells of four atoms. */
    public static Structure crystal(int n, double edge) {
        double[] x = new double[12 * n * n * n];
        int at = 0;
        for (int cell = 0; cell < n * n * n; cell++) {
            int[] corner = {cell % n, cell / n % n, cell / n / n};
            for (double[] place : FCC) {
                for (int k = 0; k < 3; k++) {
                    x[at++] = edge * (corner[k] + place[k]);
                }
            }
        }
        int[] numbers = new int[at / 3];
        Arrays.fill(numbers, 18);
        return Structure.builder(numbers, x)
                .cell(Cell.box(n * edge, n * edge, n * edge))
                .pbc(true, true, true)
                .build();
    }

    /** The icosahedron of 13 atoms, isolated. */
    public static Structure icosahedron() {
        double golden = (1 + Math.sqrt(5)) / 2;
        double scale = 3.7 / Math.sqrt(1 + golden * golden);
        double[] x = new double[39];
        int at = 3;
        for (int axis = 0; axis < 3; axis++) {
            for (int sign = 0; sign < 4; sign++) {
                x[at + axis] = (sign % 2 == 0 ? 1 : -1) * scale;
                x[at + (axis + 1) % 3] = (sign < 2 ? 1 : -1) * golden * scale;
                at += 3;
            }
        }
        int[] numbers = new int[13];
        Arrays.fill(numbers, 18);
        return Structure.builder(numbers, x).build();
    }
}
