package org.gaunt.potential.model.mace;

import java.util.ArrayList;
import java.util.List;
import org.gaunt.form.Backend;
import org.gaunt.form.Form;
import org.gaunt.form.LinearMap;
import org.gaunt.linalg.Precision;
import org.gaunt.nn.EdgeForms;
import org.gaunt.nn.Forms;
import org.gaunt.nn.Initializer;
import org.gaunt.nn.Parameters;
import org.gaunt.o3.Irrep;
import org.gaunt.o3.Irreps;
import org.gaunt.potential.ModelWorker;
import org.gaunt.potential.Tabulable;
import org.gaunt.potential.network.EnergyNetwork;
import org.gaunt.potential.network.ModelData;
import org.gaunt.potential.network.PairRepulsion;
import org.gaunt.potential.network.PotentialModel;
import org.gaunt.potential.network.Radial;
import org.jspecify.annotations.Nullable;

/**
 * MACE: message passing with many-body messages (Batatia, Kovács, Simm, Ortner, Csányi, NeurIPS 2022, arXiv:2206.07697), as the
 * PyTorch program computes it.
 *
 * <p>For each layer: features of the neighbours times radial functions times spherical harmonics, summed over neighbours; mixing of
 * channels; a symmetric polynomial of the result with coefficients for each element; mixing again, plus an element-dependent map
 * of the features before the layer. The energy of an atom is its isolated energy, plus scale times the sum of the layers'
 * readouts, plus shift. The symmetric products use an independent basis, so there are fewer weights than in the PyTorch program.
 */
public final class Mace extends PotentialModel<MaceConfig> implements Tabulable {
    private final Parameters parameters;
    private final List<MaceLayer> layers = new ArrayList<>();
    private final List<LinearMap> readouts = new ArrayList<>();
    private final LinearMap lastReadout;
    private final Form harmonics;
    private final @Nullable PairRepulsion repulsion;
    private final Form silu = Forms.silu();

    /**
     * Makes a model with random weights.
     *
     * @param seed of the weights
     * @param backend the kernels it computes with
     */
    public Mace(MaceConfig config, ModelData data, long seed, Backend backend) {
        super(config, data.withHeads(config.heads()), backend);
        int elements = data.atomicNumbers().size();
        int channels = config.channels();
        int headCount = Math.max(1, config.heads().size());
        List<String> named = data().heads().stream().map(ModelData.Head::name).toList();
        if (!named.equals(config.heads())) {
            throw new IllegalArgumentException(
                    "the model's heads are " + config.heads() + ", but its data are of " + named);
        }
        Radial radial = new Radial(config.radialShape(), data.atomicNumbers());
        Parameters.Builder builder = Parameters.builder();
        builder.add(EMBEDDING, false, Initializer.NORMAL, elements, channels);
        for (int t = 0; t < config.layers(); t++) {
            MaceLayer layer = new MaceLayer(config, radial, t, elements, data.averageNeighbors());
            layer.declare(builder, elements);
            layers.add(layer);
        }
        Irreps energy = Irreps.of(1, Irrep.natural(0));
        Irreps hiddenReadout = Irreps.of(config.readoutHidden(), Irrep.natural(0));
        for (MaceLayer layer : layers) {
            boolean last = layer.number == config.layers() - 1;
            boolean nonlinear = last && config.layers() > 1;
            LinearMap map = LinearMap.ofIrreps(layer.out, nonlinear ? hiddenReadout : energy, 1);
            builder.add(readoutName(layer.number, nonlinear), false, Initializer.NORMAL, headCount * map.weightSize());
            readouts.add(map);
        }
        // the fan of the PyTorch program's last readout is that of all heads
        lastReadout = LinearMap.ofIrreps(hiddenReadout, energy, headCount);
        if (config.layers() > 1) {
            builder.add(lastReadoutName(), false, Initializer.NORMAL, headCount * lastReadout.weightSize());
        }
        parameters = builder.build(seed);
        harmonics = EdgeForms.harmonics(config.lmax());
        repulsion = config.pairRepulsion() ? new PairRepulsion(data.atomicNumbers(), config.cutoffPower()) : null;
    }

    static final String EMBEDDING = "node_embedding.linear.weight";

    /** The name of a layer's readout weights. */
    static String readoutName(int layer, boolean nonlinear) {
        return "readouts." + layer + (nonlinear ? ".linear_1.weight" : ".linear.weight");
    }

    String lastReadoutName() {
        return "readouts." + (config().layers() - 1) + ".linear_2.weight";
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public ModelWorker newWorker(Precision precision, double splineTolerance) {
        return worker(precision, splineTolerance);
    }

    @Override
    protected EnergyNetwork network() {
        return new MaceNetwork(this);
    }

    List<MaceLayer> layers() {
        return layers;
    }

    LinearMap readout(int layer) {
        return readouts.get(layer);
    }

    LinearMap lastReadout() {
        return lastReadout;
    }

    Form harmonics() {
        return harmonics;
    }

    @Nullable
    PairRepulsion repulsion() {
        return repulsion;
    }

    Form silu() {
        return silu;
    }
}
