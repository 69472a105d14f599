package org.gaunt.potential.model.facet;

import java.util.ArrayList;
import java.util.List;
import org.gaunt.autodiff.Groups;
import org.gaunt.autodiff.Rows;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.form.ConvolutionMap;
import org.gaunt.form.LinearMap;
import org.gaunt.nn.Initializer;
import org.gaunt.nn.Parameters;
import org.gaunt.nn.Parameters.Matrix;
import org.gaunt.o3.Irrep;
import org.gaunt.o3.Irreps;
import org.gaunt.o3.MulIrrep;
import org.gaunt.potential.data.GraphBatch;
import org.gaunt.potential.network.GridNetwork;
import org.gaunt.potential.network.NetworkInput;
import org.gaunt.potential.network.Radial;
import org.gaunt.potential.network.RadialFunctions;
import org.gaunt.potential.network.SeparateNorm;
import org.gaunt.product.ProductSpec;

/**
 * One layer of {@link Facet}. Features are one value for each irrep, as their numbers of channels differ; each is convolved with the
 * neighbours' directions on its own, and linear maps bring the results together on the channels of the grid.
 */
final class FacetLayer {
    /** What becomes of one irrep of the features. */
    private record Path(
            String prefix, ConvolutionMap convolution, RadialFunctions radial, LinearMap mix, LinearMap own) {}

    private final Irreps in;
    private final Irreps out;
    private final String prefix;
    private final List<Path> paths = new ArrayList<>();
    private final GridNetwork grid;
    private final List<LinearMap> down = new ArrayList<>();
    private final SeparateNorm norm;

    FacetLayer(FacetConfig config, Radial radial, int number, double averageNeighbors) {
        Irreps hidden = config.hiddenIrreps();
        Irreps scalars = new Irreps(hidden.terms().subList(0, 1));
        in = number == 0 ? scalars : hidden;
        out = number == config.layers() - 1 ? scalars : hidden;
        prefix = "layers." + number;
        int channels = config.gridChannels();
        Irreps harmonics = Irreps.sphericalHarmonics(config.lmax());
        Irreps target = of(harmonics, channels);
        for (MulIrrep term : in.terms()) {
            Irreps single = Irreps.of(term.mul(), term.ir());
            Irreps each = of(harmonics, term.mul());
            ProductSpec spec = ProductSpec.channelwise(single, harmonics, each);
            String name = prefix + "." + term.ir();
            double share = 1 / (averageNeighbors * Math.sqrt(in.size()));
            paths.add(new Path(
                    name,
                    new ConvolutionMap(spec, term.mul()),
                    radial.functions(
                            name + ".radial",
                            config.radialHidden(),
                            spec.operands().get(2).dim()),
                    LinearMap.ofIrreps(ProductSpec.channelwiseResult(single, harmonics, each), target, 1)
                            .scaled(share),
                    LinearMap.ofIrreps(single, target, 1)));
        }
        List<Irrep> irreps = out.terms().stream().map(MulIrrep::ir).toList();
        grid = new GridNetwork(
                prefix + ".grid", config.lmax(), irreps, channels, GridNetwork.Shape.of(config.gridPoints()));
        int width = out.terms().stream().mapToInt(t -> t.ir().dim()).sum() * channels;
        int offset = 0;
        for (MulIrrep term : out.terms()) {
            int dim = term.ir().dim();
            down.add(new LinearMap(
                    width,
                    dim * term.mul(),
                    channels * term.mul(),
                    List.of(new LinearMap.Block(offset, 0, dim, channels, term.mul(), 0, 1 / Math.sqrt(channels)))));
            offset += dim * channels;
        }
        norm = new SeparateNorm(prefix + ".norm", out);
    }

    private static Irreps of(Irreps kinds, int channels) {
        return new Irreps(
                kinds.terms().stream().map(t -> new MulIrrep(channels, t.ir())).toList());
    }

    void declare(Parameters.Builder parameters) {
        for (Path path : paths) {
            path.radial.declare(parameters);
            add(parameters, path.prefix + ".mix.weight", path.mix);
            add(parameters, path.prefix + ".own.weight", path.own);
        }
        grid.declare(parameters);
        for (int k = 0; k < down.size(); k++) {
            add(parameters, downName(k), down.get(k));
        }
        norm.declare(parameters);
    }

    private static void add(Parameters.Builder parameters, String name, LinearMap map) {
        parameters.add(name, true, Initializer.NORMAL, Matrix.of(map, 1), map.weightSize());
    }

    private String downName(int term) {
        return prefix + ".down." + out.get(term).ir() + ".weight";
    }

    /**
     * The features after this layer.
     *
     * @param features one value for each irrep
     * @param y harmonics of the edges
     */
    List<Var> apply(NetworkInput input, List<Var> features, Var y) {
        Tape tape = input.tape();
        GraphBatch batch = input.batch();
        Groups atoms = Groups.single(batch.atoms());
        Rows edges = new Rows(
                batch.edges(),
                List.of(batch.sender(), batch.pairOfEdge(), batch.receiver()),
                List.of(batch.atoms(), batch.pairs(), batch.atoms()));
        Var sum = null;
        for (int k = 0; k < paths.size(); k++) {
            Path path = paths.get(k);
            Var x = features.get(k);
            Var message = tape.convolution(path.convolution, edges, x, y, path.radial.of(input));
            Var mixed = tape.linear(path.mix, atoms, message, input.weight(path.prefix + ".mix.weight", 1));
            Var own = tape.linear(path.own, atoms, x, input.weight(path.prefix + ".own.weight", 1));
            Var both = tape.sum(mixed, own);
            sum = sum == null ? both : tape.sum(sum, both);
        }
        if (sum == null) {
            throw new IllegalStateException("features without irreps");
        }
        Var onGrid = grid.apply(input, sum);
        List<Var> result = new ArrayList<>();
        for (int k = 0; k < down.size(); k++) {
            result.add(tape.linear(down.get(k), atoms, onGrid, input.weight(downName(k), 1)));
        }
        List<Var> changed = new ArrayList<>(norm.apply(input, result));
        // irreps that were there before are kept beside what is new; both lists start with scalars and ascend
        for (int k = 0; k < Math.min(changed.size(), features.size()); k++) {
            changed.set(k, tape.sum(changed.get(k), features.get(k)));
        }
        return changed;
    }
}
