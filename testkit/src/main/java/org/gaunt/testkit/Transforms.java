package org.gaunt.testkit;

import java.util.Arrays;
import java.util.Locale;
import org.gaunt.atoms.Cell;
import org.gaunt.atoms.Structure;
import org.gaunt.o3.Rotation;
import org.jspecify.annotations.Nullable;

/** Structures that are the same physically, or a little deformed. */
final class Transforms {

    private Transforms() {}

    /** The matrix of a rotation, with inversion where asked. */
    static double[][] matrix(Rotation rotation, boolean inversion) {
        double[][] r = rotation.matrix();
        if (inversion) {
            for (double[] row : r) {
                Arrays.setAll(row, k -> -row[k]);
            }
        }
        return r;
    }

    static String describe(Rotation rotation) {
        double[] axis = rotation.axis();
        return String.format(
                Locale.ROOT,
                "rotation by %.6f rad about (%.6f, %.6f, %.6f)",
                rotation.angle(),
                axis[0],
                axis[1],
                axis[2]);
    }

    /** Row vectors times the transposed matrix: v' = R v for each. */
    static double[] turn(double[][] r, double[] vectors) {
        double[] turned = new double[vectors.length];
        for (int v = 0; v < vectors.length; v += 3) {
            for (int i = 0; i < 3; i++) {
                turned[v + i] = r[i][0] * vectors[v] + r[i][1] * vectors[v + 1] + r[i][2] * vectors[v + 2];
            }
        }
        return turned;
    }

    /** R s R^T of a 3x3 tensor. */
    static double[] turnTensor(double[][] r, double[] s) {
        double[] turned = new double[9];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                for (int k = 0; k < 3; k++) {
                    for (int l = 0; l < 3; l++) {
                        turned[3 * i + j] += r[i][k] * s[3 * k + l] * r[j][l];
                    }
                }
            }
        }
        return turned;
    }

    /** Positions and cell vectors mapped by a matrix. */
    static Structure mapped(Structure structure, double[][] matrix) {
        Cell cell = structure.cell();
        return rebuilt(
                structure,
                structure.numbers(),
                turn(matrix, structure.positions()),
                cell == null ? null : Cell.of(turn(matrix, cell.toArray())));
    }

    /** All atoms moved by the same vector. */
    static Structure moved(Structure structure, double[] by) {
        double[] positions = structure.positions();
        Arrays.setAll(positions, i -> positions[i] + by[i % 3]);
        return rebuilt(structure, structure.numbers(), positions, structure.cell());
    }

    /** Atom k of the result is atom order[k] of the structure. */
    static Structure permuted(Structure structure, int[] order) {
        int[] numbers = new int[order.length];
        Arrays.setAll(numbers, k -> structure.number(order[k]));
        return rebuilt(structure, numbers, permuted(structure.positions(), order), structure.cell());
    }

    static double[] permuted(double[] vectors, int[] order) {
        double[] permuted = new double[vectors.length];
        Arrays.setAll(permuted, i -> vectors[3 * order[i / 3] + i % 3]);
        return permuted;
    }

    /** One coordinate changed. */
    static Structure displaced(Structure structure, int coordinate, double by) {
        double[] positions = structure.positions();
        positions[coordinate] += by;
        return rebuilt(structure, structure.numbers(), positions, structure.cell());
    }

    static Structure rebuilt(Structure like, int[] numbers, double[] positions, @Nullable Cell cell) {
        boolean[] pbc = like.pbc();
        return Structure.builder(numbers, positions)
                .cell(cell)
                .pbc(pbc[0], pbc[1], pbc[2])
                .info(like.info())
                .build();
    }
}
