package org.gaunt.potential.model.tdn;

import java.util.List;
import java.util.stream.IntStream;
import org.gaunt.autodiff.ColumnMap;
import org.gaunt.autodiff.Rows;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.form.LinearMap;
import org.gaunt.form.LinearMap.Block;
import org.gaunt.nn.BlockLinear;
import org.gaunt.nn.EquivariantLayerNorm;
import org.gaunt.nn.Initializer;
import org.gaunt.nn.Scope;
import org.gaunt.nn.Weight;
import org.gaunt.o3.Irrep;
import org.gaunt.o3.Irreps;
import org.gaunt.o3.MulIrrep;
import org.gaunt.potential.data.GraphBatch;
import org.gaunt.potential.network.NetworkInput;
import org.gaunt.potential.network.RadialFunctions;
import org.gaunt.potential.network.TrainedRadial;
import org.jspecify.annotations.Nullable;

/** One block of {@link Tdn}: an attention over neighbours and a network of each atom. */
final class TdnLayer {
    private final String name;
    private final int channels;
    private final int wideChannels;
    private final TdnProduct product;
    private final TdnForms.All forms;
    private final EquivariantLayerNorm attentionNorm;
    private final BlockLinear sender;
    private final BlockLinear receiver;
    private final RadialFunctions radial;
    /** A message to values, gates, and what scores are made from. */
    private final BlockLinear message;

    private final BlockLinear scores;
    /** Each head's score for all channels of the head. */
    private final ColumnMap heads;

    private final BlockLinear out;
    private final EquivariantLayerNorm networkNorm;
    private final BlockLinear wide;
    private final BlockLinear narrow;

    /** Makes a block; weight decay on what follows sums and gates. */
    TdnLayer(
            Scope root, TdnConfig config, int number, TrainedRadial functions, TdnProduct product, TdnForms.All forms) {
        this.product = product;
        this.forms = forms;
        name = "blocks." + number;
        channels = config.channels();
        wideChannels = config.feedForward();
        int components = config.components();
        Scope attention = root.at(name).at("attention");
        attentionNorm = norm(attention, config);
        sender = new BlockLinear(attention.at("source"), all(components, channels, channels, 0), false);
        receiver = new BlockLinear(attention.at("target"), all(components, channels, channels, 0), false);
        radial = functions.functions(attention.at("radial"), config.radialHidden(), channels);
        message = new BlockLinear(attention.at("message"), all(components, channels, channels, 2), false);
        LinearMap byHead = scores(channels, config.attentionHeads());
        scores = new BlockLinear(
                attention.at("scores"), byHead, Weight.Declaration.of(Initializer.NORMAL, byHead.weightSize()));
        int share = channels / config.attentionHeads();
        heads = ColumnMap.of(
                config.attentionHeads(),
                IntStream.range(0, channels).map(c -> c / share).toArray());
        out = new BlockLinear(attention.at("out"), all(components, channels, channels, 0), true);
        Scope network = root.at(name).at("network");
        networkNorm = norm(network, config);
        wide = new BlockLinear(network.at("linear_1"), all(components, channels, wideChannels, 1), false);
        narrow = new BlockLinear(network.at("linear_2"), all(components, wideChannels, channels, 0), true);
    }

    /**
     * The norm of rows of all degrees. {@link Tdn#EPSILON} is much larger than in the published programs, so that features that vanish
     * with a neighbour's distance do so smoothly.
     */
    static EquivariantLayerNorm norm(Scope scope, TdnConfig config) {
        Irreps irreps = new Irreps(IntStream.rangeClosed(0, config.lmax())
                .mapToObj(l -> new MulIrrep(config.channels(), Irrep.natural(l)))
                .toList());
        return new EquivariantLayerNorm(scope.at("norm"), irreps, Tdn.EPSILON);
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

    /** Features after this block. */
    Var apply(NetworkInput in, Var features, Var y, @Nullable Var basis) {
        Var x = features.plus(attention(in, features, y, basis));
        x = x.plus(network(in, x));
        in.show(name, x);
        return x;
    }

    private Var attention(NetworkInput in, Var x, Var y, @Nullable Var basis) {
        Tape tape = in.tape();
        GraphBatch batch = in.batch();
        Rows edges = new Rows(
                batch.edges(),
                List.of(batch.sender(), batch.receiver(), batch.pairOfEdge()),
                List.of(batch.atoms(), batch.atoms(), batch.pairs()));
        Var normal = attentionNorm.apply(x);
        Var w = radial.of(in, basis);
        Var start = product.start(tape, edges, sender.apply(normal), receiver.apply(normal), y, w);
        @Nullable Var[] operands = {message.apply(start), null, null};
        Var[] gated = tape.form(
                forms.attention(), channels, Rows.of(edges.count()), operands, TdnForms.VALUE, TdnForms.SCORE);
        Var score = scores.apply(gated[1]);
        Var ofChannels = heads.isIdentity() ? score : tape.columns(heads, score);
        return out.apply(product.end(tape, edges, gated[0], y, w, ofChannels));
    }

    private Var network(NetworkInput in, Var x) {
        @Nullable Var[] operands = {wide.apply(networkNorm.apply(x)), null};
        return narrow.apply(in.tape().form(forms.gate(), wideChannels, Rows.of(x.rows()), operands, 1)[0]);
    }
}
