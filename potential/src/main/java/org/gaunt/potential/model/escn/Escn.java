package org.gaunt.potential.model.escn;

import java.util.ArrayList;
import java.util.List;
import org.gaunt.autodiff.Groups;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Backend;
import org.gaunt.form.Form;
import org.gaunt.form.LinearMap;
import org.gaunt.linalg.Precision;
import org.gaunt.nn.BlockLinear;
import org.gaunt.nn.EdgeForms;
import org.gaunt.nn.FullyConnectedNet;
import org.gaunt.nn.Initializer;
import org.gaunt.nn.Nonlinearity;
import org.gaunt.nn.Parameters;
import org.gaunt.nn.Scope;
import org.gaunt.nn.Weight;
import org.gaunt.potential.network.EnergyNetwork;
import org.gaunt.potential.network.ModelData;
import org.gaunt.potential.network.NetworkInput;
import org.gaunt.potential.network.PotentialModel;
import org.gaunt.potential.network.Radial;

/**
 * Convolutions in the frames of edges with activations on the sphere: the convolution of eSCN (Passaro and Zitnick, ICML 2023,
 * arXiv:2302.03655), the separable activation of EquiformerV2 (Liao, Wood, Das, Smidt, ICLR 2024, arXiv:2306.12059), and, where
 * wanted, Gaunt-Selfmix (Luo, Chen, Krishnapriyan, ICLR 2024, arXiv:2401.10216, section 4).
 *
 * <p>For each layer: features of the neighbours, turned into the frame of the edge, times radial functions, mixed over degrees and
 * channels order by order, turned back and summed; plus an element-dependent map of the features before the layer; plus the product
 * of two linear maps of the result as functions on the sphere; plus an activation on the sphere between two linear maps. The last
 * layer's activation gives scalars, and a perceptron of them the energy of an atom.
 *
 * <p>The published convolutions mix order m with order -m as well, by the imaginary half of their maps. Features have natural parity,
 * so that this half breaks reflections; it is there only where {@link EscnConfig#parity} is false.
 *
 * <p>Unlike the published models it has no attention and no layer norm; a message is one linear convolution of the neighbour's features
 * with radial functions of the distance (published: two, with an activation between them in the edge's frame, of both atoms' features,
 * and radial functions that see both elements); order 0 has no bias; sums over neighbours are divided by their average number, not by
 * its root; and the forces are exact derivatives of the energy, through the rotations as well. The energy keeps still when a structure
 * turns up to the error of the grid: see {@link EscnConfig#grid}.
 */
public final class Escn extends PotentialModel<EscnConfig> {
    private final Parameters parameters;
    private final BlockLinear embedding;
    private final List<EscnLayer> layers = new ArrayList<>();
    private final FullyConnectedNet readout;
    private final Form vectors = EdgeForms.vectors();

    /**
     * Makes a model with random weights.
     *
     * @param seed of the weights
     * @param backend the kernels it computes with
     */
    public Escn(EscnConfig config, ModelData data, long seed, Backend backend) {
        super(config, data, backend);
        int elements = data.atomicNumbers().size();
        int channels = config.channels();
        Scope root = Scope.root();
        // from one number, which is 1, to scalars; the other degrees begin as zero
        LinearMap scalars = new LinearMap(
                1, config.features().dim(), channels, List.of(new LinearMap.Block(0, 0, 1, 1, channels, 0, 1)));
        embedding = new BlockLinear(
                root.at("embedding"),
                scalars,
                Weight.Declaration.of(Initializer.NORMAL, elements, channels).withRows(elements));
        Radial radial = new Radial(config.radialShape(), data.atomicNumbers());
        for (int t = 0; t < config.layers(); t++) {
            layers.add(new EscnLayer(root, config, t, elements, data.averageNeighbors(), radial));
        }
        readout = new FullyConnectedNet(
                root.at("readout"), List.of(channels, config.readoutHidden(), 1), Nonlinearity.SILU);
        parameters = root.build(seed);
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
        int atoms = in.batch().atoms();
        Var frame = layers.getFirst().convolution.frame().of(in.ofEdges(vectors));
        Var one = in.tape().constant(in.precision(), atoms, 1, 1);
        Groups byElement =
                Groups.of(in.batch().species(), data().atomicNumbers().size());
        Var features = embedding.apply(one, byElement);
        for (EscnLayer layer : layers) {
            features = layer.apply(in, features, frame);
        }
        return readout.apply(features).cast(Precision.FLOAT64);
    }
}
