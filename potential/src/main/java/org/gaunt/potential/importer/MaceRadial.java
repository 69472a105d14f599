package org.gaunt.potential.importer;

import java.util.List;
import org.gaunt.atoms.Element;
import org.gaunt.nn.Forms;
import org.gaunt.potential.importer.torch.ElementType;
import org.gaunt.potential.network.DistanceTransform;
import org.jspecify.annotations.Nullable;

/**
 * The radial part of a model of MACE; its constants are compared with those that are built in.
 *
 * @param functions number of Bessel functions
 * @param power of the cut-off polynomial
 * @param hidden widths of the hidden layers of the radial networks
 * @param transform of the distance
 * @param repulsion whether the repulsion of nuclei is added
 */
record MaceRadial(int functions, int power, List<Integer> hidden, DistanceTransform transform, boolean repulsion) {
    MaceRadial {
        hidden = List.copyOf(hidden);
    }

    static MaceRadial of(Module root, List<Integer> elements, int channels) {
        Module embedding = root.child("radial_embedding");
        if ((embedding.has("apply_cutoff") && !embedding.isTrue("apply_cutoff"))
                != (root.has("apply_cutoff") && !root.isTrue("apply_cutoff"))) {
            throw embedding.unsupported("another apply_cutoff than that of the model", "the same");
        }
        double cutoff = root.number("r_max");
        int functions = bessel(embedding.child("bessel_fn"), cutoff);
        int power = power(embedding.child("cutoff_fn"), cutoff);
        return new MaceRadial(
                functions,
                power,
                hidden(root.list("interactions"), functions, channels),
                transform(embedding.children().get("distance_transform"), elements),
                repulsion(root.children().get("pair_repulsion_fn"), elements, power));
    }

    private static int bessel(Module bessel, double cutoff) {
        if (!bessel.simpleName().equals("BesselBasis")) {
            throw bessel.unsupported("a " + bessel.simpleName(), "a BesselBasis");
        }
        double[] frequencies = bessel.numbers("bessel_weights");
        for (int n = 0; n < frequencies.length; n++) {
            bessel.require("frequency " + n, frequencies[n], (n + 1) * Math.PI / cutoff, 1e-6);
        }
        bessel.require("r_max", bessel.number("r_max"), cutoff, 1e-6);
        bessel.require("prefactor", bessel.number("prefactor"), Math.sqrt(2 / cutoff), 1e-6);
        return frequencies.length;
    }

    private static int power(Module cutoff, double radius) {
        if (!cutoff.simpleName().equals("PolynomialCutoff")) {
            throw cutoff.unsupported("a " + cutoff.simpleName(), "a PolynomialCutoff");
        }
        cutoff.require("r_max", cutoff.number("r_max"), radius, 1e-6);
        double p = cutoff.number("p");
        if (p != Math.rint(p) || p < 2 || p > 100) {
            throw cutoff.unsupported("the exponent " + p, "an integer of at least 2");
        }
        return (int) p;
    }

    /** Widths between the Bessel functions and the weights of paths, the same in all layers. */
    private static List<Integer> hidden(List<Module> interactions, int functions, int channels) {
        if (MaceFoundation.isNonlinear(interactions.getFirst())) {
            List<Integer> first = MaceFoundation.hidden(interactions.getFirst(), functions, channels);
            for (Module block : interactions) {
                if (!MaceFoundation.hidden(block, functions, channels).equals(first)) {
                    throw block.unsupported("a radial network of other widths than the first", "the same: " + first);
                }
            }
            return first;
        }
        List<Integer> all = interactions.getFirst().child("conv_tp_weights").integers("hs");
        List<Integer> hidden = all.subList(1, Math.max(1, all.size() - 1));
        for (Module interaction : interactions) {
            Module net = interaction.child("conv_tp_weights");
            List<Integer> here = net.integers("hs");
            if (here.size() != hidden.size() + 2
                    || !here.subList(1, here.size() - 1).equals(hidden)) {
                throw net.unsupported("a radial network of widths " + here, "hidden layers as in the first: " + hidden);
            }
            if (here.getFirst() != functions) {
                throw net.problem("a network of " + here.getFirst() + " functions, but there are " + functions);
            }
            network(net, here);
        }
        return hidden;
    }

    /** Checks a network of layers x W / sqrt(in) with SiLU between them. */
    private static void network(Module net, List<Integer> widths) {
        for (int k = 0; k + 1 < widths.size(); k++) {
            Module layer = net.child("layer" + k);
            layer.numbers("weight", Math.multiplyExact(widths.get(k), widths.get(k + 1)));
            layer.require("var_in", layer.numberOrTensor("var_in"), 1, 0);
            layer.require("var_out", layer.numberOrTensor("var_out"), 1, 0);
            Module activation = layer.children().get("act");
            boolean last = k == widths.size() - 2;
            if (last ? activation != null || layer.attributes().get("act") != null : activation == null) {
                throw layer.unsupported(
                        last ? "an activation behind the last layer" : "a hidden layer without activation",
                        "SiLU between the layers");
            }
            if (activation != null) {
                requireSilu(List.of(activation), layer);
            }
        }
    }

    /** Checks that there is one activation, SiLU with the usual normalisation. */
    static void requireSilu(List<Module> activations, Module where) {
        if (activations.size() != 1
                || !"torch.nn.functional.silu".equals(activations.getFirst().name("f"))) {
            throw where.unsupported("an activation other than SiLU", "SiLU");
        }
        Module silu = activations.getFirst();
        silu.require("the constant of SiLU", silu.numberOrTensor("cst"), Forms.SILU_MOMENT, 1e-12);
    }

    private static DistanceTransform transform(@Nullable Module transform, List<Integer> elements) {
        if (transform == null) {
            return DistanceTransform.NONE;
        }
        radii(transform, elements);
        return switch (transform.simpleName()) {
            case "AgnesiTransform" -> {
                transform.require("a", transform.number("a"), 1.0805, 1e-6);
                transform.require("p", transform.number("p"), 4.5791, 1e-6);
                transform.require("q", transform.number("q"), 0.9183, 1e-6);
                yield DistanceTransform.AGNESI;
            }
            case "SoftTransform" -> {
                transform.require("alpha", transform.number("alpha"), 4, 1e-6);
                yield DistanceTransform.SOFT;
            }
            default -> throw transform.unsupported("a " + transform.simpleName(), "an Agnesi or Soft transform");
        };
    }

    private static boolean repulsion(@Nullable Module repulsion, List<Integer> elements, int power) {
        if (repulsion == null) {
            return false;
        }
        double[] c = repulsion.numbers("c", 4);
        double[] known = {0.1818, 0.5099, 0.2802, 0.02817};
        for (int k = 0; k < 4; k++) {
            repulsion.require("c" + k, c[k], known[k], 1e-6);
        }
        repulsion.require("a_exp", repulsion.number("a_exp"), 0.3, 1e-6);
        repulsion.require("a_prefactor", repulsion.number("a_prefactor"), 0.4543, 1e-6);
        repulsion.require("p", repulsion.number("p"), power, 0);
        radii(repulsion, elements);
        return true;
    }

    private static void radii(Module module, List<Integer> elements) {
        double[] radii = module.numbers("covalent_radii");
        for (int z : elements) {
            if (z >= radii.length) {
                throw module.problem("no covalent radius of " + Element.of(z).symbol());
            }
            double tolerance = module.tensor("covalent_radii").type() == ElementType.FLOAT64 ? 1e-12 : 1e-6;
            module.require(
                    "the covalent radius of " + Element.of(z).symbol(),
                    radii[z],
                    Element.of(z).covalentRadius(),
                    tolerance);
        }
    }
}
