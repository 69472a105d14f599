package org.gaunt.potential.importer;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.gaunt.files.InputException;

/**
 * The classes that may occur in a file of MACE, with all that each may have. Anything else is refused by its name and path, so that what a
 * later version adds is an error and never a number that is silently wrong.
 */
final class MaceTable {
    private static final String E3NN = "e3nn.";
    private static final String MACE = "mace.modules.";
    private static final String TORCH = "torch.nn.modules.";

    /** What every module of PyTorch has and no number depends on. */
    private static final Set<String> OF_ALL =
            Set.of("training", "_non_persistent_buffers_set", "_is_full_backward_hook", "_version", "call_super_init");

    private static final String PRODUCT =
            "irreps_in1 irreps_in2 irreps_out instructions _in1_dim _in2_dim internal_weights shared_weights"
                    + " _specialized_code _optimize_einsums __codegen__ weight_numel _profiling_str _did_compile_right"
                    + " _in_place / weight output_mask";

    private static final String INTERACTION =
            "node_attrs_irreps node_feats_irreps edge_attrs_irreps edge_feats_irreps target_irreps hidden_irreps"
                    + " avg_num_neighbors radial_MLP edge_irreps cueq_config oeq_config irreps_out"
                    + " / avg_num_neighbors / linear_up conv_tp conv_tp_weights linear skip_tp reshape";

    private static final Map<String, Allowed> CLASSES = new TreeMap<>();

    static {
        String root = "heads lammps_mliap apply_cutoff edge_irreps use_reduced_cg use_agnostic_product use_so3"
                + " use_last_readout_only use_edge_irreps_first embedding_specs pair_repulsion"
                + " / atomic_numbers r_max num_interactions"
                + " / node_embedding radial_embedding spherical_harmonics atomic_energies_fn interactions products"
                + " readouts scale_shift pair_repulsion_fn joint_embedding embedding_readout";
        allow(MACE + "models.ScaleShiftMACE", root);
        allow(MACE + "models.MACE", root);
        allow(MACE + "blocks.LinearNodeEmbeddingBlock", "/ / linear");
        allow(MACE + "blocks.AtomicEnergiesBlock", "/ atomic_energies");
        allow(MACE + "blocks.ScaleShiftBlock", "/ scale shift");
        allow(MACE + "blocks.RadialEmbeddingBlock", "out_dim apply_cutoff / / bessel_fn cutoff_fn distance_transform");
        allow(MACE + "radial.BesselBasis", "/ bessel_weights r_max prefactor");
        allow(MACE + "radial.PolynomialCutoff", "/ p r_max");
        allow(MACE + "radial.AgnesiTransform", "/ q p a covalent_radii");
        allow(MACE + "radial.SoftTransform", "/ alpha covalent_radii");
        allow(MACE + "radial.ZBLBasis", "/ c p covalent_radii a_exp a_prefactor r_max / cutoff");
        for (String block : List.of("", "Residual")) {
            allow(MACE + "blocks.RealAgnostic" + block + "InteractionBlock", INTERACTION);
            allow(MACE + "blocks.RealAgnosticDensity" + block + "InteractionBlock", INTERACTION + " density_fn");
        }
        allow(
                MACE + "blocks.RealAgnosticResidualNonLinearInteractionBlock",
                "irreps_nonlin transpose_mul_ir transpose_ir_mul " + INTERACTION.replaceFirst("/ ", "/ alpha beta ")
                        + " density_fn source_embedding target_embedding linear_res linear_1 linear_2 equivariant_nonlin");
        allow(MACE + "radial.RadialMLP", "hs / / net");
        allow(MACE + "embeddings.GenericJointEmbedding", "base_dim specs out_dim / / embedders project");
        allow(
                MACE + "blocks.EquivariantProductBasisBlock",
                "use_sc use_agnostic_product cueq_config / / symmetric_contractions linear");
        allow(
                MACE + "symmetric_contraction.SymmetricContraction",
                "irreps_in irreps_out internal_weights shared_weights / / contractions");
        allow(
                MACE + "symmetric_contraction.Contraction",
                "num_features coupling_irreps correlation / weights_max weights_max_zeroed U_matrix_# weights_#_zeroed"
                        + " / weights graph_opt_main contractions_weighting contractions_features");
        allow("torch.fx.graph_module.reduce_graph_module", "");
        allow(MACE + "blocks.LinearReadoutBlock", "/ / linear");
        allow(MACE + "blocks.NonLinearReadoutBlock", "hidden_irreps num_heads / / linear_1 non_linearity linear_2");
        allow(
                MACE + "blocks.NonLinearBiasReadoutBlock",
                "hidden_irreps num_heads / / linear_1 non_linearity linear_mid linear_2");
        allow(MACE + "irreps_tools.reshape_irreps", "irreps cueq_config dims muls");
        allow(
                E3NN + "o3._linear.Linear",
                "internal_weights shared_weights irreps_in irreps_out instructions _optimize_einsums weight_numel"
                        + " bias_numel __codegen__ _did_compile_right / weight bias output_mask");
        allow(E3NN + "o3._tensor_product._tensor_product.TensorProduct", PRODUCT);
        allow(E3NN + "o3._tensor_product._sub.FullyConnectedTensorProduct", PRODUCT);
        allow(
                E3NN + "o3._spherical_harmonics.SphericalHarmonics",
                "normalize normalization irreps_in irreps_out _ls_list _lmax _is_range_lmax _prof_str");
        allow(E3NN + "nn._fc.FullyConnectedNet", "hs irreps_in irreps_out / / layer#");
        allow(E3NN + "nn._fc._Layer", "act h_in h_out var_in var_out _profiling_str / weight / act");
        allow(E3NN + "nn._activation.Activation", "irreps_in irreps_out paths / / acts");
        allow(E3NN + "math._normalize_activation.normalize2mom", "f cst _is_id");
        allow(E3NN + "o3._tensor_product._sub.ElementwiseTensorProduct", PRODUCT);
        allow(
                E3NN + "nn._gate.Gate",
                "irreps_scalars irreps_gates irreps_gated _irreps_in _irreps_out / / sc act_scalars act_gates mul");
        allow(E3NN + "nn._gate._Sortcut", "irreps_outs irreps_in / / cut");
        allow(
                E3NN + "nn._extract.Extract",
                "irreps_in irreps_outs instructions squeeze_out __codegen__ _did_compile_right _profiling_str");
        allow(TORCH + "linear.Linear", "in_features out_features / weight bias");
        allow(TORCH + "normalization.LayerNorm", "normalized_shape eps elementwise_affine / weight bias");
        allow(TORCH + "activation.SiLU", "inplace");
        allow(
                TORCH + "sparse.Embedding",
                "num_embeddings embedding_dim padding_idx max_norm norm_type scale_grad_by_freq sparse / weight");
        allow(TORCH + "container.ModuleDict", "/ / *");
        allow(TORCH + "container.Sequential", "/ / #");
        allow(TORCH + "container.ModuleList", "/ / #");
        allow(TORCH + "container.ParameterList", "_size / #");
    }

    private MaceTable() {}

    /** Names of attributes, tensors and children; # stands for a number, * for any name. */
    private record Allowed(Set<String> attributes, Set<String> tensors, Set<String> children) {
        static Allowed parse(String text) {
            String[] parts = text.split("/", -1);
            return new Allowed(names(parts, 0), names(parts, 1), names(parts, 2));
        }

        private static Set<String> names(String[] parts, int k) {
            Set<String> names = new TreeSet<>();
            if (k < parts.length && !parts[k].isBlank()) {
                names.addAll(List.of(parts[k].strip().split(" +")));
            }
            return names;
        }
    }

    private static void allow(String className, String text) {
        CLASSES.put(className, Allowed.parse(text));
    }

    /**
     * Checks a module and all within it.
     *
     * @throws InputException that names the first class, attribute, tensor or child that is not in the table
     */
    static void check(Module module) {
        Allowed allowed = CLASSES.get(module.className());
        if (allowed == null) {
            throw unknown(module);
        }
        for (String attribute : module.attributes().keySet()) {
            if (!OF_ALL.contains(attribute) && !attribute.contains("hook")) {
                require(module, "the attribute", attribute, allowed.attributes());
            }
        }
        module.tensors().keySet().forEach(name -> require(module, "the tensor", name, allowed.tensors()));
        module.children().forEach((name, child) -> {
            require(module, "the module", name, allowed.children());
            check(child);
        });
    }

    private static void require(Module module, String what, String name, Set<String> known) {
        if (!known.contains(name) && !known.contains("*") && !known.contains(name.replaceAll("[0-9]+", "#"))) {
            throw module.unsupported(
                    what + " " + name + " of a " + module.simpleName(),
                    known.isEmpty() ? "none" : "one of " + String.join(", ", known));
        }
    }

    private static InputException unknown(Module module) {
        String name = module.className();
        if (name.startsWith("cuequivariance")) {
            return module.unsupported(
                    "the class " + name + " of cuEquivariance",
                    "the layout of e3nn: convert the model with MACE's own mace_cueq_to_e3nn");
        }
        return module.unsupported("the class " + name, "a MACE or ScaleShiftMACE potential");
    }
}
