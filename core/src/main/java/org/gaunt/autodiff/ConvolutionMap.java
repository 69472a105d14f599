package org.gaunt.autodiff;

import java.util.List;
import org.gaunt.form.Form;
import org.gaunt.form.Operand.Access;
import org.gaunt.form.ProductForms;
import org.gaunt.kernel.convolution.ConvolutionEdges;
import org.gaunt.kernel.convolution.ConvolutionShape;
import org.gaunt.product.ProductSpec;

/**
 * A channelwise product of gathered features, functions of edges and gathered weights, summed over the edges of a receiver.
 *
 * <p>Values, gradients and the derivatives of gradients that a training step needs have kernels of their own
 * ({@link org.gaunt.kernel.convolution.ConvolutionKernel}). Everything else, such as third derivatives, is computed by the
 * equivalent {@linkplain #form() form}.
 */
public final class ConvolutionMap {
    /** Operands of the form. */
    static final int X = 0;

    static final int Y = 1;
    static final int W = 2;
    static final int Z = 3;

    private final ConvolutionShape shape;
    private final int channels;
    private final Form form;

    /**
     * Makes a map.
     *
     * @param spec of operands x, y, w and z, such as {@link ProductSpec#channelwise}
     * @param channels of x, w and z
     * @throws IllegalArgumentException if the product is no channelwise convolution
     */
    public ConvolutionMap(ProductSpec spec, int channels) {
        this.shape = ConvolutionShape.of(spec);
        this.channels = channels;
        this.form = ProductForms.of(spec, List.of(Access.gather(0), Access.row(), Access.gather(1), Access.gather(2)));
    }

    public ConvolutionShape shape() {
        return shape;
    }

    public int channels() {
        return channels;
    }

    /** The same as a form of x (gathered by index array 0), y (own row), w (by 1) and z's dual (by 2). */
    public Form form() {
        return form;
    }

    /** Whether every edge has its own row of weights, one after the other. */
    static boolean takesWeightsInOrder(Rows rows) {
        int[] weight = rows.index().get(1);
        for (int edge = 0; edge < rows.count(); edge++) {
            if (weight[edge] != edge) {
                return false;
            }
        }
        return rows.domain().get(1) == rows.count();
    }

    /** The index arrays of rows as a kernel wants them. */
    static ConvolutionEdges edges(Rows rows) {
        return new ConvolutionEdges(
                rows.count(),
                rows.index().get(0),
                rows.index().get(1),
                rows.index().get(2));
    }
}
