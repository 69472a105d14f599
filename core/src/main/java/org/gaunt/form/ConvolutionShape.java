package org.gaunt.form;

import java.util.ArrayList;
import java.util.List;
import org.gaunt.product.ProductSpec;
import org.gaunt.product.ProductSpec.Coefficient;
import org.gaunt.product.ProductSpec.Factor;
import org.gaunt.product.ProductSpec.Path;

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
     * @param spec of x and w and z with one channel index, y without, in the order x, y, w, z; every path weighted
     * @throws IllegalArgumentException if it is another kind of product
     */
    public static ConvolutionShape of(ProductSpec spec) {
        List<ProductSpec.Operand> operands = spec.operands();
        if (operands.size() != 4) {
            throw notAConvolution(spec, "it has " + operands.size() + " operands instead of x, y, w and z");
        }
        for (int k = 0; k < 4; k++) {
            int extents = k == 1 ? 0 : 1;
            for (ProductSpec.Segment s : operands.get(k).segments()) {
                if (s.extents().size() != extents || (k == 2 && s.components() != 1)) {
                    throw notAConvolution(
                            spec,
                            "operand " + operands.get(k).name() + " has a segment of " + s.components()
                                    + " components with extents " + s.extents());
                }
            }
        }
        List<ConvolutionPath> paths = new ArrayList<>();
        for (Path path : spec.paths()) {
            paths.add(path(spec, path));
        }
        return new ConvolutionShape(
                components(operands.get(0)),
                components(operands.get(1)),
                components(operands.get(2)),
                components(operands.get(3)),
                paths);
    }

    private static ConvolutionPath path(ProductSpec spec, Path path) {
        int[] first = new int[4];
        int[] size = new int[4];
        int[] place = {-1, -1, -1, -1};
        for (int f = 0; f < path.factors().size(); f++) {
            Factor factor = path.factors().get(f);
            List<ProductSpec.Segment> segments =
                    spec.operands().get(factor.operand()).segments();
            if (!factor.selection().isEmpty()) {
                throw notAConvolution(spec, "a path selects channels");
            }
            place[factor.operand()] = f;
            size[factor.operand()] = segments.get(factor.segment()).components();
            for (int s = 0; s < factor.segment(); s++) {
                first[factor.operand()] += segments.get(s).components();
            }
        }
        for (int k = 0; k < 4; k++) {
            if (place[k] < 0 || path.factors().size() != 4) {
                throw notAConvolution(spec, "a path does not have one factor of each operand");
            }
        }
        double[][][] c = new double[size[0]][size[1]][size[3]];
        for (Coefficient term : path.coefficients()) {
            List<Integer> at = term.components();
            c[at.get(place[0])][at.get(place[1])][at.get(place[3])] += term.value();
        }
        return new ConvolutionPath(first[0], size[0], first[1], size[1], first[2], first[3], size[3], c);
    }

    private static int components(ProductSpec.Operand operand) {
        return operand.segments().stream()
                .mapToInt(ProductSpec.Segment::components)
                .sum();
    }

    private static IllegalArgumentException notAConvolution(ProductSpec spec, String why) {
        return new IllegalArgumentException(spec + " is not a channelwise convolution: " + why
                + "; evaluate it by a form or a ProductPlan instead");
    }
}
