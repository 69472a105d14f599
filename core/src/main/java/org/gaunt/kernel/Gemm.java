package org.gaunt.kernel;

import java.lang.reflect.Array;
import java.util.List;
import org.gaunt.linalg.Precision;

/**
 * Matrix products of the small inner sizes of linear layers, on rows that lie anywhere.
 *
 * <p>A matrix of many rows is an array, an {@code int[]} with the index of each row's first element, and a shift added
 * to all of them; so rows may be segments of wider rows, gathered or grouped. The elements of a row are consecutive. A
 * small matrix (weights) is an array, the index of its first element and the distance between its rows. Arrays are
 * {@code float[]} or {@code double[]}, as the precision says.
 *
 * <p>Nothing is allocated by a call, but for a panel of the right matrix and room for columns that fill no vector,
 * which each thread keeps. Sums run in a fixed order: the same arguments give the same bits. Instances may be shared
 * between threads.
 *
 * <p>The kernels are generated when an instance is made (see {@link Provider}) and reach full speed only when the
 * virtual machine has compiled them.
 */
public final class Gemm {
    /** Bytes of left rows that stay in the second-level cache while the panels of the right matrix pass. */
    private static final int ROW_BYTES = 128 * 1024;

    /** Least rows per pass over the right matrix, whose panels are packed in each. */
    private static final int MIN_ROWS = 96;

    /**
     * Rows that a sum over rows adds up in registers. The panels of this many rows stay in the first-level cache even
     * where the distance of rows maps them to a quarter of it; twice as many were slower by a tenth.
     */
    private static final int SUM_ROWS = 72;

    /**
     * Rows from which on it pays to pack a panel of the right matrix. (Packing the right matrix of a sum over rows made the compiler
     * spill sums: 38 instead of 56 GFLOP/s.)
     */
    private static final int PACKED_ROWS = 24;

    private final Precision precision;
    private final GemmTiles tiles;
    private final int[] panelColumns;
    private final ThreadLocal<Object> packing;
    private final ThreadLocal<NarrowColumns> narrow;
    private final Transposition transposition;

    private Gemm(Precision precision, GemmTiles tiles, int[] panelColumns, Transposition transposition) {
        this.precision = precision;
        this.tiles = tiles;
        this.panelColumns = panelColumns;
        this.transposition = transposition;
        this.packing = ThreadLocal.withInitial(() -> precision.newArray(0));
        int last = panelColumns.length - 1;
        this.narrow = ThreadLocal.withInitial(() -> new NarrowColumns(precision, tiles, last, panelColumns[last]));
    }

    /**
     * Generates the kernels.
     *
     * @param provider scalar or vector arithmetic
     * @param precision of all arrays
     * @return the products
     */
    public static Gemm of(Provider provider, Precision precision) {
        GemmEmitter emitter = new GemmEmitter(provider, precision);
        List<GemmEmitter.Panel> panels = emitter.panels();
        return new Gemm(
                precision,
                emitter.emit(),
                panels.stream().mapToInt(GemmEmitter.Panel::columns).toArray(),
                Transposition.of(provider, precision));
    }

    /**
     * Precision of the arrays.
     *
     * @return as given to {@link #of}
     */
    public Precision precision() {
        return precision;
    }

    /**
     * Row indices of an ordinary matrix.
     *
     * @param count number of rows
     * @param stride distance between rows
     * @return {@code 0, stride, 2 stride ...}
     */
    public static int[] rows(int count, int stride) {
        int[] rows = new int[count];
        for (int i = 0; i < count; i++) {
            rows[i] = Math.multiplyExact(i, stride);
        }
        return rows;
    }

    /**
     * {@code C = alpha A B}, or {@code C += alpha A B}, for some rows:
     * {@code C[cRows[i] + cShift + j] (+)= alpha * sum_p A[aRows[i] + aShift + p] * B[bStart + p * bStride + j]}.
     *
     * <p>Rows are handled in order; if a row of C is named twice, adding adds both.
     *
     * @param from first row of the offsets
     * @param to row after the last
     * @param k inner size: columns of A, rows of B; 0 gives zeros
     * @param n columns of B and C
     * @param alpha factor
     * @param a left matrix
     * @param aRows first elements of its rows
     * @param aShift added to them
     * @param b right matrix, k by n
     * @param bStart its first element
     * @param bStride distance of its rows
     * @param c result; must not overlap a or b
     * @param cRows first elements of its rows
     * @param cShift added to them
     * @param accumulate whether to add to what c holds, or to overwrite it
     * @throws IllegalArgumentException if a size is negative
     * @throws IndexOutOfBoundsException if an array is too short; c is then undefined
     */
    public void multiply(
            int from,
            int to,
            int k,
            int n,
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
        check(to - from, k, n);
        if (n == 1 && (bStride == 1 || k <= 1)) {
            tiles.dot(a, aRows, aShift, b, bStart, c, cRows, cShift, from, to, k, alpha, accumulate);
            return;
        }
        boolean pack = to - from >= PACKED_ROWS;
        Object right = pack ? room(k * panelColumns[0]) : b;
        int chunk = rowsPerPass(k);
        for (int first = from; first < to; first += chunk) {
            int last = Math.min(to, first + chunk);
            int column = 0;
            for (int panel = 0; panel < panelColumns.length; panel++) {
                int columns = panelColumns[panel];
                for (; column + columns <= n; column += columns) {
                    int start = bStart + column;
                    int target = cShift + column;
                    if (pack) {
                        tiles.pack(panel, b, start, bStride, right, k);
                    }
                    tiles.nn(
                            panel,
                            a,
                            aRows,
                            aShift,
                            right,
                            start,
                            bStride,
                            c,
                            cRows,
                            target,
                            first,
                            last,
                            k,
                            alpha,
                            accumulate,
                            pack);
                }
            }
            if (column < n) {
                narrow.get()
                        .multiply(
                                first,
                                last,
                                k,
                                n - column,
                                alpha,
                                a,
                                aRows,
                                aShift,
                                b,
                                bStart + column,
                                bStride,
                                c,
                                cRows,
                                cShift + column,
                                accumulate);
            }
        }
    }

    /** The thread's room for the columns of a panel. */
    private Object room(int length) {
        Object room = packing.get();
        if (Array.getLength(room) < length) {
            room = precision.newArray(length);
            packing.set(room);
        }
        return room;
    }

    /**
     * {@code W = alpha X^T G}, or {@code W += alpha X^T G}, the sum over rows that is the gradient of weights:
     * {@code W[wStart + u * wStride + j] (+)= alpha * sum_i X[xRows[i] + xShift + u] * G[gRows[i] + gShift + j]}.
     *
     * @param from first row of the offsets
     * @param to row after the last
     * @param m columns of X, rows of W
     * @param n columns of G and W
     * @param alpha factor
     * @param x left matrix
     * @param xRows first elements of its rows
     * @param xShift added to them
     * @param g right matrix
     * @param gRows first elements of its rows
     * @param gShift added to them
     * @param w result, m by n; must not overlap x or g
     * @param wStart its first element
     * @param wStride distance of its rows
     * @param accumulate whether to add to what w holds, or to overwrite it
     * @throws IllegalArgumentException if a size is negative
     * @throws IndexOutOfBoundsException if an array is too short; w is then undefined
     */
    public void multiplyTransposed(
            int from,
            int to,
            int m,
            int n,
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
            boolean accumulate) {
        check(to - from, m, n);
        if (n == 1 && m > 1 && wStride == 1) {
            // A column of W is a row of its transpose: let vectors run over u.
            multiplyTransposed(from, to, 1, m, alpha, g, gRows, gShift, x, xRows, xShift, w, wStart, m, accumulate);
            return;
        }
        if (!accumulate) {
            clear(w, wStart, wStride, m, n);
        }
        for (int first = from; first < to; first += SUM_ROWS) {
            int last = Math.min(to, first + SUM_ROWS);
            int column = 0;
            for (int panel = 0; panel < panelColumns.length; panel++) {
                int columns = panelColumns[panel];
                for (; column + columns <= n; column += columns) {
                    tiles.tn(
                            panel,
                            x,
                            xRows,
                            xShift,
                            g,
                            gRows,
                            gShift + column,
                            w,
                            wStart + column,
                            wStride,
                            first,
                            last,
                            m,
                            alpha);
                }
            }
            if (column < n) {
                narrow.get()
                        .multiplyTransposed(
                                first,
                                last,
                                m,
                                n - column,
                                alpha,
                                x,
                                xRows,
                                xShift,
                                g,
                                gRows,
                                gShift + column,
                                w,
                                wStart + column,
                                wStride);
            }
        }
    }

    /**
     * Transposes a small matrix, so that {@link #multiply} can multiply by the transpose:
     * {@code T[tStart + j * tStride + i] = B[bStart + i * bStride + j]}.
     *
     * @param m rows of B
     * @param n columns of B
     * @param b matrix, m by n
     * @param bStart its first element
     * @param bStride distance of its rows
     * @param t result, n by m; another array than b, or another part of it
     * @param tStart its first element
     * @param tStride distance of its rows
     * @throws IndexOutOfBoundsException if an array is too short
     */
    public void transpose(int m, int n, Object b, int bStart, int bStride, Object t, int tStart, int tStride) {
        transposition.apply(m, n, b, bStart, bStride, t, tStart, tStride);
    }

    private static void check(int rows, int k, int n) {
        if (rows < 0 || k < 0 || n < 0) {
            throw new IllegalArgumentException("sizes of a matrix product must not be negative: " + rows
                    + " rows, inner or left size " + k + ", " + n + " columns");
        }
    }

    /** Rows of k elements that fit into {@link #ROW_BYTES}, a multiple of the tile heights. */
    private int rowsPerPass(int k) {
        int rows = ROW_BYTES / precision.bytes() / Math.max(1, k);
        return Math.max(MIN_ROWS, rows - rows % 12);
    }

    private void clear(Object w, int start, int stride, int m, int n) {
        for (int u = 0; u < m; u++) {
            int first = start + u * stride;
            Precision.clear(w, first, first + n);
        }
    }
}
