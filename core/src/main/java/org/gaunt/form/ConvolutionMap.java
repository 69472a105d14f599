package org.gaunt.form;

import java.util.List;
import org.gaunt.form.Operand.Access;
import org.gaunt.product.ProductSpec;

/**
 * A channelwise product of gathered features, functions of edges and gathered weights, summed over the edges of a receiver.
 *
 * <p>Values, gradients and the derivatives of gradients that a training step needs have kernels of their own
 * ({@link CompiledConvolution}). Everything else, such as third derivatives, is computed by the
 * equivalent {@linkplain #form() form}.
 */
public final class ConvolutionMap {
    /** Number of the features among the operands of the form. */
    public static final int X = 0;

    /** Number of the functions of the edges. */
    public static final int Y = 1;

    /** Number of the weights. */
    public static final int W = 2;

    /** Number of the cotangent of the result. */
    public static final int Z = 3;

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
}
