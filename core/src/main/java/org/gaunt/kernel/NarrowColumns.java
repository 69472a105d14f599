package org.gaunt.kernel;

import org.gaunt.linalg.Gemm;
import org.gaunt.linalg.Precision;
import org.gaunt.linalg.Workspace;

/**
 * The last columns of a product, fewer than a vector has lanes: they are computed as a whole vector beside the matrices and copied.
 *
 * <p>Shorter vectors would do as well, but once a program has vectors of two lengths the compiler no longer knows the class of any,
 * and it keeps some of them as objects in memory: a training was a third slower after one product of seven columns.
 */
final class NarrowColumns {
    private final Precision precision;
    private final GemmTiles tiles;
    private final int panel;
    private final int lanes;

    /**
     * For the tiles of a panel.
     *
     * @param panel the number of the panel that is one vector wide
     * @param lanes its columns
     */
    NarrowColumns(Precision precision, GemmTiles tiles, int panel, int lanes) {
        this.precision = precision;
        this.tiles = tiles;
        this.panel = panel;
        this.lanes = lanes;
    }

    /** {@link Gemm#multiply} for some columns of B and C, which begin at {@code bStart} and {@code cShift}. */
    void multiply(
            int from,
            int to,
            int k,
            int columns,
            double alpha,
            Object a,
            int[] aRows,
            int aShift,
            Object b,
            int bStart,
            int bStride,
            Object c,
            int[] cRows,
            int cShift,
            boolean accumulate,
            Workspace workspace) {
        int mark = workspace.mark();
        Object right = workspace.numbers(precision, k * lanes);
        Object sums = workspace.numbers(precision, (to - from) * lanes);
        widen(b, rows(0, k, bStride, workspace), bStart, 0, k, columns, right);
        tiles.nn(
                panel,
                a,
                aRows,
                aShift,
                right,
                0,
                lanes,
                sums,
                rows(from, to, lanes, workspace),
                0,
                from,
                to,
                k,
                alpha,
                false,
                true);
        narrow(sums, c, cRows, cShift, from, to, columns, accumulate);
        workspace.release(mark);
    }

    /** {@link Gemm#multiplyTransposed} for some columns of G and W, adding to W. */
    void multiplyTransposed(
            int from,
            int to,
            int m,
            int columns,
            double alpha,
            Object x,
            int[] xRows,
            int xShift,
            Object g,
            int[] gRows,
            int gShift,
            Object w,
            int wStart,
            int wStride,
            Workspace workspace) {
        int mark = workspace.mark();
        Object right = workspace.numbers(precision, (to - from) * lanes);
        Object sums = workspace.numbers(precision, m * lanes);
        widen(g, gRows, gShift, from, to, columns, right);
        Precision.clear(sums, 0, m * lanes);
        tiles.tn(
                panel,
                x,
                xRows,
                xShift,
                right,
                rows(from, to, lanes, workspace),
                0,
                sums,
                0,
                lanes,
                from,
                to,
                m,
                alpha);
        narrow(sums, w, rows(0, m, wStride, workspace), wStart, 0, m, columns, true);
        workspace.release(mark);
    }

    /** The first elements of the rows from {@code from} on, a stride apart. */
    private static int[] rows(int from, int to, int stride, Workspace workspace) {
        int[] rows = workspace.ints(to);
        for (int i = from; i < to; i++) {
            rows[i] = (i - from) * stride;
        }
        return rows;
    }

    /** Copies columns of some rows to whole vectors, zeros behind them. */
    private void widen(Object from, int[] rows, int shift, int first, int last, int columns, Object right) {
        Precision.clear(right, 0, (last - first) * lanes);
        if (from instanceof float[] source) {
            float[] target = (float[]) right;
            for (int i = first; i < last; i++) {
                System.arraycopy(source, rows[i] + shift, target, (i - first) * lanes, columns);
            }
        } else {
            double[] target = (double[]) right;
            for (int i = first; i < last; i++) {
                System.arraycopy((double[]) from, rows[i] + shift, target, (i - first) * lanes, columns);
            }
        }
    }

    /** Copies or adds the first columns of vectors to some rows. */
    private void narrow(Object sums, Object to, int[] rows, int shift, int first, int last, int columns, boolean add) {
        if (to instanceof float[] target) {
            float[] source = (float[]) sums;
            for (int i = first; i < last; i++) {
                int at = rows[i] + shift;
                int from = (i - first) * lanes;
                for (int j = 0; j < columns; j++) {
                    target[at + j] = add ? target[at + j] + source[from + j] : source[from + j];
                }
            }
        } else {
            double[] target = (double[]) to;
            double[] source = (double[]) sums;
            for (int i = first; i < last; i++) {
                int at = rows[i] + shift;
                int from = (i - first) * lanes;
                for (int j = 0; j < columns; j++) {
                    target[at + j] = add ? target[at + j] + source[from + j] : source[from + j];
                }
            }
        }
    }
}
