package org.gaunt.potential.model.allegro;

import java.util.List;
import java.util.stream.IntStream;
import org.gaunt.autodiff.ColumnMap;
import org.gaunt.autodiff.Rows;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Form;
import org.gaunt.form.LinearMap;
import org.gaunt.form.Operand.Access;
import org.gaunt.nn.BlockLinear;
import org.gaunt.nn.FullyConnectedNet;
import org.gaunt.nn.Initializer;
import org.gaunt.nn.Linear;
import org.gaunt.nn.Nonlinearity;
import org.gaunt.nn.Parameters.Matrix;
import org.gaunt.nn.Scope;
import org.gaunt.nn.Weight;
import org.gaunt.o3.Irreps;
import org.gaunt.o3.MulIrrep;
import org.gaunt.potential.data.GraphBatch;
import org.gaunt.potential.network.NetworkInput;
import org.jspecify.annotations.Nullable;

/** One layer of {@link Allegro}; weight decay on the mixing of channels. */
final class AllegroLayer {
    /** The part of the new scalar features in the residual update: α of the paper, before training. */
    private static final double UPDATE = 0.5;

    private final int number;
    private final int channels;
    /** Scalar features to weights of the harmonics that are summed over neighbours. */
    private final BlockLinear environmentWeights;

    private final Form environment;
    private final Form product;
    private final Weight paths;
    /** Channels of the product; none in the last layer, whose scalars go into the network only. */
    private final @Nullable Linear mix;

    private final ColumnMap scalars;
    private final BlockLinear latentIn;
    private final BlockLinear scalarsIn;
    private final FullyConnectedNet latent;
    private final Form siluOfSum;
    private final Form update = AllegroForms.update(UPDATE);

    /** Harmonics of the edges, the envelope of the pairs, and the pair of each edge. */
    record Geometry(Var harmonics, Var envelope, Rows pairs) {}

    /** Scalar and tensor features of the edges. */
    record Features(Var scalars, Var tensors) {}

    /**
     * Makes a layer.
     *
     * @param in irreps of the tensor features before it
     * @param out those after it; scalars only in the last layer
     * @param siluOfSum {@link AllegroForms#siluOfSum}, shared by the layers
     */
    AllegroLayer(
            Scope root,
            AllegroConfig config,
            int number,
            Irreps in,
            Irreps out,
            double averageNeighbors,
            Form siluOfSum) {
        this.number = number;
        this.siluOfSum = siluOfSum;
        channels = config.channels();
        Irreps harmonics = new Irreps(Irreps.sphericalHarmonics(config.lmax()).terms().stream()
                .map(t -> new MulIrrep(channels, t.ir()))
                .toList());
        Scope scope = root.at("layer" + number);
        int latentWidth = config.latent();
        environmentWeights =
                dense(scope.at("env_embed"), latentWidth, harmonics.size() * channels, 1 / Math.sqrt(latentWidth));
        environment = AllegroForms.weightedHarmonics(
                harmonics, config.lmax(), 1 / Math.sqrt(averageNeighbors), Access.gather(0));
        product = AllegroForms.product(in, harmonics, out);
        paths = scope.at("tp")
                .weight("path_weights", Initializer.NORMAL, AllegroForms.paths(in, harmonics, out), channels);
        mix = number == config.layers() - 1
                ? null
                : new Linear(
                        scope.at("linear"), out, out, Linear.Settings.usual().withDecay());
        scalars = ColumnMap.of(out.dim(), IntStream.range(0, channels).toArray());
        List<Integer> sizes = AllegroForms.sizes(config.latentHidden(), latentWidth);
        double scale = 1 / Math.sqrt(latentWidth + channels);
        latentIn = dense(scope.at("latent.from_latent"), latentWidth, sizes.getFirst(), scale);
        scalarsIn = dense(scope.at("latent.from_scalars"), channels, sizes.getFirst(), scale);
        latent = new FullyConnectedNet(scope.at("latent"), sizes, Nonlinearity.SILU);
    }

    /** A dense map whose tensor is [inputs, outputs]. */
    static BlockLinear dense(Scope scope, int in, int out, double scale) {
        LinearMap map = LinearMap.dense(in, out, scale);
        return new BlockLinear(
                scope, map, Weight.Declaration.of(Initializer.NORMAL, in, out).withMatrices(Matrix.of(map, 1)));
    }

    /** Features after this layer; tensors of the last one are not mixed. */
    Features apply(NetworkInput in, Features features, Geometry geometry) {
        Var product = product(in, features, geometry);
        Var x = latent(in, features.scalars(), product, geometry);
        in.show("layer" + number, x);
        return new Features(x, mix == null ? product : mix.apply(product));
    }

    /** The tensor features times the sum over the neighbours of the central atom. */
    private Var product(NetworkInput in, Features features, Geometry geometry) {
        GraphBatch batch = in.batch();
        Tape tape = in.tape();
        Rows centres = Rows.of(batch.edges(), batch.receiver(), batch.atoms());
        @Nullable Var[] sum = {environmentWeights.apply(features.scalars()), geometry.harmonics, null};
        Var around = tape.form(environment, channels, centres, sum, 2)[0];
        @Nullable Var[] operands = {features.tensors(), around, paths.on(tape), null};
        return tape.form(product, channels, centres, operands, 3)[0];
    }

    private Var latent(NetworkInput in, Var x, Var v, Geometry geometry) {
        Tape tape = in.tape();
        Var a = latentIn.apply(x);
        Var b = scalarsIn.apply(scalars.isIdentity() ? v : tape.columns(scalars, v));
        @Nullable Var[] both = {a, b, null};
        Var h = tape.form(siluOfSum, a.width(), Rows.of(a.rows()), both, 2)[0];
        @Nullable Var[] updated = {x, latent.apply(h), geometry.envelope, null};
        return tape.form(update, x.width(), geometry.pairs, updated, 3)[0];
    }
}
