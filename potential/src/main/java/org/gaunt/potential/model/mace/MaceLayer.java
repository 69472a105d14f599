package org.gaunt.potential.model.mace;

import org.gaunt.form.ConvolutionMap;
import org.gaunt.form.Form;
import org.gaunt.form.LinearMap;
import org.gaunt.nn.Forms;
import org.gaunt.nn.Initializer;
import org.gaunt.nn.Parameters;
import org.gaunt.nn.Parameters.Matrix;
import org.gaunt.o3.Irrep;
import org.gaunt.o3.Irreps;
import org.gaunt.o3.MulIrrep;
import org.gaunt.potential.network.NeighborDensity;
import org.gaunt.potential.network.NodeProduct;
import org.gaunt.potential.network.Radial;
import org.gaunt.potential.network.RadialFunctions;
import org.gaunt.product.ProductSpec;
import org.jspecify.annotations.Nullable;

/** The plan of one interaction layer and the product after it: maps, forms and the names of the weights. */
final class MaceLayer {
    final int number;
    final boolean first;
    final boolean residual;
    final Irreps in;
    final Irreps out;
    final LinearMap up;
    final RadialFunctions radial;
    final @Nullable NeighborDensity density;
    final ConvolutionMap convolution;
    final LinearMap mix;
    final LinearMap skip;
    final NodeProduct node;
    final LinearMap product;
    final Form addSkip;

    MaceLayer(MaceConfig config, Radial radial, int number, int elements, double averageNeighbors) {
        this.number = number;
        this.first = number == 0;
        this.residual = number > 0 || config.firstLayerResidual();
        int channels = config.channels();
        Irreps hidden = config.hiddenIrreps();
        Irreps scalars = Irreps.of(channels, Irrep.natural(0));
        this.in = first ? scalars : hidden;
        this.out = number == config.layers() - 1 ? scalars : hidden;
        Irreps harmonics = Irreps.sphericalHarmonics(config.lmax());
        Irreps target = new Irreps(harmonics.terms().stream()
                .map(t -> new MulIrrep(channels, t.ir()))
                .toList());
        // the embedding is one row for each element, scaled by 1/sqrt(elements)
        double embedding = first ? 1 / Math.sqrt(elements) : 1;
        this.up = LinearMap.ofIrreps(in, in, 1).scaled(embedding);
        ProductSpec spec = ProductSpec.channelwise(in, harmonics, target);
        this.convolution = new ConvolutionMap(spec, config.channels());
        this.radial = radial.functions(
                "interactions." + number + ".conv_tp_weights",
                config.radialHidden(),
                spec.operands().get(2).dim());
        this.density = config.densityNormalization()
                ? new NeighborDensity(radial, "interactions." + number + ".density_fn", target.dim() / channels)
                : null;
        Irreps middle = ProductSpec.channelwiseResult(in, harmonics, target);
        this.mix =
                LinearMap.ofIrreps(middle, target, 1).scaled(config.densityNormalization() ? 1 : 1 / averageNeighbors);
        this.skip = residual
                ? LinearMap.ofIrreps(in, out, elements).scaled(embedding)
                : LinearMap.ofIrreps(target, target, elements);
        this.node = Interaction.of(config.interaction())
                .of(
                        "products." + number + ".",
                        config,
                        out.terms().stream().map(MulIrrep::ir).toList(),
                        config.correlationOf(number),
                        elements);
        this.product = LinearMap.ofIrreps(out, out, 1);
        this.addSkip = Forms.addGathered(
                out.terms().stream().mapToInt(t -> t.ir().dim()).sum());
    }

    String upName() {
        return "interactions." + number + ".linear_up.weight";
    }

    String mixName() {
        return "interactions." + number + ".linear.weight";
    }

    String skipName() {
        return "interactions." + number + ".skip_tp.weight";
    }

    String productName() {
        return "products." + number + ".linear.weight";
    }

    /** Declares the weights; weight decay as MACE has it: on the mixing after the convolution and on the products. */
    void declare(Parameters.Builder parameters, int elements) {
        parameters.add(upName(), false, Initializer.NORMAL, Matrix.of(up, 1), up.weightSize());
        radial.declare(parameters);
        if (density != null) {
            density.declare(parameters);
        }
        parameters.add(mixName(), true, Initializer.NORMAL, Matrix.of(mix, 1), mix.weightSize());
        parameters.add(skipName(), false, Initializer.NORMAL, Matrix.of(skip, elements), elements, skip.weightSize());
        node.declare(parameters);
        parameters.add(productName(), true, Initializer.NORMAL, Matrix.of(product, 1), product.weightSize());
    }
}
