package org.gaunt.potential.model.tdn;

import java.util.List;
import java.util.stream.IntStream;
import org.gaunt.autodiff.ColumnMap;
import org.gaunt.form.LinearMap;
import org.gaunt.form.LinearMap.Block;
import org.gaunt.nn.Initializer;
import org.gaunt.nn.Parameters;
import org.gaunt.nn.Parameters.Matrix;
import org.gaunt.potential.network.DegreeNorm;
import org.gaunt.potential.network.RadialFunctions;
import org.gaunt.potential.network.TrainedRadial;

/** The plan of one block of {@link Tdn}: an attention over neighbours and a network of each atom. */
final class TdnLayer {
    final int number;
    final DegreeNorm attentionNorm;
    final LinearMap sender;
    final LinearMap receiver;
    final RadialFunctions radial;
    /** A message to values, gates, and what scores are made from. */
    final LinearMap message;

    final LinearMap scores;
    /** Each head's score for all channels of the head. */
    final ColumnMap heads;

    final LinearMap out;
    final DegreeNorm networkNorm;
    final LinearMap wide;
    final LinearMap narrow;

    TdnLayer(TdnConfig config, int number, TrainedRadial functions) {
        this.number = number;
        int channels = config.channels();
        int components = config.components();
        int wideChannels = config.feedForward();
        attentionNorm = new DegreeNorm(name("attention.norm"), config.lmax(), channels);
        sender = all(components, channels, channels, 0);
        receiver = all(components, channels, channels, 0);
        radial = functions.functions(name("attention.radial"), config.radialHidden(), channels);
        message = all(components, channels, channels, 2);
        scores = scores(channels, config.attentionHeads());
        int share = channels / config.attentionHeads();
        heads = ColumnMap.of(
                config.attentionHeads(),
                IntStream.range(0, channels).map(c -> c / share).toArray());
        out = all(components, channels, channels, 0);
        networkNorm = new DegreeNorm(name("network.norm"), config.lmax(), channels);
        wide = all(components, channels, wideChannels, 1);
        narrow = all(components, wideChannels, channels, 0);
    }

    /**
     * A map of channels that all degrees share, and further maps of the scalars alone, whose results come after those of all components.
     */
    static LinearMap all(int components, int in, int out, int ofScalars) {
        double scale = 1 / Math.sqrt(in);
        List<Block> blocks = IntStream.rangeClosed(0, ofScalars)
                .mapToObj(k -> k == 0
                        ? new Block(0, 0, components, in, out, 0, scale)
                        : new Block(0, (components + k - 1) * out, 1, in, out, k * in * out, scale))
                .toList();
        return new LinearMap(components * in, (components + ofScalars) * out, (1 + ofScalars) * in * out, blocks);
    }

    private static LinearMap scores(int channels, int heads) {
        int share = channels / heads;
        List<Block> blocks = IntStream.range(0, heads)
                .mapToObj(h -> new Block(h * share, h, 1, share, 1, h * share, 1 / Math.sqrt(share)))
                .toList();
        return new LinearMap(channels, heads, channels, blocks);
    }

    /** The name of a part. */
    String name(String part) {
        return "blocks." + number + "." + part;
    }

    String senderName() {
        return name("attention.source.weight");
    }

    String receiverName() {
        return name("attention.target.weight");
    }

    String messageName() {
        return name("attention.message.weight");
    }

    String scoresName() {
        return name("attention.scores.weight");
    }

    String outName() {
        return name("attention.out.weight");
    }

    String wideName() {
        return name("network.linear_1.weight");
    }

    String narrowName() {
        return name("network.linear_2.weight");
    }

    /** Declares the weights; weight decay on what follows sums and gates. */
    void declare(Parameters.Builder parameters) {
        attentionNorm.declare(parameters);
        linear(parameters, senderName(), false, sender);
        linear(parameters, receiverName(), false, receiver);
        radial.declare(parameters);
        linear(parameters, messageName(), false, message);
        parameters.add(scoresName(), false, Initializer.NORMAL, scores.weightSize());
        linear(parameters, outName(), true, out);
        networkNorm.declare(parameters);
        linear(parameters, wideName(), false, wide);
        linear(parameters, narrowName(), true, narrow);
    }

    static void linear(Parameters.Builder parameters, String name, boolean decay, LinearMap map) {
        parameters.add(name, decay, Initializer.NORMAL, Matrix.of(map, 1), map.weightSize());
    }
}
