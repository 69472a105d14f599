package org.gaunt.potential.model.tdn;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.gaunt.autodiff.ColumnMap;
import org.gaunt.autodiff.Rows;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Backend;
import org.gaunt.nn.BlockLinear;
import org.gaunt.nn.Embedding;
import org.gaunt.nn.EquivariantLayerNorm;
import org.gaunt.nn.FullyConnectedNet;
import org.gaunt.nn.Nonlinearity;
import org.gaunt.nn.Parameters;
import org.gaunt.nn.Scope;
import org.gaunt.nn.SpeciesScaleShift;
import org.gaunt.potential.data.GraphBatch;
import org.gaunt.potential.data.IsolatedLimit;
import org.gaunt.potential.network.EnergyNetwork;
import org.gaunt.potential.network.ModelData;
import org.gaunt.potential.network.NetworkInput;
import org.gaunt.potential.network.PotentialModel;
import org.gaunt.potential.network.RadialFunctions;
import org.gaunt.potential.network.TrainedRadial;
import org.jspecify.annotations.Nullable;

/**
 * Tensor decomposition network (Lin, Fu, Krueger, ..., Ji, NeurIPS 2025, arXiv:2507.01131): an Equiformer whose products share one set
 * of weights among all paths and are computed from a CP decomposition.
 *
 * <p>Features have all degrees with the same channels, and linear maps are the same for all degrees. A block adds an attention over
 * neighbours, in which features of both ends are multiplied with the harmonics of the edge, gated, multiplied again and added with a
 * weight for each head; and a gated network of each atom. Energies are read from the scalars.
 *
 * <p>How good the symmetry is: a product differs from the exact one, and so from equivariance, by at most {@link
 * TdnProduct#error}: see there; relative to the size of the coefficients this is the tolerance of the configuration, from which the
 * smallest rank that is found to meet it is chosen. Energies inherit it, times what the layers make of it. With tolerance 0 products are
 * exact; since harmonics have one channel, exact products to degree 2 are also the faster ones, as (L + 1)⁴ multiplications a channel
 * stand against twice (L + 1)² times the rank.
 *
 * <p>What differs from the published program: the weight of a neighbour is the sigmoid of its score in place of a softmax, and radial
 * functions are Bessel functions that vanish at the cut-off, with networks without biases or norms, so that energies are smooth where
 * neighbours come and go; products keep to natural parity unless asked not to; forces are the gradient; scalars have biases in the norms
 * only; the embedding of degrees knows the elements of neighbours.
 */
public final class Tdn extends PotentialModel<TdnConfig> {
    /** Added to mean squares. */
    static final double EPSILON = 0.1;

    private final Parameters parameters;
    private final TdnProduct product;
    private final TrainedRadial radial;
    private final Embedding embedding;
    private final Embedding neighbours;
    private final RadialFunctions embeddingRadial;
    private final BlockLinear embeddingMix;
    private final List<TdnLayer> layers = new ArrayList<>();
    private final EquivariantLayerNorm lastNorm;
    private final ColumnMap scalars;
    private final FullyConnectedNet readout;
    private final SpeciesScaleShift scaleShift;
    private final TdnForms.All forms;

    /**
     * Makes a model with random weights; decomposing the products takes about a second at degree 2.
     *
     * @param seed of the weights
     * @param backend the kernels it computes with
     */
    public Tdn(TdnConfig config, ModelData data, long seed, Backend backend) {
        super(config, data, backend);
        int elements = data.atomicNumbers().size();
        int channels = config.channels();
        int components = config.components();
        double sumScale = 1 / Math.sqrt(data.averageNeighbors());
        product = new TdnProduct(config, sumScale);
        forms = TdnForms.all(config.lmax(), sumScale);
        Scope root = Scope.root();
        radial = new TrainedRadial(root, config.radialShape(), data.atomicNumbers());
        embedding = new Embedding(root.at("embedding"), elements, channels);
        Scope degrees = root.at("degree_embedding");
        neighbours = new Embedding(degrees, elements, channels);
        embeddingRadial = radial.functions(degrees.at("radial"), config.radialHidden(), channels);
        embeddingMix = new BlockLinear(degrees.at("linear"), TdnLayer.all(components, channels, channels, 0), false);
        for (int t = 0; t < config.layers(); t++) {
            layers.add(new TdnLayer(root, config, t, radial, product, forms));
        }
        lastNorm = TdnLayer.norm(root, config);
        scalars =
                ColumnMap.of(components * channels, IntStream.range(0, channels).toArray());
        readout = new FullyConnectedNet(root.at("energy"), List.of(channels, channels, 1), Nonlinearity.SILU);
        boolean shifted = data.isolatedLimit() == IsolatedLimit.FREE;
        scaleShift = new SpeciesScaleShift(root.at("per_species_rescale"), elements, shifted);
        parameters = root.build(seed);
    }

    /** The number of products of the decomposition; 0 for exact products. */
    public int rank() {
        return product.factors().map(f -> f.rank()).orElse(0);
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
        Var y = in.ofEdges(forms.harmonics());
        Var basis = radial.basis(in);
        Var x = embedding(in, y, basis);
        in.show("embedding", x);
        for (TdnLayer layer : layers) {
            x = layer.apply(in, x, y, basis);
        }
        Var last = in.tape().columns(scalars, lastNorm.apply(x));
        return scaleShift.apply(readout.apply(last), in.batch().species());
    }

    private Var embedding(NetworkInput in, Var y, @Nullable Var basis) {
        GraphBatch batch = in.batch();
        Tape tape = in.tape();
        int elements = data().atomicNumbers().size();
        int channels = config().channels();
        Rows rows = new Rows(
                batch.edges(),
                List.of(in.speciesOfSenders(), batch.pairOfEdge(), batch.receiver()),
                List.of(elements, batch.pairs(), batch.atoms()));
        @Nullable Var[] around = {neighbours.table(tape), embeddingRadial.of(in, basis), y, null};
        Var sum = tape.form(forms.neighbours(), channels, rows, around, 3)[0];
        @Nullable Var[] both = {embeddingMix.apply(sum), embedding.table(tape), null};
        Rows atoms = Rows.of(batch.atoms(), batch.species(), elements);
        return tape.form(forms.addEmbedding(), channels, atoms, both, 2)[0];
    }
}
