package org.gaunt.potential.importer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.gaunt.atoms.Element;
import org.gaunt.linalg.Precision;
import org.gaunt.o3.Irrep;
import org.gaunt.o3.Irreps;
import org.gaunt.o3.MulIrrep;
import org.gaunt.potential.importer.torch.ElementType;
import org.gaunt.potential.model.mace.MaceConfig;
import org.gaunt.potential.model.mace.MaceOptions;
import org.gaunt.potential.network.ModelData;
import org.gaunt.potential.network.RadialKind;
import org.jspecify.annotations.Nullable;

/**
 * The hyperparameters of a model of MACE, from where its modules keep them.
 *
 * @param config the shape of the same model here
 * @param data isolated energies, scale and shift
 * @param precision of the weights
 * @param heads names of all readouts in the file
 * @param head number of the one that is kept; -1 for all
 */
record MaceShape(MaceConfig config, ModelData data, Precision precision, List<String> heads, int head) {
    private static final int LARGEST_DEGREE = 4;
    private static final int LARGEST_CORRELATION = 4;

    MaceShape {
        heads = List.copyOf(heads);
    }

    /** The shape of the model that a module is, with one head or all. */
    static MaceShape of(Module root, Optional<String> wanted) {
        refuseOptions(root);
        List<Integer> elements = elements(root);
        List<String> heads = heads(root);
        int head = head(root, heads, wanted);
        int layers = (int) root.number("num_interactions");
        List<Module> interactions = root.list("interactions");
        List<Module> products = root.list("products");
        int readouts = root.isTrue("use_last_readout_only") ? 1 : layers;
        if (layers < 1
                || interactions.size() != layers
                || products.size() != layers
                || root.list("readouts").size() != readouts) {
            throw root.problem(interactions.size() + " interactions, " + products.size() + " products and "
                    + root.list("readouts").size() + " readouts, but num_interactions is " + layers);
        }
        int lmax = lmax(root.child("spherical_harmonics"));
        int channels = channels(root.child("node_embedding").child("linear"), elements.size());
        MaceOptions options = MaceFoundation.options(root);
        MaceRadial radial = MaceRadial.of(root, elements, channels);
        List<String> names = head < 0 && heads.size() > 1 ? heads : List.of();
        MaceConfig config = new MaceConfig(
                hidden(products, channels),
                lmax,
                products.stream().map(MaceShape::correlation).toList(),
                layers,
                root.number("r_max"),
                RadialKind.MLP,
                radial.functions(),
                radial.power(),
                radial.hidden(),
                12,
                radial.transform(),
                dense(interactions),
                radial.repulsion(),
                "coupled",
                18,
                readoutHidden(root.list("readouts"), layers, heads.size()),
                interactions.getFirst().simpleName().contains("Residual"),
                names,
                options);
        ElementType type =
                root.child("node_embedding").child("linear").tensor("weight").type();
        Precision precision = type == ElementType.FLOAT64 ? Precision.FLOAT64 : Precision.FLOAT32;
        return new MaceShape(
                config,
                data(root, elements, heads, head, names, averageNeighbors(interactions)),
                precision,
                heads,
                head);
    }

    private static void refuseOptions(Module root) {
        for (String option : List.of("use_so3", "lammps_mliap")) {
            if (root.isTrue(option)) {
                throw root.unsupported("the option " + option, "a model without it");
            }
        }
    }

    private static List<Integer> elements(Module root) {
        List<Integer> elements = new ArrayList<>();
        for (double z : root.numbers("atomic_numbers")) {
            if (z != Math.rint(z) || !Element.isNumber((int) z) || elements.contains((int) z)) {
                throw root.problem("the atomic number " + z);
            }
            elements.add((int) z);
        }
        if (elements.isEmpty()) {
            throw root.problem("no elements");
        }
        return elements;
    }

    private static List<String> heads(Module root) {
        if (root.attributes().get("heads") == null) {
            return List.of("Default");
        }
        Set<String> heads = new LinkedHashSet<>();
        for (Object head : root.listOf("heads")) {
            if (!(head instanceof String name) || name.isEmpty() || !heads.add(name)) {
                throw root.problem("heads without names of their own");
            }
        }
        if (heads.isEmpty()) {
            throw root.problem("no heads");
        }
        return List.copyOf(heads);
    }

    private static int head(Module root, List<String> heads, Optional<String> wanted) {
        if (wanted.isEmpty()) {
            return -1;
        }
        int head = heads.indexOf(wanted.get());
        if (head < 0) {
            throw root.unsupported("no head " + wanted.get(), "one of " + String.join(", ", heads));
        }
        return head;
    }

    private static int lmax(Module harmonics) {
        int lmax = harmonics.integer("_lmax");
        if (lmax < 0 || lmax > LARGEST_DEGREE) {
            throw harmonics.unsupported("harmonics of degree " + lmax, "at most " + LARGEST_DEGREE);
        }
        if (!harmonics.isTrue("normalize")
                || !"component".equals(harmonics.attributes().get("normalization"))
                || !harmonics.irreps("irreps_out").equals(Irreps.sphericalHarmonics(lmax))) {
            throw harmonics.unsupported(
                    "other harmonics than normalised ones of degrees 0 to " + lmax, "those of MACE");
        }
        return lmax;
    }

    private static int channels(Module embedding, int elements) {
        List<MulIrrep> out = embedding.irreps("irreps_out").terms();
        if (out.size() != 1 || !out.getFirst().ir().equals(Irrep.natural(0))) {
            throw embedding.unsupported("features of elements other than scalars", "scalars");
        }
        int channels = out.getFirst().mul();
        embedding.numbers("weight", Math.multiplyExact(elements, channels));
        return channels;
    }

    /** Irreps of the features between layers; those behind the last are scalars. */
    private static String hidden(List<Module> products, int channels) {
        Irreps scalars = Irreps.of(channels, Irrep.natural(0));
        Module last = products.getLast().child("linear");
        if (!last.irreps("irreps_out").equals(scalars)) {
            throw last.unsupported("features " + last.irreps("irreps_out") + " behind the last layer", "" + scalars);
        }
        Irreps hidden = products.getFirst().child("linear").irreps("irreps_out");
        for (Module product : products.subList(0, products.size() - 1)) {
            Irreps here = product.child("linear").irreps("irreps_out");
            if (!here.equals(hidden)) {
                throw product.unsupported("features " + here, hidden + " as in the first layer");
            }
        }
        for (int k = 0; k < hidden.terms().size(); k++) {
            MulIrrep term = hidden.terms().get(k);
            if (term.mul() != channels
                    || !term.ir().equals(Irrep.natural(term.ir().l()))
                    || (k == 0 && term.ir().l() != 0)) {
                throw products.getFirst()
                        .unsupported(
                                "features " + hidden,
                                "irreps of natural parity (0e, 1o, 2e ...), scalars first, " + channels + " of each");
            }
        }
        return hidden.toString();
    }

    private static int correlation(Module product) {
        List<Module> contractions = product.child("symmetric_contractions").list("contractions");
        if (contractions.isEmpty()) {
            throw product.problem("no contractions");
        }
        int correlation = contractions.getFirst().integer("correlation");
        for (Module contraction : contractions) {
            if (contraction.integer("correlation") != correlation
                    || correlation < 1
                    || correlation > LARGEST_CORRELATION) {
                throw contraction.unsupported(
                        "correlation " + contraction.integer("correlation"),
                        "one correlation for a layer, at most " + LARGEST_CORRELATION);
            }
        }
        return correlation;
    }

    private static boolean dense(List<Module> interactions) {
        boolean dense = interactions.getFirst().simpleName().contains("Density");
        for (int t = 0; t < interactions.size(); t++) {
            Module interaction = interactions.get(t);
            if (interaction.simpleName().contains("Density") != dense
                    || (t > 0 && !interaction.simpleName().contains("Residual"))) {
                throw interaction.unsupported(
                        "a " + interaction.simpleName() + " behind a "
                                + interactions.getFirst().simpleName(),
                        "blocks that are alike, residual ones behind the first");
            }
            for (String config : List.of("cueq_config", "oeq_config")) {
                if (interaction.attributes().get(config) != null) {
                    throw interaction.unsupported(
                            "a layout of another library (" + config + ")",
                            "the layout of e3nn: convert the model with MACE's own mace_cueq_to_e3nn");
                }
            }
        }
        return dense;
    }

    private static double averageNeighbors(List<Module> interactions) {
        double first = interactions.getFirst().numberOrTensor("avg_num_neighbors");
        for (Module interaction : interactions) {
            interaction.require("avg_num_neighbors", interaction.numberOrTensor("avg_num_neighbors"), first, 0);
        }
        if (!(first > 0)) {
            throw interactions.getFirst().problem("avg_num_neighbors " + first);
        }
        return first;
    }

    private static int readoutHidden(List<Module> readouts, int layers, int heads) {
        for (Module readout : readouts.subList(0, readouts.size() - 1)) {
            requireClass(readout, "LinearReadoutBlock");
        }
        Module last = readouts.getLast();
        if (layers == 1) {
            requireClass(last, "LinearReadoutBlock");
            return 16;
        }
        if (!last.simpleName().equals("NonLinearBiasReadoutBlock")) {
            requireClass(last, "NonLinearReadoutBlock");
        }
        MaceRadial.requireSilu(last.child("non_linearity").list("acts"), last);
        Irreps hidden = last.irreps("hidden_irreps");
        if (hidden.terms().size() != 1
                || !hidden.terms().getFirst().ir().equals(Irrep.natural(0))
                || hidden.dim() % heads != 0) {
            throw last.unsupported("a readout by " + hidden, "scalars, as many for each head");
        }
        return hidden.dim() / heads;
    }

    private static void requireClass(Module readout, String wanted) {
        if (!readout.simpleName().equals(wanted)) {
            throw readout.unsupported("a " + readout.simpleName(), "a " + wanted);
        }
    }

    private static ModelData data(
            Module root,
            List<Integer> elements,
            List<String> heads,
            int head,
            List<String> names,
            double averageNeighbors) {
        int count = heads.size();
        Module scaleShift = root.children().get("scale_shift");
        boolean scaled = root.simpleName().equals("ScaleShiftMACE");
        if (scaled != (scaleShift != null)) {
            throw root.problem(scaled ? "no scale_shift" : "a scale_shift");
        }
        double[] scale = perHead(scaleShift, "scale", count, 1);
        double[] shift = perHead(scaleShift, "shift", count, 0);
        double[] isolated = root.child("atomic_energies_fn").numbers("atomic_energies");
        if (isolated.length != elements.size() && isolated.length != count * elements.size()) {
            throw root.problem(
                    isolated.length + " atomic energies for " + elements.size() + " elements and " + count + " heads");
        }
        List<ModelData.Head> all = new ArrayList<>();
        for (int h = 0; h < count; h++) {
            int from = isolated.length == elements.size() ? 0 : h * elements.size();
            List<Double> energies = Arrays.stream(isolated, from, from + elements.size())
                    .boxed()
                    .toList();
            all.add(new ModelData.Head(heads.get(h), energies, scale[h], shift[h]));
        }
        ModelData.Head only = all.get(Math.max(0, head));
        return new ModelData(
                elements,
                only.isolatedEnergies(),
                only.scale(),
                only.shift(),
                averageNeighbors,
                names.isEmpty() ? List.of() : all);
    }

    private static double[] perHead(@Nullable Module scaleShift, String name, int heads, double otherwise) {
        double[] values = new double[heads];
        Arrays.fill(values, otherwise);
        if (scaleShift != null) {
            double[] given = scaleShift.numbers(name);
            if (given.length == 1) {
                Arrays.fill(values, given[0]);
            } else if (given.length == heads) {
                return given;
            } else {
                throw scaleShift.problem(given.length + " numbers " + name + " for " + heads + " heads");
            }
        }
        return values;
    }
}
