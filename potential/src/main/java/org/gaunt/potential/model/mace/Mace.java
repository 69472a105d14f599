package org.gaunt.potential.model.mace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.gaunt.autodiff.Groups;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Backend;
import org.gaunt.form.Form;
import org.gaunt.linalg.Precision;
import org.gaunt.nn.Activation;
import org.gaunt.nn.EdgeForms;
import org.gaunt.nn.Embedding;
import org.gaunt.nn.Linear;
import org.gaunt.nn.Nonlinearity;
import org.gaunt.nn.Parameters;
import org.gaunt.nn.Scope;
import org.gaunt.o3.Irrep;
import org.gaunt.o3.Irreps;
import org.gaunt.potential.ModelWorker;
import org.gaunt.potential.Tabulable;
import org.gaunt.potential.data.GraphBatch;
import org.gaunt.potential.network.EnergyNetwork;
import org.gaunt.potential.network.ModelData;
import org.gaunt.potential.network.NetworkInput;
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
    private static final Irreps ENERGY = Irreps.of(1, Irrep.natural(0));

    private final Parameters parameters;
    private final Embedding embedding;
    private final List<MaceLayer> layers = new ArrayList<>();
    private final List<Linear> readouts = new ArrayList<>();
    private final @Nullable Linear lastReadout;
    private final Activation silu;
    private final Form harmonics;
    private final @Nullable PairRepulsion repulsion;

    /**
     * Makes a model with random weights.
     *
     * @param seed of the weights
     * @param backend the kernels it computes with
     */
    public Mace(MaceConfig config, ModelData data, long seed, Backend backend) {
        super(config, data.withHeads(config.heads()), backend);
        List<String> named = data().heads().stream().map(ModelData.Head::name).toList();
        if (!named.equals(config.heads())) {
            throw new IllegalArgumentException(
                    "the model's heads are " + config.heads() + ", but its data are of " + named);
        }
        int elements = data.atomicNumbers().size();
        Scope root = Scope.root();
        embedding = new Embedding(root.at("node_embedding.linear"), elements, config.channels());
        Radial radial = new Radial(config.radialShape(), data.atomicNumbers());
        for (int t = 0; t < config.layers(); t++) {
            layers.add(new MaceLayer(root, config, radial, t, elements, data.averageNeighbors()));
        }
        // each head has readouts of its own
        int heads = Math.max(1, config.heads().size());
        Linear.Settings readout =
                Linear.Settings.usual().withGroups(heads).withoutMatrices().flattened();
        int last = config.layers() - 1;
        for (int t = 0; t < last; t++) {
            readouts.add(new Linear(root.at("readouts." + t + ".linear"), layers.get(t).out, ENERGY, readout));
        }
        Irreps hidden = Irreps.of(config.readoutHidden(), Irrep.natural(0));
        silu = new Activation(hidden, List.of(Optional.of(Nonlinearity.SILU)));
        Irreps scalars = layers.getLast().out;
        Scope end = root.at("readouts." + last);
        if (last > 0) {
            readouts.add(new Linear(end.at("linear_1"), scalars, hidden, readout));
            // the fan of the PyTorch program's last readout is that of all heads
            lastReadout = new Linear(end.at("linear_2"), hidden, ENERGY, readout.withFan(heads));
        } else {
            readouts.add(new Linear(end.at("linear"), scalars, ENERGY, readout));
            lastReadout = null;
        }
        parameters = root.build(seed);
        harmonics = EdgeForms.harmonics(config.lmax());
        repulsion = config.pairRepulsion() ? new PairRepulsion(data.atomicNumbers(), config.cutoffPower()) : null;
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public ModelWorker newWorker(Precision precision, double splineTolerance) {
        return worker(precision, splineTolerance);
    }

    List<MaceLayer> layers() {
        return layers;
    }

    @Override
    protected EnergyNetwork network() {
        return this::energies;
    }

    /** The readouts of all layers, summed, and the repulsion of close nuclei. */
    private Var energies(NetworkInput in) {
        Var y = in.ofEdges(harmonics);
        Groups byHead = byHead(in.batch());
        Var features = embedding.table(in.tape());
        Var sum = repulsion == null ? null : repulsion.energies(in);
        for (int t = 0; t < layers.size(); t++) {
            features = layers.get(t).apply(in, features, y);
            in.show("products." + t, features);
            Var readout = readouts.get(t).apply(features, byHead);
            if (lastReadout != null && t == layers.size() - 1) {
                readout = lastReadout.apply(silu.apply(readout), byHead);
            }
            Var energies = readout.cast(Precision.FLOAT64);
            sum = sum == null ? energies : sum.plus(energies);
        }
        return Objects.requireNonNull(sum, "a model without layers");
    }

    private Groups byHead(GraphBatch batch) {
        if (heads().isEmpty()) {
            return Groups.single(batch.atoms());
        }
        int[] head = new int[batch.atoms()];
        Arrays.setAll(head, i -> batch.headOfStructure()[batch.structureOfAtom()[i]]);
        return Groups.of(head, heads().size());
    }
}
