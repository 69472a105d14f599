package org.gaunt.kernel.convolution;

import org.gaunt.form.ConvolutionEdges;

/**
 * Generated: the work of one path of a convolution for some edges, for segments of certain sizes and a number of channels. Arrays are
 * {@code float[]} or {@code double[]}; outputs are added to, except partial sums.
 *
 * <p>M_ik = Σ_j c_ijk y_j of a block of edges comes as [ik][edge of the block], i outside, as many places for edges as a vector has
 * lanes; {@code from} is the first edge of the block.
 */
interface PathProgram {
    /** z_k += w M_ik x_i. */
    void value(PathTable t, ConvolutionEdges edges, int from, int to, Object x, Object w, Object m, Object z);

    /** outX_i += w M_ik g_k, outW += x_i M_ik g_k. */
    void gradient(
            PathTable t,
            ConvolutionEdges edges,
            int from,
            int to,
            Object x,
            Object w,
            Object m,
            Object g,
            Object outX,
            Object outW);

    /**
     * The gradient by M_ik, Σ over channels of w x_i g_k, spread over the lanes of a vector.
     *
     * @param partial written: [edge of the block][ik of all paths][lane]
     */
    void matrices(PathTable t, ConvolutionEdges edges, int from, int to, Object x, Object w, Object g, Object partial);

    /** outG_k += M_ik (w dx_i + dw x_i) + dM_ik w x_i. */
    void tangentValue(
            PathTable t,
            ConvolutionEdges edges,
            int from,
            int to,
            Object x,
            Object dx,
            Object w,
            Object dw,
            Object m,
            Object dm,
            Object outG);

    /** outX_i += (dw M_ik + w dM_ik) g_k, outW += (dx_i M_ik + x_i dM_ik) g_k. */
    void tangentGradient(
            PathTable t,
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
            Object outX,
            Object outW);
}
