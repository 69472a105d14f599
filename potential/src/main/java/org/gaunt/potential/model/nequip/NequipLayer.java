package org.gaunt.potential.model.nequip;

import java.util.ArrayList;
import java.util.List;
import org.gaunt.autodiff.ColumnMap;
import org.gaunt.form.ConvolutionMap;
import org.gaunt.form.Form;
import org.gaunt.form.LinearMap;
import org.gaunt.form.Operand;
import org.gaunt.form.Operand.Access;
import org.gaunt.nn.Initializer;
import org.gaunt.nn.Parameters;
import org.gaunt.nn.Parameters.Matrix;
import org.gaunt.o3.Irreps;
import org.gaunt.o3.MulIrrep;
import org.gaunt.potential.network.ChannelGate;
import org.gaunt.potential.network.RadialFunctions;
import org.gaunt.potential.network.TrainedRadial;
import org.gaunt.product.ProductSpec;
import org.gaunt.product.ProductSpec.Coefficient;

/** The plan of one interaction block of {@link Nequip} with its gate: maps, forms and the names of the weights. */
final class NequipLayer {
    final int number;
    final Irreps in;
    final Irreps middle;
    final Irreps out;
    final boolean residual;
    final LinearMap up;
    final ConvolutionMap convolution;
    final RadialFunctions radial;
    final LinearMap mix;
    final LinearMap skip;
    final ChannelGate gate;
    /** What the result of this layer is added to of what went into it. */
    final ColumnMap kept;

    /** Adds the embedding of each atom's element; operands the result, the embedding of elements, the sum. */
    final Form addEmbedding;

    /**
     * Plans a layer.
     *
     * @param in irreps of its input
     * @param out those of its result
     * @param residual whether the result is added to the input
     * @param elements how many there are
     * @param functions of the distance, to which those of this layer are added
     */
    NequipLayer(
            NequipConfig config,
            int number,
            Irreps in,
            Irreps out,
            boolean residual,
            int elements,
            TrainedRadial functions,
            double averageNeighbors) {
        this.number = number;
        this.in = in;
        this.residual = residual;
        this.gate = new ChannelGate(out);
        this.out = gate.out();
        Irreps harmonics = config.harmonics();
        // the embedding is one row for each element, scaled by 1/sqrt(elements)
        double embedding = number == 0 ? 1 / Math.sqrt(elements) : 1;
        this.up = LinearMap.ofIrreps(in, in, 1).scaled(embedding);
        ProductSpec product = ProductSpec.channelwise(in, harmonics, gate.in());
        this.convolution = new ConvolutionMap(reversed(product), config.channels());
        this.radial = functions.functions(
                name("conv.fc"),
                config.radialHidden(),
                product.operands().get(2).dim());
        this.middle = ProductSpec.channelwiseResult(in, harmonics, gate.in());
        this.mix = LinearMap.ofIrreps(middle, gate.in(), 1).scaled(1 / Math.sqrt(averageNeighbors));
        this.skip = LinearMap.ofIrreps(in, gate.in(), elements).scaled(embedding);
        this.kept = residual ? columns(in, this.out) : ColumnMap.of(in.dim());
        this.addEmbedding = Form.of(
                "add the embedding",
                List.of(
                        new Operand("x", 1, true, Access.row()),
                        new Operand("t", 1, true, Access.gather(0)),
                        new Operand("z", 1, true, Access.row())),
                g -> g.mul(g.input(2, 0), g.add(g.input(0, 0), g.scale(embedding, g.input(1, 0)))));
    }

    /**
     * The same product for edges that point the other way: NequIP's vectors go from the receiver to the sender, which changes the sign
     * of harmonics of odd degree.
     */
    private static ProductSpec reversed(ProductSpec product) {
        List<ProductSpec.Path> paths = new ArrayList<>();
        for (ProductSpec.Path path : product.paths()) {
            int components = product.operands()
                    .get(1)
                    .segments()
                    .get(path.factors().get(1).segment())
                    .components();
            int sign = components % 4 == 1 ? 1 : -1;
            paths.add(new ProductSpec.Path(
                    path.factors(),
                    path.coefficients().stream()
                            .map(c -> new Coefficient(c.components(), sign * c.value()))
                            .toList()));
        }
        return new ProductSpec(product.name(), product.operands(), paths);
    }

    /** The terms of one list of irreps in rows of another that has them all. */
    private static ColumnMap columns(Irreps from, Irreps wanted) {
        List<Integer> columns = new ArrayList<>();
        for (MulIrrep term : wanted.terms()) {
            int at = from.terms().indexOf(term);
            for (int k = from.offset(at); k < from.offset(at + 1); k++) {
                columns.add(k);
            }
        }
        return ColumnMap.of(
                from.dim(), columns.stream().mapToInt(Integer::intValue).toArray());
    }

    /** The name of a part in the PyTorch program, without its leading {@code func}. */
    String name(String part) {
        return "layer" + number + "_convnet." + part;
    }

    String upName() {
        return name("conv.linear_1.weight");
    }

    String mixName() {
        return name("conv.linear_2.weight");
    }

    String skipName() {
        return name("conv.sc.weight");
    }

    /** Declares the weights; weight decay on the mixing after the convolution, as MACE has it. */
    void declare(Parameters.Builder parameters, int elements) {
        parameters.add(upName(), false, Initializer.NORMAL, Matrix.of(up, 1), up.weightSize());
        radial.declare(parameters);
        parameters.add(mixName(), true, Initializer.NORMAL, Matrix.of(mix, 1), mix.weightSize());
        parameters.add(skipName(), false, Initializer.NORMAL, Matrix.of(skip, elements), elements, skip.weightSize());
    }
}
