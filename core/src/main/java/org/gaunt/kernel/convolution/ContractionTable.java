package org.gaunt.kernel.convolution;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.gaunt.kernel.ConstantMatrix;
import org.gaunt.linalg.Precision;

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
     * The table of a matrix.
     *
     * <p>Rows of equally many entries follow each other, so that the processor foresees the ends of the sums.
     */
    static ContractionTable of(ConstantMatrix matrix, Precision precision, int lanes) {
        List<ConstantMatrix.Row> rows = IntStream.range(0, matrix.rows())
                .mapToObj(matrix::row)
                .sorted(Comparator.comparingInt(row -> row.columns().length))
                .toList();
        int[] starts = new int[rows.size() + 1];
        int[] columns = new int[matrix.nonzeros()];
        double[] values = new double[columns.length];
        int at = 0;
        for (int r = 0; r < rows.size(); r++) {
            ConstantMatrix.Row row = rows.get(r);
            for (int k = 0; k < row.columns().length; k++, at++) {
                columns[at] = row.columns()[k] * lanes;
                values[at] = row.values()[k];
            }
            starts[r + 1] = at;
        }
        int[] outputs = rows.stream().mapToInt(row -> row.number() * lanes).toArray();
        return new ContractionTable(starts, columns, precision.array(values), outputs);
    }
}
