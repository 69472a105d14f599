package org.gaunt.potential.model.facet;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.gaunt.autodiff.Var;
import org.gaunt.form.LinearMap;
import org.gaunt.nn.BlockLinear;
import org.gaunt.nn.Convolution;
import org.gaunt.nn.Linear;
import org.gaunt.nn.Scope;
import org.gaunt.nn.SeparableNorm;
import org.gaunt.o3.Irrep;
import org.gaunt.o3.Irreps;
import org.gaunt.o3.MulIrrep;
import org.gaunt.potential.network.GridNetwork;
import org.gaunt.potential.network.NetworkInput;
import org.gaunt.potential.network.Radial;
import org.gaunt.potential.network.RadialFunctions;

/**
 * One layer of {@link Facet}. Features are one value for each irrep, as their numbers of channels differ; each is convolved with the
 * neighbours' directions on its own, and linear maps bring the results together on the channels of the grid.
 */
final class FacetLayer {
    /** What becomes of one irrep of the features. */
    private record Path(Convolution convolution, RadialFunctions radial, Linear mix, Linear own) {}

    private final List<Path> paths = new ArrayList<>();
    private final GridNetwork grid;
    private final List<BlockLinear> down = new ArrayList<>();
    private final SeparableNorm norm;

    /** Makes a layer; weight decay on all that mixes channels. */
    FacetLayer(Scope root, FacetConfig config, Radial radial, int number, double averageNeighbors) {
        Irreps hidden = config.hiddenIrreps();
        Irreps scalars = new Irreps(hidden.terms().subList(0, 1));
        Irreps in = number == 0 ? scalars : hidden;
        Irreps out = number == config.layers() - 1 ? scalars : hidden;
        Scope scope = root.at("layers." + number);
        int channels = config.gridChannels();
        Irreps harmonics = Irreps.sphericalHarmonics(config.lmax());
        Irreps target = of(harmonics, channels);
        Linear.Settings decayed = Linear.Settings.usual().withDecay();
        double share = 1 / (averageNeighbors * Math.sqrt(in.size()));
        for (MulIrrep term : in.terms()) {
            Irreps single = Irreps.of(term.mul(), term.ir());
            Convolution convolution = new Convolution(single, harmonics, of(harmonics, term.mul()));
            Scope path = scope.at(term.ir().toString());
            paths.add(new Path(
                    convolution,
                    radial.functions(path.at("radial"), config.radialHidden(), convolution.weightWidth()),
                    new Linear(path.at("mix"), convolution.out(), target, decayed.withScale(share)),
                    new Linear(path.at("own"), single, target, decayed)));
        }
        List<Irrep> irreps = out.terms().stream().map(MulIrrep::ir).toList();
        grid = new GridNetwork(
                scope.at("grid"), config.lmax(), irreps, channels, GridNetwork.Shape.of(config.gridPoints()));
        int width = out.terms().stream().mapToInt(t -> t.ir().dim()).sum() * channels;
        int offset = 0;
        for (MulIrrep term : out.terms()) {
            int dim = term.ir().dim();
            LinearMap map = new LinearMap(
                    width,
                    dim * term.mul(),
                    channels * term.mul(),
                    List.of(new LinearMap.Block(offset, 0, dim, channels, term.mul(), 0, 1 / Math.sqrt(channels))));
            down.add(new BlockLinear(scope.at("down").at(term.ir().toString()), map, true));
            offset += dim * channels;
        }
        norm = new SeparableNorm(scope.at("norm"), out);
    }

    private static Irreps of(Irreps kinds, int channels) {
        return new Irreps(
                kinds.terms().stream().map(t -> new MulIrrep(channels, t.ir())).toList());
    }

    /**
     * Features after this layer.
     *
     * @param features one value for each irrep
     * @param y harmonics of the edges
     */
    List<Var> apply(NetworkInput in, List<Var> features, Var y) {
        Var sum = null;
        for (int k = 0; k < paths.size(); k++) {
            Path path = paths.get(k);
            Var x = features.get(k);
            Var message = path.convolution.apply(in.edges(), x, y, path.radial.of(in));
            Var both = path.mix.apply(message).plus(path.own.apply(x));
            sum = sum == null ? both : sum.plus(both);
        }
        Var onGrid = grid.apply(in, Objects.requireNonNull(sum, "features without irreps"));
        List<Var> changed = new ArrayList<>(
                norm.apply(down.stream().map(d -> d.apply(onGrid)).toList()));
        // irreps that were there before are kept beside what is new; both lists start with scalars and ascend
        for (int k = 0; k < Math.min(changed.size(), features.size()); k++) {
            changed.set(k, changed.get(k).plus(features.get(k)));
        }
        return changed;
    }
}
