package org.gaunt.kernel;

/**
 * What {@link GemmEmitter} implements: products of one panel of columns, a few vectors wide. Arrays are {@code float[]}
 * or {@code double[]} as the precision says; {@code from} and {@code to} number rows of the offset arrays.
 */
interface GemmTiles {
    /**
     * {@code C[i][j] (+)= alpha * sum_p A[i][p] * B[p][j]} for rows from..to, p below k and the columns of the
     * panel. Where B is {@code packed} by {@link #pack}, {@code bStart} and {@code bStride} are not looked at.
     */
    void nn(
            int panel,
            Object a,
            int[] aRows,
            int aShift,
            Object b,
            int bStart,
            int bStride,
            Object c,
            int[] cRows,
            int cShift,
            int from,
            int to,
            int k,
            double alpha,
            boolean accumulate,
            boolean packed);

    /** {@code P[p][j] = B[p * bStride + bStart + j]} for p below k and the columns of the panel, without gaps. */
    void pack(int panel, Object b, int bStart, int bStride, Object packed, int k);

    /** {@code W[u][j] += alpha * sum_i X[i][u] * G[i][j]} over rows from..to, for u below m and the panel's columns. */
    void tn(
            int panel,
            Object x,
            int[] xRows,
            int xShift,
            Object g,
            int[] gRows,
            int gShift,
            Object w,
            int wStart,
            int wStride,
            int from,
            int to,
            int m,
            double alpha);

    /** {@code C[i][0] (+)= alpha * sum_p A[i][p] * B[p]} for rows from..to: a product with one contiguous column. */
    void dot(
            Object a,
            int[] aRows,
            int aShift,
            Object b,
            int bStart,
            Object c,
            int[] cRows,
            int cShift,
            int from,
            int to,
            int k,
            double alpha,
            boolean accumulate);
}
