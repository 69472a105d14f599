package org.gaunt.potential.model.facet;

import java.util.ArrayList;
import java.util.List;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Backend;
import org.gaunt.form.Form;
import org.gaunt.form.LinearMap;
import org.gaunt.linalg.Precision;
import org.gaunt.nn.BlockLinear;
import org.gaunt.nn.EdgeForms;
import org.gaunt.nn.Embedding;
import org.gaunt.nn.Initializer;
import org.gaunt.nn.Parameters;
import org.gaunt.nn.Scope;
import org.gaunt.nn.Weight;
import org.gaunt.potential.ModelWorker;
import org.gaunt.potential.Tabulable;
import org.gaunt.potential.network.EnergyNetwork;
import org.gaunt.potential.network.ModelData;
import org.gaunt.potential.network.NetworkInput;
import org.gaunt.potential.network.PotentialModel;
import org.gaunt.potential.network.Radial;

/**
 * Facet (Miklaucic et al. 2025, arXiv:2509.08418): message passing with radial splines, whose features are changed by a network at
 * points of the sphere in place of gates or many-body products.
 *
 * <p>Here features have natural parity, all distances within the cut-off count, energies are summed over atoms with the isolated
 * atoms' as their start, and there is no dropout; in the published program parity is even throughout, the 48 nearest neighbours
 * count, and energies are means over atoms with trained factors of the elements.
 */
public final class Facet extends PotentialModel<FacetConfig> implements Tabulable {
    private final Parameters parameters;
    private final Embedding embedding;
    private final List<FacetLayer> layers = new ArrayList<>();
    private final BlockLinear readout;
    private final Form harmonics;

    /**
     * Makes a model with random weights.
     *
     * @param seed of the weights
     * @param backend the kernels it computes with
     */
    public Facet(FacetConfig config, ModelData data, long seed, Backend backend) {
        super(config, data, backend);
        int scalars = config.hiddenIrreps().get(0).mul();
        Scope root = Scope.root();
        embedding = new Embedding(root.at("embedding"), data.atomicNumbers().size(), scalars);
        Radial radial = new Radial(config.radialShape(), data.atomicNumbers());
        for (int t = 0; t < config.layers(); t++) {
            layers.add(new FacetLayer(root, config, radial, t, data.averageNeighbors()));
        }
        readout = new BlockLinear(
                root.at("readout"),
                LinearMap.dense(scalars, 1, 1 / Math.sqrt(scalars)),
                Weight.Declaration.of(Initializer.NORMAL, scalars));
        parameters = root.build(seed);
        harmonics = EdgeForms.harmonics(config.lmax());
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    protected EnergyNetwork network() {
        return this::energies;
    }

    private Var energies(NetworkInput in) {
        List<Var> features = List.of(embedding.apply(in.tape(), in.batch().species()));
        Var y = in.ofEdges(harmonics);
        for (FacetLayer layer : layers) {
            features = layer.apply(in, features, y);
        }
        return readout.apply(features.getFirst()).cast(Precision.FLOAT64);
    }

    @Override
    public ModelWorker newWorker(Precision precision, double splineTolerance) {
        return worker(precision, splineTolerance);
    }
}
