package org.gaunt.linalg;

/**
 * Matrix products of the small inner sizes of linear layers, on rows that lie anywhere, in one {@link Precision}.
 *
 * <p>A matrix of many rows is an array, an {@code int[]} with the index of each row's first element, and a shift added to all of them;
 * so rows may be segments of wider rows, gathered or grouped. The elements of a row are consecutive. A small matrix (weights) is an
 * array, the index of its first element and the distance between its rows. Arrays are {@code float[]} or {@code double[]}, as the
 * precision says.
 *
 * <p>Sums run in a fixed order: the same arguments give the same bits. Instances may be shared between threads, each with a workspace
 * of its own.
 */
public interface Gemm {
    /** Precision of the arrays. */
    Precision precision();

    /**
     * Row indices of an ordinary matrix.
     *
     * @param count number of rows
     * @param stride distance between rows
     * @return {@code 0, stride, 2 stride ...}
     */
    static int[] rows(int count, int stride) {
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
     * @param workspace scratch memory of the calling thread
     * @throws IllegalArgumentException if a size is negative
     * @throws IndexOutOfBoundsException if an array is too short; c is then undefined
     */
    void multiply(
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
            boolean accumulate,
            Workspace workspace);

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
     * @param workspace scratch memory of the calling thread
     * @throws IllegalArgumentException if a size is negative
     * @throws IndexOutOfBoundsException if an array is too short; w is then undefined
     */
    void multiplyTransposed(
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
            boolean accumulate,
            Workspace workspace);

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
    void transpose(int m, int n, Object b, int bStart, int bStride, Object t, int tStart, int tStride);
}
