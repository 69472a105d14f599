package org.gaunt.potential.importer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gaunt.o3.Irrep;
import org.gaunt.o3.Irreps;
import org.gaunt.o3.MulIrrep;
import org.gaunt.potential.model.mace.MaceConfig;

/** Checks that the products and linear maps of a model of MACE have the paths, their order and the coefficients that are built in. */
final class MaceProducts {
    private static final double EXACT = 1e-12;

    private MaceProducts() {}

    static void check(Module root, MaceConfig config) {
        linearMaps(root);
        List<Module> interactions = root.list("interactions");
        Irreps harmonics = Irreps.sphericalHarmonics(config.lmax());
        for (Module interaction : interactions) {
            Module up = interaction.child("linear_up");
            boolean nonlinear = MaceFoundation.isNonlinear(interaction);
            if (!nonlinear && !up.irreps("irreps_in").equals(up.irreps("irreps_out"))) {
                throw up.unsupported(
                        "features " + up.irreps("irreps_out") + " on the edges",
                        "the same as on the atoms, " + up.irreps("irreps_in"));
            }
            convolution(interaction.child("conv_tp"), up.irreps("irreps_out"), harmonics);
            if (!nonlinear) {
                skip(
                        interaction.child("skip_tp"),
                        interaction.irreps("node_attrs_irreps").dim());
            }
        }
        for (Module product : root.list("products")) {
            for (Module contraction : product.child("symmetric_contractions").list("contractions")) {
                if (!contraction.irreps("coupling_irreps").equals(harmonics)
                        || contraction.integer("num_features") != config.channels()) {
                    throw contraction.unsupported(
                            "a contraction of " + contraction.irreps("coupling_irreps") + " with "
                                    + contraction.integer("num_features") + " channels",
                            harmonics + " with " + config.channels());
                }
            }
        }
    }

    private static void linearMaps(Module module) {
        if (module.className().equals("e3nn.o3._linear.Linear")) {
            linear(module);
        }
        module.children().values().forEach(MaceProducts::linearMaps);
    }

    /** All irreps with their like, and 1 / sqrt(number of channels that enter a result). */
    private static void linear(Module linear) {
        List<MulIrrep> in = linear.irreps("irreps_in").terms();
        List<MulIrrep> out = linear.irreps("irreps_out").terms();
        boolean biased =
                linear.tensors().containsKey("bias") && linear.tensor("bias").size() > 0;
        if (biased && !linear.path().matches("readouts\\.\\d+\\.(linear_mid|linear_2)")) {
            throw linear.unsupported("a bias", "a linear map without one");
        }
        List<int[]> paths = new ArrayList<>();
        Map<Integer, Integer> fan = new HashMap<>();
        for (int i = 0; i < in.size(); i++) {
            for (int o = 0; o < out.size(); o++) {
                if (in.get(i).ir().equals(out.get(o).ir())) {
                    paths.add(new int[] {i, o});
                    fan.merge(o, in.get(i).mul(), Integer::sum);
                }
            }
        }
        List<Object> instructions = new ArrayList<>();
        for (Object instruction : linear.listOf("instructions")) {
            List<?> parts = Module.tuple(instruction);
            if (biased && parts.size() >= 4 && isNumber(parts.get(0), -1)) {
                coefficient(linear, parts.get(3), 1);
            } else {
                instructions.add(instruction);
            }
        }
        if (instructions.size() != paths.size()) {
            throw linear.unsupported(instructions.size() + " paths", paths.size() + ", all that there can be");
        }
        for (int k = 0; k < paths.size(); k++) {
            List<?> parts = Module.tuple(instructions.get(k));
            int[] path = paths.get(k);
            if (parts.size() < 4 || !isNumber(parts.get(0), path[0]) || !isNumber(parts.get(1), path[1])) {
                throw linear.unsupported("paths in another order", "that of e3nn");
            }
            coefficient(linear, parts.get(3), 1 / Math.sqrt(fan.getOrDefault(path[1], 1)));
        }
    }

    /** Paths sorted by their result, each with a result of its own and the coefficient sqrt(2 l + 1). */
    private static void convolution(Module product, Irreps features, Irreps harmonics) {
        record Path(int x, int y, Irrep out) {}
        List<Path> paths = new ArrayList<>();
        for (int x = 0; x < features.terms().size(); x++) {
            for (int y = 0; y < harmonics.terms().size(); y++) {
                Irrep a = features.terms().get(x).ir();
                Irrep b = harmonics.terms().get(y).ir();
                for (int l = Math.abs(a.l() - b.l()); l <= a.l() + b.l(); l++) {
                    Irrep out = new Irrep(l, a.parity() * b.parity());
                    if (harmonics.terms().stream().anyMatch(t -> t.ir().equals(out))) {
                        paths.add(new Path(x, y, out));
                    }
                }
            }
        }
        List<Path> sorted = new ArrayList<>(paths);
        sorted.sort((p, q) -> Integer.compare(p.out().l(), q.out().l())); // stable
        List<?> instructions = product.listOf("instructions");
        List<MulIrrep> slots = product.irreps("irreps_out").terms();
        if (instructions.size() != sorted.size() || slots.size() != sorted.size()) {
            throw product.unsupported(
                    instructions.size() + " paths", sorted.size() + ", all to the degrees of the harmonics");
        }
        for (int k = 0; k < sorted.size(); k++) {
            List<?> parts = Module.tuple(instructions.get(k));
            Path path = sorted.get(k);
            if (parts.size() < 6
                    || !isNumber(parts.get(0), path.x())
                    || !isNumber(parts.get(1), path.y())
                    || !isNumber(parts.get(2), k)
                    || !"uvu".equals(parts.get(3))
                    || !slots.get(k).ir().equals(path.out())) {
                throw product.unsupported("paths in another order", "that of MACE, sorted by their result");
            }
            coefficient(product, parts.get(5), Math.sqrt(2 * path.out().l() + 1));
        }
    }

    /** The product with the one-hot element: sqrt((2 l + 1) / (channels times elements)). */
    private static void skip(Module product, int elements) {
        List<MulIrrep> in = product.irreps("irreps_in1").terms();
        for (Object instruction : product.listOf("instructions")) {
            List<?> parts = Module.tuple(instruction);
            if (parts.size() < 6
                    || !(parts.getFirst() instanceof Long i)
                    || i < 0
                    || i >= in.size()
                    || !"uvw".equals(parts.get(3))) {
                throw product.unsupported("paths of another form", "those of MACE");
            }
            MulIrrep term = in.get((int) (long) i);
            coefficient(product, parts.get(5), Math.sqrt((double) term.ir().dim() / (term.mul() * elements)));
        }
    }

    private static boolean isNumber(Object value, int wanted) {
        return value instanceof Long n && n == wanted;
    }

    private static void coefficient(Module module, Object found, double wanted) {
        if (!(found instanceof Double d)) {
            throw module.problem("a path without a coefficient");
        }
        module.require("a coefficient", d, wanted, EXACT);
    }
}
