package org.gaunt.form;

import java.util.Arrays;
import java.util.List;
import org.gaunt.form.MultilinearForm.Block;
import org.gaunt.form.MultilinearForm.Term;
import org.gaunt.product.ProductSpec.Coefficient;

/**
 * A channelwise product as a convolution sees it.
 *
 * @param xSize components of x, each with channels
 * @param ySize components of y, plain numbers
 * @param weights components of w, each with channels
 * @param zSize components of z, each with channels
 */
public record ConvolutionShape(int xSize, int ySize, int weights, int zSize, List<ConvolutionPath> paths) {
    public ConvolutionShape {
        paths = List.copyOf(paths);
    }

    /**
     * The shape of a product.
     *
     * @param form of x and w and z with channels and y without, in the order x, y, w, z; every term has one factor of each, and that
     *     of w is one component
     * @throws IllegalArgumentException if it is another kind of product
     */
    public static ConvolutionShape of(MultilinearForm form) {
        List<Operand> operands = form.operands();
        if (operands.size() != 4) {
            throw notAConvolution(form, "it has " + operands.size() + " operands instead of x, y, w and z");
        }
        for (int k = 0; k < 4; k++) {
            if (operands.get(k).channels() == (k == 1)) {
                throw notAConvolution(
                        form,
                        "operand " + operands.get(k).name() + (k == 1 ? " has channels" : " has no channels")
                                + ", but x, w and z have channels and y has none");
            }
        }
        return new ConvolutionShape(
                operands.get(0).components(),
                operands.get(1).components(),
                operands.get(2).components(),
                operands.get(3).components(),
                form.terms().stream().map(t -> path(form, t)).toList());
    }

    private static ConvolutionPath path(MultilinearForm form, Term path) {
        Block[] blocks = new Block[4];
        int[] place = new int[4];
        for (int f = 0; f < path.factors().size(); f++) {
            Block b = path.factors().get(f);
            blocks[b.operand()] = b;
            place[b.operand()] = f;
        }
        if (path.factors().size() != 4 || Arrays.asList(blocks).contains(null)) {
            throw notAConvolution(form, "a path does not have one factor of each operand");
        }
        if (blocks[2].components() != 1) {
            throw notAConvolution(
                    form,
                    "a path has a weight of " + blocks[2].components() + " components in operand "
                            + form.operands().get(2).name());
        }
        Block x = blocks[0];
        Block y = blocks[1];
        Block z = blocks[3];
        double[][][] c = new double[x.components()][y.components()][z.components()];
        for (Coefficient term : path.coefficients()) {
            List<Integer> at = term.components();
            c[at.get(place[0])][at.get(place[1])][at.get(place[3])] += term.value();
        }
        return new ConvolutionPath(
                x.first(), x.components(), y.first(), y.components(), blocks[2].first(), z.first(), z.components(), c);
    }

    private static IllegalArgumentException notAConvolution(MultilinearForm form, String why) {
        return new IllegalArgumentException(form.name() + " is not a channelwise convolution: " + why
                + "; evaluate it by a form or a ProductPlan instead");
    }
}
