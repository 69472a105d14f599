package org.gaunt.potential.model.allegro;

import java.util.List;
import java.util.stream.IntStream;
import org.gaunt.autodiff.ColumnMap;
import org.gaunt.form.Form;
import org.gaunt.form.LinearMap;
import org.gaunt.form.Operand.Access;
import org.gaunt.nn.Initializer;
import org.gaunt.nn.Parameters;
import org.gaunt.nn.Parameters.Matrix;
import org.gaunt.o3.Irreps;
import org.gaunt.o3.MulIrrep;
import org.gaunt.potential.network.Perceptron;

/** The plan of one layer of {@link Allegro}: maps, forms and the names of the weights. */
final class AllegroLayer {
    /** The part of the new scalar features in the residual update: α of the paper, before training. */
    private static final double UPDATE = 0.5;

    final int number;
    final boolean last;
    final Irreps out;
    /** Scalar features to weights of the harmonics that are summed over neighbours. */
    final LinearMap environmentWeights;

    final Form environment;
    final Form product;
    final int paths;
    /** Channels of the product; none in the last layer, whose scalars go into the network only. */
    final LinearMap mix;

    final ColumnMap scalars;
    final LinearMap latentIn;
    final LinearMap scalarsIn;
    final Perceptron latent;
    final Form update = AllegroForms.update(UPDATE);

    /**
     * Plans a layer.
     *
     * @param in irreps of the tensor features before it
     * @param out those after it; scalars only in the last layer
     */
    AllegroLayer(AllegroConfig config, int number, Irreps in, Irreps out, double averageNeighbors) {
        this.number = number;
        this.last = number == config.layers() - 1;
        this.out = out;
        int channels = config.channels();
        Irreps harmonics = new Irreps(Irreps.sphericalHarmonics(config.lmax()).terms().stream()
                .map(t -> new MulIrrep(channels, t.ir()))
                .toList());
        int latentWidth = config.latent();
        environmentWeights = LinearMap.dense(latentWidth, harmonics.size() * channels, 1 / Math.sqrt(latentWidth));
        environment = AllegroForms.weightedHarmonics(
                harmonics, config.lmax(), 1 / Math.sqrt(averageNeighbors), Access.gather(0));
        product = AllegroForms.product(in, harmonics, out);
        paths = AllegroForms.paths(in, harmonics, out);
        mix = LinearMap.ofIrreps(out, out, 1);
        scalars = ColumnMap.of(out.dim(), IntStream.range(0, channels).toArray());
        int width = config.latentHidden().getFirst();
        double scale = 1 / Math.sqrt(latentWidth + channels);
        latentIn = LinearMap.dense(latentWidth, width, scale);
        scalarsIn = LinearMap.dense(channels, width, scale);
        List<Integer> rest =
                config.latentHidden().subList(1, config.latentHidden().size());
        latent = new Perceptron(name("latent"), width, rest, latentWidth);
    }

    /** The name of a part. */
    String name(String part) {
        return "layer" + number + "." + part;
    }

    String environmentName() {
        return name("env_embed.weight");
    }

    String pathsName() {
        return name("tp.path_weights");
    }

    String mixName() {
        return name("linear.weight");
    }

    String latentInName() {
        return name("latent.from_latent.weight");
    }

    String scalarsInName() {
        return name("latent.from_scalars.weight");
    }

    /** Declares the weights; weight decay on the mixing of channels. */
    void declare(Parameters.Builder parameters, int channels) {
        dense(parameters, environmentName(), environmentWeights);
        parameters.add(pathsName(), false, Initializer.NORMAL, paths, channels);
        if (!last) {
            parameters.add(mixName(), true, Initializer.NORMAL, Matrix.of(mix, 1), mix.weightSize());
        }
        dense(parameters, latentInName(), latentIn);
        dense(parameters, scalarsInName(), scalarsIn);
        latent.declare(parameters);
    }

    static void dense(Parameters.Builder parameters, String name, LinearMap map) {
        parameters.add(name, false, Initializer.NORMAL, Matrix.of(map, 1), map.inWidth(), map.outWidth());
    }
}
