package org.gaunt.potential.data;

import java.util.Arrays;
import org.gaunt.atoms.Cell;
import org.gaunt.atoms.Structure;
import org.jspecify.annotations.Nullable;

/**
 * How one frame of a crystal becomes another: the cell is strained, then the atoms move.
 *
 * @param strain symmetric part of the strain, 3x3
 * @param moves of the atoms beside the strain, by the shortest way [atoms][3], Å
 * @param volume mean of both, Å³
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Strain(double[] strain, double[] moves, double volume) {

    /** From one frame to another of the same atoms; null where they are not periodic in three directions. */
    static @Nullable Strain between(Structure a, Structure b) {
        Cell from = crystal(a);
        Cell to = crystal(b);
        if (from == null || to == null || !Arrays.equals(a.numbers(), b.numbers())) {
            return null;
        }
        double[] before = from.toArray();
        double[] after = to.toArray();
        double[] middle = new double[9];
        double[] change = new double[9];
        for (int k = 0; k < 9; k++) {
            middle[k] = 0.5 * (before[k] + after[k]);
            change[k] = after[k] - before[k];
        }
        double[] gradient = times(inverse(middle), change, 3);
        double[] strain = new double[9];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                strain[3 * i + j] = 0.5 * (gradient[3 * i + j] + gradient[3 * j + i]);
            }
        }
        int atoms = a.size();
        double[] moves = times(b.positions(), inverse(after), atoms);
        double[] start = times(a.positions(), inverse(before), atoms);
        for (int k = 0; k < moves.length; k++) {
            moves[k] -= start[k];
            moves[k] -= Math.rint(moves[k]);
        }
        return new Strain(strain, times(moves, middle, atoms), 0.5 * (from.volume() + to.volume()));
    }

    private static @Nullable Cell crystal(Structure structure) {
        return structure.isFullyPeriodic() ? structure.cell() : null;
    }

    /** Largest size of the numbers. */
    static double largest(double[] values) {
        double largest = 0;
        for (double value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    private static double[] times(double[] rows, double[] matrix, int count) {
        double[] result = new double[3 * count];
        for (int r = 0; r < count; r++) {
            for (int j = 0; j < 3; j++) {
                for (int k = 0; k < 3; k++) {
                    result[3 * r + j] += rows[3 * r + k] * matrix[3 * k + j];
                }
            }
        }
        return result;
    }

    private static double[] inverse(double[] m) {
        double[] inverse = new double[9];
        double determinant = 0;
        for (int i = 0; i < 3; i++) {
            int i1 = (i + 1) % 3;
            int i2 = (i + 2) % 3;
            for (int j = 0; j < 3; j++) {
                int j1 = (j + 1) % 3;
                int j2 = (j + 2) % 3;
                inverse[3 * j + i] = m[3 * i1 + j1] * m[3 * i2 + j2] - m[3 * i1 + j2] * m[3 * i2 + j1];
            }
            determinant += i == 0 ? m[0] * inverse[0] + m[1] * inverse[3] + m[2] * inverse[6] : 0;
        }
        for (int k = 0; k < 9; k++) {
            inverse[k] /= determinant;
        }
        return inverse;
    }
}
