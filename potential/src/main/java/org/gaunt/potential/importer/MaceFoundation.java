package org.gaunt.potential.importer;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.gaunt.nn.Forms;
import org.gaunt.nn.Nonlinearity;
import org.gaunt.o3.Irrep;
import org.gaunt.o3.Irreps;
import org.gaunt.potential.data.StructureInput;
import org.gaunt.potential.importer.torch.TorchDict;
import org.gaunt.potential.model.mace.MaceOptions;
import org.jspecify.annotations.Nullable;

/** The options of MACE-MH and MACE-OMOL: the non-linear block, embeddings of charge and spin, readouts; their constants are compared. */
final class MaceFoundation {
    private static final String NONLINEAR = "RealAgnosticResidualNonLinearInteractionBlock";
    private static final double EXACT = 1e-12;

    private MaceFoundation() {}

    /** Whether a module is a non-linear interaction block. */
    static boolean isNonlinear(Module interaction) {
        return interaction.simpleName().equals(NONLINEAR);
    }

    /** The options of a model. */
    static MaceOptions options(Module root) {
        List<Module> interactions = root.list("interactions");
        boolean nonlinear = isNonlinear(interactions.getFirst());
        for (Module interaction : interactions) {
            if (isNonlinear(interaction) != nonlinear) {
                throw interaction.unsupported(
                        "a " + interaction.simpleName() + " behind a "
                                + interactions.getFirst().simpleName(),
                        "non-linear blocks only, or none");
            }
        }
        boolean after = root.has("apply_cutoff") && !root.isTrue("apply_cutoff");
        if (nonlinear && !after) {
            throw root.unsupported("non-linear blocks with the cut-off before their networks (apply_cutoff)", "behind");
        }
        MaceOptions options = MaceOptions.defaults().withCutoffAfterNetwork(after);
        if (nonlinear) {
            boolean first = root.isTrue("use_edge_irreps_first");
            options = options.withNonlinearInteraction(edges(root, interactions, first), first);
            interactions.forEach(MaceFoundation::block);
        }
        boolean biased = root.list("readouts").getLast().simpleName().equals("NonLinearBiasReadoutBlock");
        return embeddings(root, options)
                .withAgnosticProduct(root.isTrue("use_agnostic_product"))
                .withReadouts(root.isTrue("use_last_readout_only"), biased);
    }

    /** Irreps that neighbours send; empty for those of the features. */
    private static String edges(Module root, List<Module> interactions, boolean first) {
        boolean own = root.attributes().get("edge_irreps") != null;
        if (!own) {
            if (first) {
                throw root.problem("use_edge_irreps_first without edge_irreps");
            }
        } else {
            Irreps edges = root.irreps("edge_irreps");
            for (int t = 0; t < interactions.size(); t++) {
                Module up = interactions.get(t).child("linear_up");
                Irreps wanted = t > 0 ? edges : first ? edges.filter(Irrep::isScalar) : up.irreps("irreps_in");
                if (!up.irreps("irreps_out").equals(wanted)) {
                    throw up.unsupported("features " + up.irreps("irreps_out") + " on the edges", wanted.toString());
                }
            }
        }
        return own ? root.irreps("edge_irreps").toString() : "";
    }

    private static void block(Module block) {
        for (String transposition : List.of("transpose_mul_ir", "transpose_ir_mul")) {
            if (block.attributes().get(transposition) != null) {
                throw block.unsupported("a layout of another library (" + transposition + ")", "that of e3nn");
            }
        }
        network(block.child("conv_tp_weights"));
        network(block.child("density_fn"));
        List<Integer> density = block.child("density_fn").integers("hs");
        if (density.size() != 3 || density.get(1) != 64 || density.get(2) != 1) {
            throw block.unsupported("a density of widths " + density, "one hidden layer of 64 numbers");
        }
        gate(block);
    }

    /** Checks a network of PyTorch's linear layers with a layer norm and SiLU between. */
    private static void network(Module net) {
        List<Integer> widths = net.integers("hs");
        List<Module> steps = net.list("net");
        if (widths.size() < 3 || steps.size() != 3 * (widths.size() - 1) - 2) {
            throw net.unsupported(
                    steps.size() + " steps of a network of widths " + widths, "layer norms and SiLU between");
        }
        for (int k = 0; k < steps.size(); k++) {
            Module step = steps.get(k);
            int in = widths.get(k / 3);
            int out = widths.get(k / 3 + 1);
            switch (k % 3) {
                case 0 -> {
                    requireClass(step, "torch.nn.modules.linear.Linear");
                    step.numbers("weight", Math.multiplyExact(in, out));
                    step.numbers("bias", out);
                }
                case 1 -> {
                    requireClass(step, "torch.nn.modules.normalization.LayerNorm");
                    step.require("eps", step.numberOrTensor("eps"), 1e-5, EXACT);
                    step.numbers("weight", out);
                    step.numbers("bias", out);
                    if (!step.integers("normalized_shape").equals(List.of(out))) {
                        throw step.unsupported("a norm of another shape", "one of " + out + " numbers");
                    }
                }
                default -> requireClass(step, "torch.nn.modules.activation.SiLU");
            }
        }
    }

    /** The widths of the hidden layers of a block's radial network. */
    static List<Integer> hidden(Module block, int functions, int channels) {
        List<Integer> widths = block.child("conv_tp_weights").integers("hs");
        for (String name : List.of("conv_tp_weights", "density_fn")) {
            int found = block.child(name).integers("hs").getFirst();
            if (found != functions + 2 * channels) {
                throw block.child(name)
                        .problem("a network of " + found + " numbers instead of " + functions + " functions and twice "
                                + channels + " of elements");
            }
        }
        return widths.subList(1, widths.size() - 1);
    }

    private static void requireClass(Module module, String wanted) {
        if (!module.className().equals(wanted)) {
            throw module.unsupported("a " + module.simpleName(), "a " + wanted);
        }
    }

    /** Scalars with SiLU, then a gate with a sigmoid for each other irrep. */
    private static void gate(Module block) {
        Module gate = block.child("equivariant_nonlin");
        Irreps target = block.irreps("irreps_out");
        Irreps scalars = target.filter(Irrep::isScalar);
        Irreps gated = target.filter(ir -> !ir.isScalar());
        Irreps gates = Irreps.of(Math.max(1, gated.numIrreps()), Irrep.natural(0));
        if (scalars.size() != 1
                || gated.size() == 0
                || !gate.irreps("irreps_scalars").simplify().equals(scalars)
                || !gate.irreps("irreps_gated").equals(gated)
                || !gate.irreps("irreps_gates").simplify().equals(gates)) {
            throw gate.unsupported("a gate of other irreps", "scalars " + scalars + " and a gate for each of " + gated);
        }
        List<List<Integer>> cut = List.of(
                List.of(0),
                List.of(1),
                IntStream.range(2, 2 + gated.size()).boxed().toList());
        List<Object> found = new ArrayList<>();
        for (Object part : gate.child("sc").child("cut").listOf("instructions")) {
            found.add(Module.tuple(part).stream()
                    .map(n -> n instanceof Long number ? (int) (long) number : -1)
                    .toList());
        }
        if (!found.equals(cut)) {
            throw gate.unsupported("scalars, gates and gated irreps in another order", "that of e3nn");
        }
        List<Module> ofScalars = gate.child("act_scalars").list("acts");
        List<Module> ofGates = gate.child("act_gates").list("acts");
        if (ofScalars.size() != 1 || ofGates.isEmpty()) {
            throw gate.unsupported(ofScalars.size() + " and " + ofGates.size() + " activations", "1 and 1 or more");
        }
        ofScalars.forEach(f -> activation(f, "torch.nn.functional.silu", Forms.SILU_MOMENT));
        ofGates.forEach(f -> activation(f, "torch.nn.functional.sigmoid", Nonlinearity.SIGMOID.moment()));
        Module product = gate.child("mul");
        for (Object instruction : product.listOf("instructions")) {
            List<?> parts = Module.tuple(instruction);
            if (parts.size() < 6
                    || !(parts.getFirst() instanceof Long term)
                    || term < 0
                    || term >= gated.size()
                    || !"uuu".equals(parts.get(3))
                    || !(parts.get(5) instanceof Double coefficient)) {
                throw product.unsupported("paths of another form", "those of a gate");
            }
            double wanted = Math.sqrt(gated.get((int) (long) term).ir().dim());
            product.require("a coefficient", coefficient, wanted, EXACT);
        }
        Irreps all = scalars.plus(gates).plus(gated).simplify();
        for (String name : List.of("linear_1", "linear_res")) {
            if (!block.child(name).irreps("irreps_out").equals(all)) {
                throw block.child(name).unsupported("a map to other irreps", all.toString());
            }
        }
    }

    /** {@code torch.sigmoid} and the functional one are the same function. */
    private static void activation(Module function, String wanted, double constant) {
        String name = String.valueOf(function.name("f"));
        if (!name.equals(wanted) && !name.equals(wanted.replace(".nn.functional", ""))) {
            throw function.unsupported("the activation " + name, wanted);
        }
        function.require("its constant", function.numberOrTensor("cst"), constant, EXACT);
    }

    private static MaceOptions embeddings(Module root, MaceOptions options) {
        Module joint = root.children().get("joint_embedding");
        if (root.children().containsKey("embedding_readout")) {
            throw root.unsupported("a readout of embeddings (embedding_readout)", "a model without it");
        }
        if (joint == null) {
            if (root.attributes().get("embedding_specs") instanceof TorchDict specs
                    && !specs.entries().isEmpty()) {
                throw root.problem("embedding_specs without a joint_embedding");
            }
            return options;
        }
        if (!(joint.attributes().get("specs") instanceof TorchDict specs)
                || !specs.entries()
                        .keySet()
                        .equals(joint.child("embedders").children().keySet())) {
            throw joint.problem("specs that do not name the embedders");
        }
        List<StructureInput> inputs = new ArrayList<>();
        int width = -1;
        for (var entry : specs.entries().entrySet()) {
            Module table = joint.child("embedders").child(String.valueOf(entry.getKey()));
            if (!(entry.getValue() instanceof TorchDict spec)) {
                throw joint.problem("a spec of " + entry.getKey() + " that is no dictionary");
            }
            if (!"categorical".equals(spec.entries().get("type"))
                    || !"graph".equals(spec.entries().get("per"))) {
                throw joint.unsupported(
                        "an embedding of " + entry.getKey() + " that is "
                                + spec.entries().get("type") + " per "
                                + spec.entries().get("per"),
                        "categories of a structure (categorical, graph)");
            }
            requireClass(table, "torch.nn.modules.sparse.Embedding");
            for (String option : List.of("padding_idx", "max_norm")) {
                if (table.attributes().get(option) != null) {
                    throw table.unsupported(option, "a table without it");
                }
            }
            int classes = integer(joint, spec, "num_classes", null);
            int offset = integer(joint, spec, "offset", 0L);
            int own = integer(joint, spec, "emb_dim", null);
            if (table.integer("num_embeddings") != classes
                    || table.integer("embedding_dim") != own
                    || (width >= 0 && own != width)) {
                throw table.unsupported("a table of another size than its spec or the others", "tables of one width");
            }
            width = own;
            try {
                inputs.add(new StructureInput(String.valueOf(entry.getKey()), -offset, classes - 1 - offset));
            } catch (IllegalArgumentException e) {
                throw joint.unsupported(String.valueOf(e.getMessage()), "a range of whole numbers");
            }
        }
        List<Module> project = joint.list("project");
        if (project.size() != 2) {
            throw joint.unsupported(project.size() + " steps", "a linear map and SiLU");
        }
        requireClass(project.get(0), "torch.nn.modules.linear.Linear");
        requireClass(project.get(1), "torch.nn.modules.activation.SiLU");
        if (project.getFirst().tensors().containsKey("bias")) {
            throw project.getFirst().unsupported("a bias", "a linear map without one");
        }
        return options.withEmbeddings(inputs, width);
    }

    private static int integer(Module module, TorchDict spec, String key, @Nullable Long otherwise) {
        Object value = spec.entries().getOrDefault(key, otherwise);
        if (value instanceof Long n && Math.abs(n) < 1_000_000) {
            return (int) (long) n;
        }
        throw module.problem("a spec without a whole number " + key);
    }
}
