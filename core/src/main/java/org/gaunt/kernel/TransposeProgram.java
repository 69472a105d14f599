package org.gaunt.kernel;

/** Generated: squares of lanes by lanes numbers, turned in registers. Arrays are {@code float[]} or {@code double[]}. */
interface TransposeProgram {
    /**
     * Squares that follow each other along the rows: for i and j below the lanes and k below {@code squares},
     * {@code t[tStart + (k * lanes + j) * tStride + i] = b[bStart + i * bStride + k * lanes + j]}.
     */
    void strip(int squares, Object b, int bStart, int bStride, Object t, int tStart, int tStride);
}
