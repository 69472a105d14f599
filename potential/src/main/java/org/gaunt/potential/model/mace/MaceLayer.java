package org.gaunt.potential.model.mace;

import java.util.List;
import org.gaunt.autodiff.Groups;
import org.gaunt.autodiff.Rows;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Form;
import org.gaunt.nn.Convolution;
import org.gaunt.nn.Forms;
import org.gaunt.nn.Linear;
import org.gaunt.nn.Scope;
import org.gaunt.o3.Irrep;
import org.gaunt.o3.Irreps;
import org.gaunt.o3.MulIrrep;
import org.gaunt.potential.network.NeighborDensity;
import org.gaunt.potential.network.NetworkInput;
import org.gaunt.potential.network.NodeProduct;
import org.gaunt.potential.network.Radial;
import org.gaunt.potential.network.RadialFunctions;
import org.jspecify.annotations.Nullable;

/** One interaction of {@link Mace} and the product after it. Weight decay as MACE has it: after the convolution and on products. */
final class MaceLayer {
    final int number;
    private final boolean residual;
    private final int channels;
    private final int elements;
    final Irreps out;
    private final Linear up;
    private final Convolution convolution;
    private final RadialFunctions radial;
    private final Linear mix;
    private final @Nullable NeighborDensity density;
    final Linear skip;
    private final NodeProduct node;
    private final Linear product;
    private final Form addSkip;

    MaceLayer(Scope root, MaceConfig config, Radial functions, int number, int elements, double averageNeighbors) {
        this.number = number;
        this.elements = elements;
        channels = config.channels();
        residual = number > 0 || config.firstLayerResidual();
        Irreps hidden = config.hiddenIrreps();
        Irreps scalars = Irreps.of(channels, Irrep.natural(0));
        Irreps in = number == 0 ? scalars : hidden;
        out = number == config.layers() - 1 ? scalars : hidden;
        Irreps harmonics = Irreps.sphericalHarmonics(config.lmax());
        Irreps target = new Irreps(harmonics.terms().stream()
                .map(t -> new MulIrrep(channels, t.ir()))
                .toList());
        Scope scope = root.at("interactions." + number);
        Linear.Settings usual = Linear.Settings.usual();
        // the embedding is one row for each element, scaled by 1/sqrt(elements)
        Linear.Settings embedded = number == 0 ? usual.withScale(1 / Math.sqrt(elements)) : usual;
        up = new Linear(scope.at("linear_up"), in, in, embedded);
        convolution = new Convolution(in, harmonics, target);
        radial = functions.functions(scope.at("conv_tp_weights"), config.radialHidden(), convolution.weightWidth());
        boolean dense = config.densityNormalization();
        density = dense ? new NeighborDensity(functions, scope.at("density_fn"), target.dim() / channels) : null;
        Linear.Settings mean = usual.withDecay().withScale(dense ? 1 : 1 / averageNeighbors);
        mix = new Linear(scope.at("linear"), convolution.out(), target, mean);
        skip = residual
                ? new Linear(
                        scope.at("skip_tp"),
                        in,
                        out,
                        embedded.withGroups(elements).withFan(elements))
                : new Linear(
                        scope.at("skip_tp"),
                        target,
                        target,
                        usual.withGroups(elements).withFan(elements));
        Scope products = root.at("products." + number);
        List<Irrep> irreps = out.terms().stream().map(MulIrrep::ir).toList();
        node = Interaction.of(config.interaction())
                .of(products, config, irreps, config.correlationOf(number), elements);
        product = new Linear(products.at("linear"), out, out, usual.withDecay());
        addSkip = Forms.addGathered(
                out.terms().stream().mapToInt(t -> t.ir().dim()).sum());
    }

    /**
     * Features after this layer.
     *
     * @param features of the atoms, or of the elements before the first layer
     * @param y harmonics of the edges
     */
    Var apply(NetworkInput in, Var features, Var y) {
        int[] species = in.batch().species();
        Groups byElement = Groups.of(species, elements);
        // before the first layer features depend on the element only: a row an element, gathered by the sender's
        // element
        Var message = convolution.apply(
                number == 0 ? in.edgesFromElements(elements) : in.edges(), up.apply(features), y, radial.of(in));
        Var a = mix.apply(message);
        if (density != null) {
            a = density.divide(in, a, channels);
        }
        if (!residual) {
            a = skip.apply(a, byElement);
        }
        in.show("interactions." + number, a);
        Var b = node.apply(in, a);
        in.show("products." + number + ".symmetric_contractions", b);
        Var h = product.apply(b);
        if (!residual) {
            return h;
        }
        if (number > 0) {
            return h.plus(skip.apply(features, byElement));
        }
        @Nullable Var[] sum = {h, skip.apply(features, Groups.each(elements)), null};
        return in.tape().form(addSkip, channels, Rows.of(h.rows(), species, elements), sum, 2)[0];
    }
}
