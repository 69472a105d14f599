package org.gaunt.potential.model.tdn;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.gaunt.autodiff.ColumnMap;
import org.gaunt.form.Backend;
import org.gaunt.form.Form;
import org.gaunt.form.LinearMap;
import org.gaunt.nn.EdgeForms;
import org.gaunt.nn.Initializer;
import org.gaunt.nn.Parameters;
import org.gaunt.potential.network.DegreeNorm;
import org.gaunt.potential.network.EnergyNetwork;
import org.gaunt.potential.network.ModelData;
import org.gaunt.potential.network.Perceptron;
import org.gaunt.potential.network.PotentialModel;
import org.gaunt.potential.network.RadialFunctions;
import org.gaunt.potential.network.SpeciesScale;
import org.gaunt.potential.network.TrainedRadial;

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
    static final String EMBEDDING = "embedding.weight";
    static final String NEIGHBOURS = "degree_embedding.weight";
    static final String NEIGHBOUR_MIX = "degree_embedding.linear.weight";

    private final Parameters parameters;
    private final TdnProduct product;
    private final TrainedRadial radial;
    private final RadialFunctions embeddingRadial;
    private final LinearMap embeddingMix;
    private final List<TdnLayer> layers = new ArrayList<>();
    private final DegreeNorm lastNorm;
    private final ColumnMap scalars;
    private final Perceptron readout;
    private final SpeciesScale speciesScale = new SpeciesScale();
    private final Forms forms;

    /** The forms of all layers. */
    record Forms(Form harmonics, Form neighbours, Form addEmbedding, Form attention, Form gate) {}

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
        Parameters.Builder builder = Parameters.builder();
        radial = new TrainedRadial(config.radialShape(), data.atomicNumbers());
        radial.declare(builder);
        builder.add(EMBEDDING, false, Initializer.NORMAL, elements, channels);
        builder.add(NEIGHBOURS, false, Initializer.NORMAL, elements, channels);
        embeddingRadial = radial.functions("degree_embedding.radial", config.radialHidden(), channels);
        embeddingRadial.declare(builder);
        embeddingMix = TdnLayer.all(components, channels, channels, 0);
        TdnLayer.linear(builder, NEIGHBOUR_MIX, false, embeddingMix);
        for (int t = 0; t < config.layers(); t++) {
            TdnLayer layer = new TdnLayer(config, t, radial);
            layer.declare(builder);
            layers.add(layer);
        }
        lastNorm = new DegreeNorm("norm", config.lmax(), channels);
        lastNorm.declare(builder);
        scalars =
                ColumnMap.of(components * channels, IntStream.range(0, channels).toArray());
        readout = new Perceptron("energy", channels, List.of(channels), 1);
        readout.declare(builder);
        speciesScale.declare(builder, elements);
        parameters = builder.build(seed);
        forms = new Forms(
                EdgeForms.harmonics(config.lmax()),
                TdnForms.neighbours(config.lmax(), sumScale),
                TdnForms.addEmbedding(components),
                TdnForms.attention(components),
                TdnForms.gate(components));
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
        return new TdnNetwork(this);
    }

    TdnProduct product() {
        return product;
    }

    TrainedRadial radial() {
        return radial;
    }

    RadialFunctions embeddingRadial() {
        return embeddingRadial;
    }

    LinearMap embeddingMix() {
        return embeddingMix;
    }

    List<TdnLayer> layers() {
        return layers;
    }

    DegreeNorm lastNorm() {
        return lastNorm;
    }

    ColumnMap scalars() {
        return scalars;
    }

    Perceptron readout() {
        return readout;
    }

    SpeciesScale speciesScale() {
        return speciesScale;
    }

    Forms forms() {
        return forms;
    }
}
