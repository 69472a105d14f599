package org.gaunt.potential.model.escn;

import java.util.ArrayList;
import java.util.List;
import org.gaunt.form.Backend;
import org.gaunt.form.Form;
import org.gaunt.form.LinearMap;
import org.gaunt.nn.EdgeForms;
import org.gaunt.nn.Initializer;
import org.gaunt.nn.Parameters;
import org.gaunt.potential.network.EnergyNetwork;
import org.gaunt.potential.network.ModelData;
import org.gaunt.potential.network.Perceptron;
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
 * <p>Unlike the published models it has no attention and no layer norm, and the forces are exact derivatives of the energy, through
 * the rotations as well. The energy keeps still when a structure turns up to the error of the grid: see {@link EscnConfig#grid}.
 */
public final class Escn extends PotentialModel<EscnConfig> {
    static final String EMBEDDING = "embedding.weight";

    private final Parameters parameters;
    private final List<EscnLayer> layers = new ArrayList<>();
    private final LinearMap embedding;
    private final Perceptron readout;
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
        // from one number, which is 1, to scalars; the other degrees begin as zero
        embedding = new LinearMap(
                1, config.features().dim(), channels, List.of(new LinearMap.Block(0, 0, 1, 1, channels, 0, 1)));
        Radial radial = new Radial(config.radialShape(), data.atomicNumbers());
        Parameters.Builder builder = Parameters.builder();
        builder.add(EMBEDDING, false, Initializer.NORMAL, elements, channels);
        for (int t = 0; t < config.layers(); t++) {
            EscnLayer layer = new EscnLayer(builder, config, t, elements, data.averageNeighbors(), radial);
            layer.declare(builder, elements);
            layers.add(layer);
        }
        readout = new Perceptron("readout", channels, List.of(config.readoutHidden()), 1);
        readout.declare(builder);
        parameters = builder.build(seed);
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    protected EnergyNetwork network() {
        return new EscnNetwork(this);
    }

    List<EscnLayer> layers() {
        return layers;
    }

    LinearMap embedding() {
        return embedding;
    }

    Perceptron readout() {
        return readout;
    }

    Form vectors() {
        return vectors;
    }
}
