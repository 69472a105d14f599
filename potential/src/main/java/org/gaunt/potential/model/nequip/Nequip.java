package org.gaunt.potential.model.nequip;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Backend;
import org.gaunt.form.Form;
import org.gaunt.nn.EdgeForms;
import org.gaunt.nn.Embedding;
import org.gaunt.nn.Linear;
import org.gaunt.nn.Parameters;
import org.gaunt.nn.Scope;
import org.gaunt.nn.SpeciesScaleShift;
import org.gaunt.o3.Irrep;
import org.gaunt.o3.Irreps;
import org.gaunt.o3.MulIrrep;
import org.gaunt.potential.data.IsolatedLimit;
import org.gaunt.potential.network.EnergyNetwork;
import org.gaunt.potential.network.ModelData;
import org.gaunt.potential.network.NetworkInput;
import org.gaunt.potential.network.PotentialModel;
import org.gaunt.potential.network.TrainedRadial;

/**
 * NequIP: equivariant convolutions with gates (Batzner, Musaelian, Sun, Geiger, Mailoa, Kornbluth, Molinari, Smidt, Kozinsky, Nature
 * Communications 13, 2453 (2022), arXiv:2101.03164), as the PyTorch program of version 0.5 computes it.
 *
 * <p>For each layer: mixing of channels; features of the neighbours times radial functions times spherical harmonics,
 * summed over neighbours and divided by the root of their average number; mixing again; plus an element-dependent map of the features
 * before the layer; a gate. Two linear maps of the last scalars give the energy of an atom, which is scaled and shifted by element.
 *
 * <p>What differs from the PyTorch program: irreps that cannot reach the energy through the layers that are left are not computed
 * (of the last layer all but even scalars, of the one before all of unnatural parity), which changes no number and leaves out the
 * weights that belong to them; scale and shift by element start at one and zero, are always trained, and come before the scale, shift
 * and isolated energies of {@link ModelData}.
 */
public final class Nequip extends PotentialModel<NequipConfig> {
    private static final Irrep SCALAR = Irrep.natural(0);

    private final Parameters parameters;
    private final Embedding embedding;
    private final List<NequipLayer> layers = new ArrayList<>();
    private final Linear readout;
    private final Linear lastReadout;
    private final Form harmonics;
    private final TrainedRadial radial;
    private final SpeciesScaleShift scaleShift;

    /**
     * Makes a model with random weights.
     *
     * @param seed of the weights
     * @param backend the kernels it computes with
     */
    public Nequip(NequipConfig config, ModelData data, long seed, Backend backend) {
        super(config, data, backend);
        int elements = data.atomicNumbers().size();
        Scope root = Scope.root();
        embedding = new Embedding(root.at("chemical_embedding.linear"), elements, config.channels());
        radial = new TrainedRadial(root, config.radialShape(), data.atomicNumbers());
        List<Irreps> reached = reached(config);
        List<Set<Irrep>> needed = needed(config);
        Irreps in = reached.getFirst();
        for (int t = 0; t < config.layers(); t++) {
            Irreps out = reached.get(t + 1).filter(needed.get(t)::contains);
            boolean residual = config.resnet() && reached.get(t + 1).equals(reached.get(t));
            layers.add(new NequipLayer(root, config, t, in, out, residual, elements, radial, data.averageNeighbors()));
            in = layers.getLast().out;
        }
        Irreps hidden = Irreps.of(config.readoutHidden(), SCALAR);
        readout = new Linear(root.at("conv_to_output_hidden.linear"), in, hidden);
        lastReadout = new Linear(
                root.at("output_hidden_to_scalar.linear"),
                hidden,
                Irreps.of(1, SCALAR),
                Linear.Settings.usual().withoutMatrices());
        boolean shifted = data.isolatedLimit() == IsolatedLimit.FREE;
        scaleShift = new SpeciesScaleShift(root.at("per_species_rescale"), elements, shifted);
        parameters = root.build(seed);
        harmonics = EdgeForms.harmonics(config.lmax());
    }

    /** The irreps of the features before the first layer and after each, of those that are hidden: what products can make. */
    private static List<Irreps> reached(NequipConfig config) {
        List<Irreps> reached = new ArrayList<>();
        reached.add(Irreps.of(config.channels(), SCALAR));
        Irreps hidden = config.hiddenIrreps();
        Irreps ordered = hidden.filter(ir -> ir.l() == 0).plus(hidden.filter(ir -> ir.l() > 0));
        for (int t = 0; t < config.layers(); t++) {
            Irreps product = reached.getLast().tensorProduct(config.harmonics());
            reached.add(ordered.filter(product::contains));
        }
        return reached;
    }

    /** The irreps after each layer that can still reach an even scalar: through products, or through the connections past them. */
    private static List<Set<Irrep>> needed(NequipConfig config) {
        List<Set<Irrep>> needed = new ArrayList<>();
        needed.add(Set.of(SCALAR));
        for (int t = 1; t < config.layers(); t++) {
            Set<Irrep> after = needed.getFirst();
            Set<Irrep> before = new HashSet<>(after);
            for (MulIrrep term : config.hiddenIrreps().terms()) {
                Irreps product = Irreps.of(1, term.ir()).tensorProduct(config.harmonics());
                if (product.terms().stream().anyMatch(p -> after.contains(p.ir()))) {
                    before.add(term.ir());
                }
            }
            needed.addFirst(before);
        }
        return needed;
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    List<NequipLayer> layers() {
        return layers;
    }

    @Override
    protected EnergyNetwork network() {
        return this::energies;
    }

    private Var energies(NetworkInput in) {
        Var y = in.ofEdges(harmonics);
        Var basis = radial.basis(in);
        // before the first layer features depend on the element only: a row an element
        Var features = embedding.table(in.tape());
        for (NequipLayer layer : layers) {
            features = layer.apply(in, features, y, basis);
        }
        Var hidden = readout.apply(features);
        in.show("conv_to_output_hidden.linear", hidden);
        return scaleShift.apply(lastReadout.apply(hidden), in.batch().species());
    }
}
