package org.gaunt.potential.model.mace;

import org.gaunt.autodiff.Var;
import org.gaunt.nn.Convolution;
import org.gaunt.nn.Linear;
import org.gaunt.nn.Scope;
import org.gaunt.o3.Irreps;
import org.gaunt.potential.network.NeighborDensity;
import org.gaunt.potential.network.NetworkInput;
import org.gaunt.potential.network.Radial;
import org.gaunt.potential.network.RadialFunctions;
import org.jspecify.annotations.Nullable;

/** MACE's messages as in its paper: a convolution between two linear maps, over the average or a trained number of neighbours. */
final class LinearMessages implements Messages {
    private final int channels;
    private final int elements;
    private final boolean byElement;
    private final Linear up;
    private final Convolution convolution;
    private final RadialFunctions radial;
    private final Linear mix;
    private final @Nullable NeighborDensity density;

    /**
     * Plans the messages of one layer.
     *
     * @param scope of their weights
     * @param shape irreps and sizes of the layer
     * @param averageNeighbors divisor of the sum where there is no density
     */
    LinearMessages(Scope scope, MaceConfig config, Radial functions, LayerShape shape, double averageNeighbors) {
        channels = config.channels();
        elements = shape.elements();
        byElement = shape.byElement();
        Linear.Settings usual = Linear.Settings.usual();
        up = new Linear(scope.at("linear_up"), shape.in(), shape.in(), usual.withScale(shape.scaleOfInput()));
        convolution = new Convolution(shape.in(), Irreps.sphericalHarmonics(config.lmax()), shape.target());
        radial = functions.functions(scope.at("conv_tp_weights"), config.radialHidden(), convolution.weightWidth());
        boolean dense = config.densityNormalization();
        density = dense
                ? new NeighborDensity(
                        functions, scope.at("density_fn"), shape.target().dim() / channels)
                : null;
        Linear.Settings mean = usual.withDecay().withScale(dense ? 1 : 1 / averageNeighbors);
        mix = new Linear(scope.at("linear"), convolution.out(), shape.target(), mean);
    }

    @Override
    public Var apply(NetworkInput in, Var features, EdgeValues edges) {
        Var message = convolution.apply(
                byElement ? in.edgesFromElements(elements) : in.edges(),
                up.apply(features),
                edges.harmonics(),
                radial.of(in));
        Var a = mix.apply(message);
        return density == null ? a : density.divide(in, a, channels, edges.cutoff());
    }
}
