package org.gaunt.kernel.form;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs a form of matrix products: a few rows at a time, first the matrices of these rows from their plain numbers, then the
 * products over channels, then the gradients of the plain numbers from sums over channels.
 */
final class BlockProgram implements RowProgram {
    /**
     * An open seat that is set to zero before the rows of a block are added to it.
     *
     * @param array its place among the bound arrays
     */
    record Cleared(int array, int width) {}

    /**
     * An array that is read row by row.
     *
     * @param array its place among the bound arrays
     * @param index the index array that names its rows, or -1 if they are those of the form
     */
    record Stream(int array, int width, int index) {}

    /**
     * The parts.
     *
     * @param matrices from the plain numbers to the matrices, bound as in the form, the result last; null if no matrix is needed
     * @param gradients from the sums over channels to the gradients of the plain numbers; null if none is wanted
     * @param gradientSeats places of these among the bound arrays
     * @param streams what the code reads or adds to row by row
     * @param operands of the form
     * @param rightIndex index array that says which rows have the same right row, or -1
     * @param rightRows whether every row has a right row of its own
     * @param indexCount index arrays of the form
     * @param matrixRow where in scratch the matrices begin, in rows of them
     * @param sumFrom where in scratch the sums over channels begin
     * @param sumTo where they end
     * @param sumWidth sums of a row, in numbers
     * @param clearSums whether the sums are only ever added to
     */
    record Parts(
            BlockCode code,
            @Nullable RowProgram matrices,
            @Nullable RowProgram gradients,
            int[] gradientSeats,
            List<Cleared> cleared,
            List<Stream> streams,
            int operands,
            int rightIndex,
            boolean rightRows,
            int indexCount,
            int matrixRow,
            int sumFrom,
            int sumTo,
            int sumWidth,
            boolean clearSums) {}

    private final Parts parts;

    /** What touching gave; written so that it is not optimised away. */
    @SuppressWarnings({"unused", "FieldCanBeLocal"})
    private double sink;

    private volatile int[][] places = new int[2][0];

    BlockProgram(Parts parts) {
        this.parts = parts;
    }

    @Override
    public void run(Object[] arrays, int[][] index, int from, int to, Object scratch) {
        int[][] extended = withPlaces(index, to);
        int count = parts.operands();
        Object[] forMatrices = Arrays.copyOf(arrays, count + 2);
        forMatrices[count] = null;
        forMatrices[count + 1] = scratch;
        Object[] forGradients = Arrays.copyOf(arrays, count + 1 + parts.gradientSeats().length);
        forGradients[count] = scratch;
        for (int s = 0; s < parts.gradientSeats().length; s++) {
            forGradients[count + 1 + s] = arrays[parts.gradientSeats()[s]];
        }
        double touched = 0;
        int[] right = parts.rightIndex() < 0 ? null : index[parts.rightIndex()];
        for (int row = from; row < to; ) {
            int end = endOfBlock(row, to, right);
            if (parts.matrices() != null) {
                parts.matrices().run(forMatrices, extended, row, end, scratch);
            }
            for (Cleared c : parts.cleared()) {
                fill(arrays[c.array()], row * c.width(), end * c.width());
            }
            for (Stream stream : parts.streams()) {
                touched += touch(stream, arrays[stream.array()], index, row, end);
            }
            if (parts.clearSums()) {
                fill(scratch, parts.sumFrom(), parts.sumTo());
            }
            parts.code().run(arrays, index, row, end, scratch);
            if (parts.gradients() != null) {
                parts.gradients().run(forGradients, extended, row, end, scratch);
            }
            row = end;
        }
        sink = touched;
    }

    private static double touch(Stream stream, Object array, int[][] index, int row, int end) {
        int width = stream.width();
        if (stream.index() < 0) {
            return Touch.lines(array, row * width, end * width);
        }
        int[] rows = index[stream.index()];
        double sum = 0;
        for (int r = row; r < end; r++) {
            sum += Touch.lines(array, rows[r] * width, (rows[r] + 1) * width);
        }
        return sum;
    }

    private int endOfBlock(int row, int to, int @Nullable [] right) {
        int most = Math.min(row + BlockFrame.ROWS, to);
        if (parts.rightRows()) {
            return row + 1;
        }
        if (right == null) {
            return most;
        }
        int end = row + 1;
        while (end < most && right[end] == right[row]) {
            end++;
        }
        return end;
    }

    /** The index arrays and two more: where in scratch a row's matrices and its sums are kept. */
    private int[][] withPlaces(int[][] index, int rows) {
        int[][] known = places;
        if (known[0].length < rows) {
            known = new int[2][rows];
            for (int r = 0; r < rows; r++) {
                known[0][r] = parts.matrixRow() + r % BlockFrame.ROWS;
                known[1][r] = (parts.sumWidth() == 0 ? 0 : parts.sumFrom() / parts.sumWidth()) + r % BlockFrame.ROWS;
            }
            places = known;
        }
        int[][] all = Arrays.copyOf(index, parts.indexCount() + 2);
        all[parts.indexCount()] = known[0];
        all[parts.indexCount() + 1] = known[1];
        return all;
    }

    private static void fill(Object array, int from, int to) {
        if (array instanceof float[] f) {
            Arrays.fill(f, from, to, 0);
        } else {
            Arrays.fill((double[]) array, from, to, 0);
        }
    }
}
