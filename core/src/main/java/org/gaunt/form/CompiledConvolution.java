package org.gaunt.form;

import org.gaunt.linalg.Workspace;
import org.jspecify.annotations.Nullable;

/** Code that evaluates a {@link ConvolutionMap}; all outputs are added to, if nothing else is said. */
public interface CompiledConvolution {
    /** z += the convolution. */
    void value(ConvolutionEdges edges, Object x, Object y, Object w, Object z, Workspace workspace);

    /**
     * The gradients of Σ g z by x, w and, where wanted, y.
     *
     * @param outY null if not wanted
     * @param newW whether the gradient by w is written, of any content before, rather than added to: only for edges that take the
     *     rows of w in their order
     */
    void gradient(
            ConvolutionEdges edges,
            Object x,
            Object y,
            Object w,
            Object g,
            Object outX,
            @Nullable Object outY,
            Object outW,
            boolean newW,
            Workspace workspace);

    /**
     * The gradients by x, w and g of Σ dx ∂/∂x + dy ∂/∂y + dw ∂/∂w of Σ g z.
     *
     * @param newW see {@link #gradient}
     */
    void tangent(
            ConvolutionEdges edges,
            Object x,
            Object y,
            Object w,
            Object g,
            Object dx,
            Object dy,
            Object dw,
            Object outX,
            Object outW,
            boolean newW,
            Object outG,
            Workspace workspace);
}
