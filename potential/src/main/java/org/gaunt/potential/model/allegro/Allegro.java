package org.gaunt.potential.model.allegro;

import java.util.ArrayList;
import java.util.List;
import org.gaunt.form.Backend;
import org.gaunt.form.Form;
import org.gaunt.form.LinearMap;
import org.gaunt.form.Operand.Access;
import org.gaunt.nn.EdgeForms;
import org.gaunt.nn.Initializer;
import org.gaunt.nn.Parameters;
import org.gaunt.nn.RadialForms;
import org.gaunt.o3.Irrep;
import org.gaunt.o3.Irreps;
import org.gaunt.potential.network.EnergyNetwork;
import org.gaunt.potential.network.ModelData;
import org.gaunt.potential.network.Perceptron;
import org.gaunt.potential.network.PotentialModel;
import org.gaunt.potential.network.RadialFunctions;
import org.gaunt.potential.network.SpeciesScale;
import org.gaunt.potential.network.TrainedRadial;

/**
 * Allegro: strictly local equivariant features of pairs (Musaelian, Batzner, Johansson, Sun, Owen, Kornbluth, Kozinsky, Nature
 * Communications 14, 579 (2023), arXiv:2204.05249, section "Allegro architecture").
 *
 * <p>Every directed edge ij has scalar features x and tensor features V. They start from a network of the elements and the distance
 * and from harmonics weighted by x. A layer sums harmonics weighted by x over the neighbours of the central atom i,
 * multiplies V with that sum channel by channel, mixes channels, and lets a network of x and the scalars of
 * the product change x, with a residual update. The energy of i is the sum over its neighbours of a network of x, times a
 * factor for the pair of elements. Nothing beyond the cut-off of i has any influence on it, whatever the layers.
 *
 * <p>What differs from the PyTorch program: paths into one irrep are added with a weight for each path and channel, and then channels
 * are mixed, in place of one mixing over paths and channels; the ratio of the residual update is not trained; the mapping of elements
 * in the two-body network is a table for the centre plus one for the neighbour; networks are smaller by default.
 */
public final class Allegro extends PotentialModel<AllegroConfig> {
    static final String TWO_BODY_CENTRE = "two_body.centre";
    static final String TWO_BODY_NEIGHBOUR = "two_body.neighbour";
    static final String EMBEDDING = "tensor_embedding.weight";
    static final String PAIR_SCALES = "edge_energy.pair_scales";

    private final Parameters parameters;
    private final RadialFunctions twoBodyRadial;
    private final Perceptron twoBody;
    private final LinearMap embeddingWeights;
    private final List<AllegroLayer> layers = new ArrayList<>();
    private final Perceptron readout;
    private final TrainedRadial radial;
    private final SpeciesScale speciesScale = new SpeciesScale();
    private final Forms forms;

    /** The forms that are the same in all layers. */
    record Forms(
            Form harmonics,
            Form distance,
            Form envelope,
            Form twoBody,
            Form enveloped,
            Form embedding,
            Form siluOfSum,
            Form pairEnergies) {}

    /**
     * Makes a model with random weights.
     *
     * @param seed of the weights
     * @param backend the kernels it computes with
     */
    public Allegro(AllegroConfig config, ModelData data, long seed, Backend backend) {
        super(config, data, backend);
        int elements = data.atomicNumbers().size();
        int channels = config.channels();
        Irreps hidden = config.hiddenIrreps();
        Irreps start = hidden.filter(ir -> ir.isNatural() && ir.l() <= config.lmax());
        Parameters.Builder builder = Parameters.builder();
        radial = new TrainedRadial(config.radialShape(), data.atomicNumbers());
        radial.declare(builder);
        int width = config.twoBodyHidden().getFirst();
        twoBodyRadial = radial.functions("two_body.radial", List.of(), width);
        twoBodyRadial.declare(builder);
        builder.add(TWO_BODY_CENTRE, false, Initializer.NORMAL, elements, width);
        builder.add(TWO_BODY_NEIGHBOUR, false, Initializer.NORMAL, elements, width);
        List<Integer> rest =
                config.twoBodyHidden().subList(1, config.twoBodyHidden().size());
        twoBody = new Perceptron("two_body", width, rest, config.latent());
        twoBody.declare(builder);
        embeddingWeights = LinearMap.dense(config.latent(), start.size() * channels, 1 / Math.sqrt(config.latent()));
        AllegroLayer.dense(builder, EMBEDDING, embeddingWeights);
        Irreps in = start;
        for (int t = 0; t < config.layers(); t++) {
            Irreps product = in.tensorProduct(Irreps.sphericalHarmonics(config.lmax()));
            boolean last = t == config.layers() - 1;
            Irreps out = last ? Irreps.of(channels, Irrep.natural(0)) : hidden.filter(product::contains);
            AllegroLayer layer = new AllegroLayer(config, t, in, out, data.averageNeighbors());
            layer.declare(builder, channels);
            layers.add(layer);
            in = out;
        }
        readout = new Perceptron("edge_energy", config.latent(), config.readoutHidden(), 1);
        readout.declare(builder);
        builder.add(PAIR_SCALES, false, Initializer.constant(1), elements, elements);
        speciesScale.declare(builder, elements);
        parameters = builder.build(seed);
        forms = new Forms(
                EdgeForms.harmonics(config.lmax()),
                EdgeForms.distance(),
                RadialForms.envelope(config.cutoff(), config.cutoffPower()),
                AllegroForms.twoBody(),
                AllegroForms.enveloped(),
                AllegroForms.weightedHarmonics(start, config.lmax(), 1, Access.row()),
                AllegroForms.siluOfSum(),
                AllegroForms.pairEnergies(1 / Math.sqrt(data.averageNeighbors())));
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    protected EnergyNetwork network() {
        return new AllegroNetwork(this);
    }

    RadialFunctions twoBodyRadial() {
        return twoBodyRadial;
    }

    Perceptron twoBody() {
        return twoBody;
    }

    LinearMap embeddingWeights() {
        return embeddingWeights;
    }

    List<AllegroLayer> layers() {
        return layers;
    }

    Perceptron readout() {
        return readout;
    }

    TrainedRadial radial() {
        return radial;
    }

    SpeciesScale speciesScale() {
        return speciesScale;
    }

    Forms forms() {
        return forms;
    }
}
