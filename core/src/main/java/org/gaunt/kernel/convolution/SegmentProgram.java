package org.gaunt.kernel.convolution;

/**
 * Generated: the work of a convolution for some edges and all rows of {@link SegmentTables}, for segments of one size. Arrays are
 * {@code float[]} or {@code double[]}; M and its like hold {@code mWidth} numbers for each edge, the first edge first; outputs are
 * added to, except M's gradient.
 */
interface SegmentProgram {
    /** z += w M x. */
    void value(SegmentTables t, ConvolutionEdges edges, int from, int to, Object x, Object w, Object m, Object z);

    /** outW += g M x. */
    void weights(SegmentTables t, ConvolutionEdges edges, int from, int to, Object x, Object m, Object g, Object outW);

    /** outX += Mᵀ w g. */
    void inputs(SegmentTables t, ConvolutionEdges edges, int from, int to, Object w, Object m, Object g, Object outX);

    /**
     * outM = Σ over channels of w g xᵀ.
     *
     * @param partial room for rows times size vectors
     */
    void matrices(
            SegmentTables t,
            ConvolutionEdges edges,
            int from,
            int to,
            Object x,
            Object w,
            Object g,
            Object outM,
            Object partial);

    /** outG += w (M dx + dM x) + dw M x, outW += g (M dx + dM x). */
    void tangents(
            SegmentTables t,
            ConvolutionEdges edges,
            int from,
            int to,
            Object x,
            Object dx,
            Object w,
            Object dw,
            Object m,
            Object dm,
            Object g,
            Object outW,
            Object outG);

    /** outX += dMᵀ w g + Mᵀ dw g. */
    void inputTangents(
            SegmentTables t,
            ConvolutionEdges edges,
            int from,
            int to,
            Object w,
            Object dw,
            Object m,
            Object dm,
            Object g,
            Object outX);
}
