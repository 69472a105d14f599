package org.gaunt.form;

import java.util.List;
import org.gaunt.form.Operand.Access;
import org.gaunt.product.ProductSpec;
import org.gaunt.product.ProductSpec.Role;
import org.gaunt.product.Products;

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

    /** Rows of the operands: x is gathered by index array 0, w by 1, and z by 2; y has a row for each edge. */
    public static final List<Access> ACCESS =
            List.of(Access.gather(0), Access.row(), Access.gather(1), Access.gather(2));

    private final ConvolutionShape shape;
    private final int channels;
    private final Form form;

    /**
     * Makes a map of a product.
     *
     * @param spec of operands x, y, w and z, such as {@link Products#channelwise}: x, w and z have the same channels, y has none
     * @throws IllegalArgumentException if the product is no channelwise convolution
     */
    public ConvolutionMap(ProductSpec spec) {
        this(multilinear(spec), spec.output().segments().getFirst().channels());
    }

    /**
     * Makes a map of coefficients that belong to no irreps, such as a table without its zero blocks.
     *
     * @param form of x, y, w and z, with the {@link #ACCESS} of a convolution
     * @param channels of x, w and z
     * @throws IllegalArgumentException if the form is no channelwise convolution
     */
    public ConvolutionMap(MultilinearForm form, int channels) {
        this.shape = ConvolutionShape.of(form);
        this.channels = channels;
        this.form = form.form();
    }

    private static MultilinearForm multilinear(ProductSpec spec) {
        List<Integer> channels = spec.output().segments().getFirst().extents();
        List<Role> roles =
                spec.operands().stream().map(ProductSpec.Operand::role).toList();
        if (!roles.equals(List.of(Role.INPUT, Role.INPUT, Role.WEIGHT, Role.OUTPUT))) {
            throw notAConvolution(
                    spec, "it has operands of the roles " + roles + ", not two inputs, weights and output");
        }
        for (int k = 0; k < roles.size(); k++) {
            ProductSpec.Operand o = spec.operands().get(k);
            for (ProductSpec.Segment s : o.segments()) {
                List<Integer> wanted = k == 1 ? List.of() : channels;
                if (channels.size() != 1 || !s.extents().equals(wanted)) {
                    throw notAConvolution(
                            spec,
                            "operand " + o.name() + " has a segment of " + s.irrep() + " with channels " + s.extents()
                                    + "; the second input has none, all others have the same");
                }
            }
        }
        return ProductForms.multilinear(spec, ACCESS);
    }

    private static IllegalArgumentException notAConvolution(ProductSpec spec, String why) {
        return new IllegalArgumentException(spec + " is not a channelwise convolution: " + why
                + "; evaluate it by a form or a ProductPlan instead");
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
