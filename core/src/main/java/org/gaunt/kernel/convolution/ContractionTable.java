package org.gaunt.kernel.convolution;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.gaunt.kernel.Precision;

/**
 * A sparse matrix that is applied to vectors of lanes.
 *
 * @param starts for each row its first entry, and the end of the last one
 * @param columns of each entry, times the lanes
 * @param values of each entry, {@code float[]} or {@code double[]}
 * @param rows number of each row, times the lanes
 */
@SuppressWarnings("ArrayRecordComponent") // shared with generated code, never compared
public record ContractionTable(int[] starts, int[] columns, Object values, int[] rows) {

    /**
     * The table of a matrix [row][column].
     *
     * <p>Rows of equally many entries follow each other, so that the processor foresees the ends of the sums.
     */
    static ContractionTable of(double[][] matrix, Precision precision, int lanes) {
        int[] rows = IntStream.range(0, matrix.length)
                .boxed()
                .sorted(Comparator.comparingLong(r -> nonZeros(matrix[r])))
                .mapToInt(Integer::intValue)
                .toArray();
        int[] starts = new int[rows.length + 1];
        for (int r = 0; r < rows.length; r++) {
            starts[r + 1] = starts[r] + (int) nonZeros(matrix[rows[r]]);
        }
        int[] columns = new int[starts[rows.length]];
        double[] values = new double[columns.length];
        int at = 0;
        for (int row : rows) {
            for (int c = 0; c < matrix[row].length; c++) {
                if (matrix[row][c] != 0) {
                    columns[at] = c * lanes;
                    values[at++] = matrix[row][c];
                }
            }
        }
        int[] outputs = Arrays.stream(rows).map(r -> r * lanes).toArray();
        return new ContractionTable(starts, columns, inPrecision(values, precision), outputs);
    }

    private static long nonZeros(double[] row) {
        return Arrays.stream(row).filter(v -> v != 0).count();
    }

    private static Object inPrecision(double[] values, Precision precision) {
        if (precision == Precision.FLOAT64) {
            return values;
        }
        float[] single = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            single[i] = (float) values[i];
        }
        return single;
    }
}
