package org.gaunt.kernel;

import java.lang.reflect.Array;
import org.gaunt.linalg.Precision;

/**
 * The last columns of a product, fewer than a vector has lanes: they are computed as a whole vector beside the matrices and copied.
 *
 * <p>Shorter vectors would do as well, but once a program has vectors of two lengths the compiler no longer knows the class of any,
 * and it keeps some of them as objects in memory: a training was a third slower after one product of seven columns. Keeps its room
 * for the next call; for one thread.
 */
final class NarrowColumns {
    private final Precision precision;
    private final GemmTiles tiles;
    private final int panel;
    private final int lanes;
    private Object right;
    private Object sums;
    private int[] strided = new int[0];
    private int[] whole = new int[0];

    /**
     * Makes room for nothing yet.
     *
     * @param panel the number of the panel that is one vector wide
     * @param lanes its columns
     */
    NarrowColumns(Precision precision, GemmTiles tiles, int panel, int lanes) {
        this.precision = precision;
        this.tiles = tiles;
        this.panel = panel;
        this.lanes = lanes;
        right = precision.newArray(0);
        sums = precision.newArray(0);
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
            boolean accumulate) {
        right = room(right, k);
        sums = room(sums, to - from);
        widen(b, strided(k, bStride), bStart, 0, k, columns);
        tiles.nn(
                panel,
                a,
                aRows,
                aShift,
                right,
                0,
                lanes,
                sums,
                whole(to),
                -from * lanes,
                from,
                to,
                k,
                alpha,
                false,
                true);
        narrow(c, cRows, cShift, from, to, columns, accumulate);
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
            int wStride) {
        right = room(right, to - from);
        sums = room(sums, m);
        widen(g, gRows, gShift, from, to, columns);
        Precision.clear(sums, 0, m * lanes);
        tiles.tn(panel, x, xRows, xShift, right, whole(to), -from * lanes, sums, 0, lanes, from, to, m, alpha);
        narrow(w, strided(m, wStride), wStart, 0, m, columns, true);
    }

    private Object room(Object array, int rows) {
        return Array.getLength(array) < rows * lanes ? precision.newArray(rows * lanes) : array;
    }

    private int[] whole(int rows) {
        if (whole.length < rows) {
            whole = Gemm.rows(rows, lanes);
        }
        return whole;
    }

    private int[] strided(int rows, int stride) {
        if (strided.length < rows) {
            strided = new int[rows];
        }
        for (int i = 0; i < rows; i++) {
            strided[i] = i * stride;
        }
        return strided;
    }

    /** Copies columns of some rows to {@link #right}, zeros behind them. */
    private void widen(Object from, int[] rows, int shift, int first, int last, int columns) {
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

    /** Copies or adds the columns of {@link #sums} to some rows. */
    private void narrow(Object to, int[] rows, int shift, int first, int last, int columns, boolean add) {
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
