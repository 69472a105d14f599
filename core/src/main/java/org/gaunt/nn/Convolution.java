package org.gaunt.nn;

import java.util.List;
import org.gaunt.autodiff.Var;
import org.gaunt.form.ConvolutionMap;
import org.gaunt.o3.Irreps;
import org.gaunt.product.ProductSpec;
import org.gaunt.product.ProductSpec.Coefficient;
import org.gaunt.product.Products;

/**
 * The convolution of interatomic potentials (Thomas et al. 2018): the tensor product of the features of an edge's sender with the
 * harmonics of its direction, channel by channel (e3nn's mode {@code uvu}), weighted path by path and summed at its receiver, in one
 * loop.
 *
 * <p>It has no weights of its own: those of an edge are a function of its length, such as a {@link FullyConnectedNet} of radial
 * functions.
 */
public final class Convolution {
    private final ProductSpec product;
    private final ConvolutionMap map;

    private Convolution(ProductSpec product) {
        this.product = product;
        this.map = new ConvolutionMap(product);
    }

    /**
     * Plans a convolution.
     *
     * @param in of the features, all terms of the same multiplicity
     * @param harmonics of the direction, multiplicities of one
     * @param keep which irreps to keep in the output; multiplicities do not matter
     * @throws IllegalArgumentException if nothing couples or multiplicities do not fit
     */
    public Convolution(Irreps in, Irreps harmonics, Irreps keep) {
        this(Products.channelwise(in, harmonics, keep));
    }

    /** The same for harmonics of vectors from the receiver to the sender: those of odd degree have the other sign. */
    public static Convolution towardsSender(Irreps in, Irreps harmonics, Irreps keep) {
        ProductSpec product = Products.channelwise(in, harmonics, keep);
        return new Convolution(product.withPaths(
                product.paths().stream().map(p -> reversed(product, p)).toList()));
    }

    private static ProductSpec.Path reversed(ProductSpec product, ProductSpec.Path path) {
        int l = product.segment(path.factors().get(1)).irrep().l();
        int sign = l % 2 == 0 ? 1 : -1;
        return new ProductSpec.Path(
                path.factors(),
                path.coefficients().stream()
                        .map(c -> new Coefficient(c.components(), sign * c.value()))
                        .toList());
    }

    /** Irreps of the features. */
    public Irreps in() {
        return product.in(0);
    }

    /** Irreps of the direction. */
    public Irreps harmonics() {
        return product.in(1);
    }

    /** Irreps of the output: one term for each path, sorted. */
    public Irreps out() {
        return product.out();
    }

    /** Numbers in a row of weights, [path][channel]. */
    public int weightWidth() {
        return product.weightCount();
    }

    /**
     * Applies the convolution.
     *
     * @param x rows of features of {@link #in}
     * @param y harmonics of each edge
     * @param w rows of weights, {@link #weightWidth} numbers
     * @return one row of {@link #out} for each receiver
     * @throws IllegalArgumentException if shapes do not fit
     */
    public Var apply(Edges edges, Var x, Var y, Var w) {
        Shapes.check(x, in(), "the features of " + this);
        Shapes.check(y, harmonics(), "the directions of " + this);
        if (w.width() != weightWidth()) {
            throw new IllegalArgumentException("the weights of " + this + " have rows of " + w.width()
                    + " numbers, but " + weightWidth() + " belong there");
        }
        return x.tape().convolution(map, edges.rows(), x, y, w);
    }

    @Override
    public String toString() {
        return "Convolution " + List.of(in(), harmonics()) + " -> " + out();
    }
}
