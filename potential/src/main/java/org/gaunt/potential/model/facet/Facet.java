package org.gaunt.potential.model.facet;

import java.util.ArrayList;
import java.util.List;
import org.gaunt.autodiff.Groups;
import org.gaunt.autodiff.Rows;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Backend;
import org.gaunt.form.Form;
import org.gaunt.form.LinearMap;
import org.gaunt.form.Operand;
import org.gaunt.form.Operand.Access;
import org.gaunt.linalg.Precision;
import org.gaunt.nn.EdgeForms;
import org.gaunt.nn.Initializer;
import org.gaunt.nn.Parameters;
import org.gaunt.potential.ModelWorker;
import org.gaunt.potential.Tabulable;
import org.gaunt.potential.network.EnergyNetwork;
import org.gaunt.potential.network.ModelData;
import org.gaunt.potential.network.NetworkInput;
import org.gaunt.potential.network.PotentialModel;
import org.gaunt.potential.network.Radial;
import org.jspecify.annotations.Nullable;

/**
 * Facet (Miklaucic et al. 2025, arXiv:2509.08418): message passing with radial splines, whose features are changed by a network at
 * points of the sphere in place of gates or many-body products.
 *
 * <p>Here features have natural parity, all distances within the cut-off count, energies are summed over atoms with the isolated
 * atoms' as their start, and there is no dropout; in the published program parity is even throughout, the 48 nearest neighbours
 * count, and energies are means over atoms with trained factors of the elements.
 */
public final class Facet extends PotentialModel<FacetConfig> implements Tabulable {
    private static final String EMBEDDING = "embedding.weight";
    private static final String READOUT = "readout.weight";

    private final Parameters parameters;
    private final List<FacetLayer> layers = new ArrayList<>();
    private final LinearMap readout;
    private final Form harmonics;
    private final Form pick;

    /**
     * Makes a model with random weights.
     *
     * @param seed of the weights
     * @param backend the kernels it computes with
     */
    public Facet(FacetConfig config, ModelData data, long seed, Backend backend) {
        super(config, data, backend);
        int scalars = config.hiddenIrreps().get(0).mul();
        Parameters.Builder builder = Parameters.builder();
        builder.add(EMBEDDING, false, Initializer.NORMAL, data.atomicNumbers().size(), scalars);
        Radial radial = new Radial(config.radialShape(), data.atomicNumbers());
        for (int t = 0; t < config.layers(); t++) {
            FacetLayer layer = new FacetLayer(config, radial, t, data.averageNeighbors());
            layer.declare(builder);
            layers.add(layer);
        }
        readout = LinearMap.dense(scalars, 1, 1 / Math.sqrt(scalars));
        builder.add(READOUT, false, Initializer.NORMAL, scalars);
        parameters = builder.build(seed);
        harmonics = EdgeForms.harmonics(config.lmax());
        pick = Form.of(
                "embedding of elements",
                List.of(new Operand("table", 1, true, Access.gather(0)), new Operand("z", 1, true, Access.row())),
                g -> g.mul(g.input(0, 0), g.input(1, 0)));
    }

    /** The operations of the model on a tape. */
    private record Network(Facet model) implements EnergyNetwork {
        @Override
        public Var nodeEnergies(NetworkInput in) {
            int atoms = in.batch().atoms();
            int elements = model.data().atomicNumbers().size();
            int scalars = model.config().hiddenIrreps().get(0).mul();
            Rows byElement = Rows.of(atoms, in.batch().species(), elements);
            @Nullable Var[] table = {in.weight(EMBEDDING, elements), null};
            List<Var> features = List.of(in.tape().form(model.pick, scalars, byElement, table, 1)[0]);
            Var y = in.ofEdges(model.harmonics);
            for (FacetLayer layer : model.layers) {
                features = layer.apply(in, features, y);
            }
            Var energies =
                    in.tape().linear(model.readout, Groups.single(atoms), features.getFirst(), in.weight(READOUT, 1));
            return in.tape().cast(energies, Precision.FLOAT64);
        }
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    protected EnergyNetwork network() {
        return new Network(this);
    }

    @Override
    public ModelWorker newWorker(Precision precision, double splineTolerance) {
        return worker(precision, splineTolerance);
    }
}
