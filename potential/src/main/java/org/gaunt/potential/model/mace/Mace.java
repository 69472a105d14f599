package org.gaunt.potential.model.mace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.gaunt.autodiff.Groups;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Backend;
import org.gaunt.form.Form;
import org.gaunt.linalg.Precision;
import org.gaunt.nn.EdgeForms;
import org.gaunt.nn.Embedding;
import org.gaunt.nn.Parameters;
import org.gaunt.nn.Scope;
import org.gaunt.o3.Irreps;
import org.gaunt.potential.ModelWorker;
import org.gaunt.potential.Tabulable;
import org.gaunt.potential.TrainableModel;
import org.gaunt.potential.data.GraphBatch;
import org.gaunt.potential.data.IsolatedLimit;
import org.gaunt.potential.data.StructureInput;
import org.gaunt.potential.network.EnergyNetwork;
import org.gaunt.potential.network.ModelData;
import org.gaunt.potential.network.NetworkInput;
import org.gaunt.potential.network.PairRepulsion;
import org.gaunt.potential.network.PotentialModel;
import org.gaunt.potential.network.Radial;
import org.gaunt.potential.network.Transferable;
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
public final class Mace extends PotentialModel<MaceConfig> implements Tabulable, Transferable {
    private final Parameters parameters;
    private final Embedding embedding;
    private final List<MaceLayer> layers = new ArrayList<>();
    private final List<@Nullable Readout> readouts = new ArrayList<>();
    private final @Nullable StructureEmbedding ofStructure;
    private final Form harmonics;
    private final @Nullable Form cutoffOfPairs;
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
        MaceOptions options = config.options();
        List<StructureInput> inputs = config.inputs();
        if (!inputs.isEmpty() && data.isolatedLimit() == IsolatedLimit.EXACT) {
            throw new IllegalArgumentException("a model with the charge or spin of a structure as input has no energies"
                    + " of isolated atoms that hold for all of them: data.isolated_limit must be free");
        }
        ofStructure = inputs.isEmpty()
                ? null
                : new StructureEmbedding(
                        root.at("joint_embedding"), inputs, options.embeddingWidth(), config.channels());
        Radial radial = new Radial(config.radialShape(), data.atomicNumbers());
        for (int t = 0; t < config.layers(); t++) {
            layers.add(new MaceLayer(root, config, radial, t, elements, data.averageNeighbors()));
        }
        // each head has readouts of its own
        int heads = Math.max(1, config.heads().size());
        int last = config.layers() - 1;
        for (int t = 0; t <= last; t++) {
            Scope scope = root.at("readouts." + t);
            Irreps out = layers.get(t).out;
            if (t == last && last > 0) {
                readouts.add(Readout.perceptron(scope, out, config.readoutHidden(), heads, options.biasedReadout()));
            } else {
                readouts.add(options.lastReadoutOnly() ? null : Readout.linear(scope, out, heads));
            }
        }
        parameters = root.build(seed);
        boolean after = options.cutoffAfterNetwork();
        harmonics = after
                ? EdgeForms.harmonicsWithCutoff(config.lmax(), config.cutoff(), config.cutoffPower())
                : EdgeForms.harmonics(config.lmax());
        cutoffOfPairs = after ? EdgeForms.cutoff(config.cutoff(), config.cutoffPower()) : null;
        repulsion = config.pairRepulsion() ? new PairRepulsion(data.atomicNumbers(), config.cutoffPower()) : null;
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    /** Whether radial networks see the distance alone: those of the non-linear block see elements, too. */
    @Override
    public boolean isTabulable() {
        return !config().options().nonlinearInteraction();
    }

    @Override
    public ModelWorker newWorker(Precision precision, double splineTolerance) {
        if (splineTolerance > 0 && !isTabulable()) {
            throw new IllegalArgumentException(
                    "the networks of a non-linear interaction see more than the distance: splines cannot replace them");
        }
        return worker(precision, splineTolerance);
    }

    @Override
    public MaceConfig ofOneHead(String head) {
        headNumber(head);
        return config().withHeads(List.of());
    }

    @Override
    public void takeWeights(TrainableModel other, @Nullable String head) {
        if (!(other instanceof Mace mace)) {
            throw new IllegalArgumentException("MACE takes the weights of MACE only");
        }
        new MaceTransfer(mace, this, head == null ? -1 : mace.headNumber(head)).run();
    }

    private int headNumber(String head) {
        int number = heads().indexOf(head);
        if (number < 0) {
            throw new IllegalArgumentException("there is no head " + head + ", but " + heads());
        }
        return number;
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
        EdgeValues edges =
                new EdgeValues(in.ofEdges(harmonics), cutoffOfPairs == null ? null : in.ofPairs(cutoffOfPairs));
        int[] head = heads(in.batch());
        Groups byHead = heads().isEmpty() ? Groups.single(in.batch().atoms()) : Groups.of(head, heads().size());
        Var features = embedding.table(in.tape());
        if (ofStructure != null) {
            features = features.scale(1 / Math.sqrt(features.rows()))
                    .gather(in.batch().species())
                    .plus(ofStructure.apply(in));
        }
        Var sum = repulsion == null ? null : repulsion.energies(in);
        for (int t = 0; t < layers.size(); t++) {
            features = layers.get(t).apply(in, features, edges);
            in.show("products." + t, features);
            Readout readout = readouts.get(t);
            if (readout != null) {
                Var energies = readout.apply(features, byHead, head).cast(Precision.FLOAT64);
                sum = sum == null ? energies : sum.plus(energies);
            }
        }
        return Objects.requireNonNull(sum, "a model without layers");
    }

    /** The head of each atom. */
    private static int[] heads(GraphBatch batch) {
        int[] head = new int[batch.atoms()];
        Arrays.setAll(head, i -> batch.headOfStructure()[batch.structureOfAtom()[i]]);
        return head;
    }
}
