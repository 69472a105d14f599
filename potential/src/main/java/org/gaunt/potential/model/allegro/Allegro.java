package org.gaunt.potential.model.allegro;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gaunt.autodiff.Rows;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Backend;
import org.gaunt.form.Form;
import org.gaunt.form.Operand.Access;
import org.gaunt.linalg.Precision;
import org.gaunt.nn.BlockLinear;
import org.gaunt.nn.EdgeForms;
import org.gaunt.nn.FullyConnectedNet;
import org.gaunt.nn.Initializer;
import org.gaunt.nn.Nonlinearity;
import org.gaunt.nn.Parameters;
import org.gaunt.nn.RadialForms;
import org.gaunt.nn.Scope;
import org.gaunt.nn.SpeciesScaleShift;
import org.gaunt.nn.Weight;
import org.gaunt.o3.Irrep;
import org.gaunt.o3.Irreps;
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
 * Allegro: strictly local equivariant features of pairs (Musaelian, Batzner, Johansson, Sun, Owen, Kornbluth, Kozinsky, Nature
 * Communications 14, 579 (2023), arXiv:2204.05249, section "Allegro architecture").
 *
 * <p>Every directed edge ij has scalar features x and tensor features V. They start from a network of the elements and the distance
 * and from harmonics weighted by x. A layer sums harmonics weighted by x over the neighbours of the central atom i,
 * multiplies V with that sum channel by channel, mixes channels, and lets a network of x and the scalars of
 * the product change x, with a residual update. The energy of i is the sum over its neighbours of a network of x, times a
 * factor for the pair of elements. Nothing beyond the cut-off of i has any influence on it, whatever the layers.
 *
 * <p>What differs from the PyTorch program, version 0.2.0, which gives the same numbers from weights of this form:
 *
 * <ul>
 *   <li>Paths into one irrep are added with a weight for each path and channel, and then channels are mixed, in place of one mixing
 *       over paths and channels; the latent network sees one scalar for each channel, not one for each path and channel.
 *   <li>The radial basis is not normalised: the distance's part of the two-body network's input starts a tenth as large as the
 *       elements'. Starting it as large made no difference that two seeds could tell (aminoethanol, Muon, 28 epochs).
 *   <li>The energy of a pair passes a hidden layer by default ({@code readout_hidden: []} leaves it out), and the factors of pairs of
 *       elements are always there and trained, as are scale and shift of the elements.
 *   <li>The ratio of the residual update is not trained, the elements of the two-body network are a table for the centre plus one for
 *       the neighbour, initial weights are normal, not uniform, and networks are smaller by default.
 *   <li>Irreps of {@code hidden} that cannot reach the energy are kept; those of natural parity, the default, all do.
 * </ul>
 */
public final class Allegro extends PotentialModel<AllegroConfig> {
    private final Parameters parameters;
    private final TrainedRadial radial;
    private final RadialFunctions twoBodyRadial;
    private final Weight centre;
    private final Weight neighbour;
    private final FullyConnectedNet twoBody;
    private final BlockLinear embedding;
    private final List<AllegroLayer> layers = new ArrayList<>();
    private final FullyConnectedNet readout;
    private final Weight pairScales;
    private final SpeciesScaleShift scaleShift;
    private final Forms forms;

    /** The forms that are the same in all layers. */
    private record Forms(
            Form harmonics,
            Form distance,
            Form envelope,
            Form twoBody,
            Form enveloped,
            Form embedding,
            Form energies) {}

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
        int latent = config.latent();
        Irreps hidden = config.hiddenIrreps();
        Irreps start = hidden.filter(ir -> ir.isNatural() && ir.l() <= config.lmax());
        Scope root = Scope.root();
        radial = new TrainedRadial(root, config.radialShape(), data.atomicNumbers());
        List<Integer> sizes = AllegroForms.sizes(config.twoBodyHidden(), latent);
        int width = sizes.getFirst();
        Scope pairs = root.at("two_body");
        twoBodyRadial = radial.functions(pairs.at("radial"), List.of(), width);
        Weight.Declaration byElement =
                Weight.Declaration.of(Initializer.NORMAL, elements, width).withRows(elements);
        centre = pairs.weight("centre", byElement);
        neighbour = pairs.weight("neighbour", byElement);
        twoBody = new FullyConnectedNet(pairs, sizes, Nonlinearity.SILU);
        embedding =
                AllegroLayer.dense(root.at("tensor_embedding"), latent, start.size() * channels, 1 / Math.sqrt(latent));
        Form siluOfSum = AllegroForms.siluOfSum();
        Irreps in = start;
        for (int t = 0; t < config.layers(); t++) {
            Irreps product = in.tensorProduct(Irreps.sphericalHarmonics(config.lmax()));
            boolean last = t == config.layers() - 1;
            Irreps out = last ? Irreps.of(channels, Irrep.natural(0)) : hidden.filter(product::contains);
            layers.add(new AllegroLayer(root, config, t, in, out, data.averageNeighbors(), siluOfSum));
            in = out;
        }
        List<Integer> ends = AllegroForms.sizes(config.readoutHidden(), 1);
        ends.addFirst(latent);
        readout = new FullyConnectedNet(root.at("edge_energy"), ends, Nonlinearity.SILU);
        pairScales = root.at("edge_energy")
                .weight(
                        "pair_scales",
                        Weight.Declaration.of(Initializer.constant(1), elements, elements)
                                .withRows(elements * elements));
        boolean shifted = data.isolatedLimit() == IsolatedLimit.FREE;
        scaleShift = new SpeciesScaleShift(root.at("per_species_rescale"), elements, shifted);
        parameters = root.build(seed);
        forms = new Forms(
                EdgeForms.harmonics(config.lmax()),
                EdgeForms.distance(),
                RadialForms.envelope(config.cutoff(), config.cutoffPower()),
                AllegroForms.twoBody(),
                AllegroForms.enveloped(),
                AllegroForms.weightedHarmonics(start, config.lmax(), 1, Access.row()),
                AllegroForms.pairEnergies(1 / Math.sqrt(data.averageNeighbors())));
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
        GraphBatch batch = in.batch();
        Tape tape = in.tape();
        @Nullable Var[] distances = {in.distances(forms.distance()), null};
        AllegroLayer.Geometry geometry = new AllegroLayer.Geometry(
                in.ofEdges(forms.harmonics()),
                tape.cast(tape.form(forms.envelope(), 1, Rows.of(batch.pairs()), distances, 1)[0], in.precision()),
                Rows.of(batch.edges(), batch.pairOfEdge(), batch.pairs()));
        Var x = twoBodies(in, geometry);
        @Nullable Var[] weighted = {embedding.apply(x), geometry.harmonics(), null};
        Var v = tape.form(forms.embedding(), config().channels(), Rows.of(batch.edges()), weighted, 2)[0];
        AllegroLayer.Features features = new AllegroLayer.Features(x, v);
        for (AllegroLayer layer : layers) {
            features = layer.apply(in, features, geometry);
        }
        return sum(in, readout.apply(features.scalars()).cast(Precision.FLOAT64));
    }

    private Var twoBodies(NetworkInput in, AllegroLayer.Geometry geometry) {
        GraphBatch batch = in.batch();
        Tape tape = in.tape();
        int elements = data().atomicNumbers().size();
        Rows rows = new Rows(
                batch.edges(),
                List.of(batch.pairOfEdge(), in.speciesOfReceivers(), in.speciesOfSenders()),
                List.of(batch.pairs(), elements, elements));
        Var functions = twoBodyRadial.of(in, radial.basis(in));
        @Nullable Var[] operands = {functions, centre.on(tape), neighbour.on(tape), null};
        Var h = tape.form(forms.twoBody(), functions.width(), rows, operands, 3)[0];
        Var x = twoBody.apply(h);
        @Nullable Var[] enveloped = {x, geometry.envelope(), null};
        return tape.form(forms.enveloped(), x.width(), geometry.pairs(), enveloped, 2)[0];
    }

    /** Energies of atoms: those of their edges times a factor for the two elements. */
    private Var sum(NetworkInput in, Var ofEdges) {
        GraphBatch batch = in.batch();
        int elements = data().atomicNumbers().size();
        int[] pair = in.speciesOfReceivers();
        int[] sender = in.speciesOfSenders();
        Arrays.setAll(pair, e -> pair[e] * elements + sender[e]);
        Rows rows =
                new Rows(batch.edges(), List.of(pair, batch.receiver()), List.of(elements * elements, batch.atoms()));
        @Nullable Var[] operands = {ofEdges, pairScales.on(in.tape()).cast(Precision.FLOAT64), null};
        return scaleShift.apply(in.tape().form(forms.energies(), 1, rows, operands, 2)[0], batch.species());
    }
}
