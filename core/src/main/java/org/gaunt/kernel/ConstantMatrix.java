package org.gaunt.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** A sparse matrix of constants that kernels apply to many vectors at once; see {@link LaneMatrix}. */
public final class ConstantMatrix {
    private record Entry(int row, int column, double value) {}

    private final int rows;
    private final int columns;
    private final List<Entry> entries;

    private ConstantMatrix(int rows, int columns, List<Entry> entries) {
        this.rows = rows;
        this.columns = columns;
        this.entries = entries;
    }

    /** Collects the entries of a matrix. */
    public static final class Builder {
        private final int rows;
        private final int columns;
        private final List<Entry> entries = new ArrayList<>();

        private Builder(int rows, int columns) {
            this.rows = rows;
            this.columns = columns;
        }

        /** Sets an entry that has not been set; zeros are not stored. */
        public Builder set(int row, int column, double value) {
            if (row < 0 || row >= rows || column < 0 || column >= columns || !Double.isFinite(value)) {
                throw new IllegalArgumentException("entry [" + row + "," + column + "] = " + value + " of a " + rows
                        + " by " + columns + " matrix");
            }
            if (value != 0) {
                entries.add(new Entry(row, column, value));
            }
            return this;
        }

        public ConstantMatrix build() {
            entries.sort(Comparator.comparingInt(Entry::row).thenComparingInt(Entry::column));
            return new ConstantMatrix(rows, columns, List.copyOf(entries));
        }
    }

    /** Starts a matrix of zeros. */
    public static Builder builder(int rows, int columns) {
        return new Builder(rows, columns);
    }

    /**
     * Some rows of a dense matrix.
     *
     * @param matrix [row][column]
     * @param from the first row
     * @param to after the last row
     */
    public static ConstantMatrix dense(double[][] matrix, int from, int to) {
        Builder builder = builder(to - from, matrix[0].length);
        for (int r = from; r < to; r++) {
            for (int c = 0; c < matrix[r].length; c++) {
                builder.set(r - from, c, matrix[r][c]);
            }
        }
        return builder.build();
    }

    public int rows() {
        return rows;
    }

    public int columns() {
        return columns;
    }

    /** The number of entries that are not zero. */
    public int nonzeros() {
        return entries.size();
    }

    /** The transpose. */
    public ConstantMatrix transpose() {
        Builder builder = builder(columns, rows);
        entries.forEach(e -> builder.set(e.column(), e.row(), e.value()));
        return builder.build();
    }

    /** The row with its columns and values, all in ascending order of columns. */
    public Row row(int row) {
        int from = first(row);
        int to = first(row + 1);
        int[] at = new int[to - from];
        double[] values = new double[to - from];
        for (int k = from; k < to; k++) {
            at[k - from] = entries.get(k).column();
            values[k - from] = entries.get(k).value();
        }
        return new Row(row, at, values);
    }

    private int first(int row) {
        int low = 0;
        int high = entries.size();
        while (low < high) {
            int mid = (low + high) >>> 1;
            if (entries.get(mid).row() < row) {
                low = mid + 1;
            } else {
                high = mid;
            }
        }
        return low;
    }

    /**
     * A row; not to be modified.
     *
     * @param number which row
     * @param columns of its entries, ascending
     * @param values of its entries
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Row(int number, int[] columns, double[] values) {
        boolean sameColumns(Row other) {
            return Arrays.equals(columns, other.columns);
        }
    }
}
