package org.gaunt.potential.model.mace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.gaunt.atoms.Structure;
import org.gaunt.files.InputException;
import org.gaunt.form.Backend;
import org.gaunt.learn.io.Safetensors;
import org.gaunt.linalg.Precision;
import org.gaunt.nn.Parameters;
import org.gaunt.potential.Derivatives;
import org.gaunt.potential.ToyData;
import org.gaunt.potential.data.IsolatedLimit;
import org.gaunt.potential.data.StructureInput;
import org.gaunt.potential.eval.EvaluationSettings;
import org.gaunt.potential.eval.ModelPotential;
import org.gaunt.potential.io.ModelFactory;
import org.gaunt.potential.io.ModelFile;
import org.gaunt.potential.model.ModelKinds;
import org.gaunt.potential.network.ModelData;
import org.gaunt.potential.network.RadialKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Options that belong together, and model files with and without them. */
class MaceOptionsTest {
    private static final MaceConfig PLAIN = new MaceConfig("4x0e+4x1o", 2, 2, 2, 3.5, 6, 5, List.of(8), 4, true);
    private static final ModelData DATA = new ModelData(List.of(1, 8), List.of(-13.6, -2041.9), 0.8, -4.2, 7.5);
    private static final MaceOptions NONE = MaceOptions.defaults();
    private static final StructureInput CHARGE = new StructureInput(StructureInput.TOTAL_CHARGE, -2, 2);

    private final ModelFactory<?> factory = ModelKinds.factory("mace", Backend.detect());

    @TempDir
    Path folder;

    private Path write(MaceConfig config) {
        Path file = folder.resolve("model.safetensors");
        Mace model = new Mace(config, DATA, 3, Backend.detect());
        ModelFile.write(file, model, factory, Precision.FLOAT64, Map.of());
        return file;
    }

    /** Programs from before the options read such a file. */
    @Test
    void aFileWithoutOptionsDoesNotNameThem() {
        Path file = write(PLAIN);
        assertThat(Safetensors.read(file).metadata().get("gaunt")).doesNotContain("options", "nonlinear");
        ModelFile read = ModelFile.read(file, List.of(factory));
        assertThat(((Mace) read.model()).config()).isEqualTo(PLAIN);
    }

    @Test
    void aFileKeepsOptionsAndWeights() {
        MaceOptions all = NONE.withNonlinearInteraction("3x0e+3x1o", true)
                .withAgnosticProduct(true)
                .withReadouts(true, true)
                .withEmbeddings(List.of(CHARGE), 5);
        MaceConfig config = PLAIN.withOptions(all);
        ModelFile read = ModelFile.read(write(config), List.of(factory));
        Mace model = (Mace) read.model();
        assertThat(model.config()).isEqualTo(config);
        assertThat(model.inputs()).containsExactly(CHARGE);
        assertThat(model.parameters().values())
                .isEqualTo(
                        new Mace(config, DATA, 3, Backend.detect()).parameters().values());
        assertThat(model.parameters().entries().stream().map(Parameters.Entry::name))
                .contains(
                        "joint_embedding.embedders.total_charge.weight",
                        "interactions.1.conv_tp_weights.net.3.bias",
                        "interactions.1.alpha",
                        "readouts.1.linear_mid.bias")
                .doesNotContain("readouts.0.linear.weight");
    }

    @Test
    void optionsThatDoNotFitAreRefused() {
        refused(
                () -> new MaceOptions(true, false, "", false, false, false, false, List.of(), 16),
                "cutoff_after_network");
        refused(() -> new MaceOptions(false, false, "4x0e", false, false, false, false, List.of(), 16), "edge_irreps");
        refused(() -> NONE.withNonlinearInteraction("", true), "edge_irreps_first");
        refused(() -> NONE.withNonlinearInteraction("4x0e+2x1o", true), "edge_irreps", "number of channels");
        refused(() -> NONE.withEmbeddings(List.of(CHARGE, CHARGE), 4), "only once");
        refused(
                () -> new MaceOptions(false, false, "", false, false, false, false, List.of("total_charge"), 16),
                "model.embeddings",
                "total_charge -10..10");
        refused(() -> PLAIN.withOptions(NONE.withNonlinearInteraction("4x0e+4x3o", true)), "model.lmax = 2");
        MaceConfig one = new MaceConfig("4x0e", 2, 2, 1, 3.5, 6, 5, List.of(8), 4, true);
        refused(() -> one.withOptions(NONE.withReadouts(true, false)), "at least 2 layers");
        MaceConfig shallow = new MaceConfig("4x0e", 2, 2, 2, 3.5, 6, 5, List.of(), 4, true);
        refused(() -> shallow.withOptions(NONE.withNonlinearInteraction("", false)), "radial_hidden");
        MaceConfig embedded = PLAIN.withOptions(NONE.withEmbeddings(List.of(CHARGE), 4));
        ModelData exact = DATA.withIsolatedLimit(IsolatedLimit.EXACT);
        refused(() -> new Mace(embedded, exact, 0, Backend.detect()), "isolated_limit");
    }

    @Test
    void splinesEndAtTheCutoffByThemselves() {
        refused(
                () -> new MaceConfig(
                        PLAIN.hidden(),
                        2,
                        List.of(2),
                        2,
                        3.5,
                        RadialKind.SPLINE,
                        6,
                        5,
                        List.of(8),
                        12,
                        PLAIN.distanceTransform(),
                        false,
                        false,
                        "coupled",
                        18,
                        4,
                        true,
                        List.of(),
                        NONE.withCutoffAfterNetwork(true)),
                "cutoff_after_network",
                "spline");
    }

    @Test
    void networksThatSeeElementsAreNotReplacedBySplines() {
        Mace model = new Mace(PLAIN.withOptions(NONE.withNonlinearInteraction("", false)), DATA, 0, Backend.detect());
        assertThatThrownBy(() -> new ModelPotential(model, Precision.FLOAT64, 1, new EvaluationSettings(1e-6, null)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("splines");
        Mace plain = new Mace(PLAIN.withOptions(NONE.withCutoffAfterNetwork(true)), DATA, 0, Backend.detect());
        try (ModelPotential splines =
                        new ModelPotential(plain, Precision.FLOAT64, 1, new EvaluationSettings(1e-8, null));
                ModelPotential networks = new ModelPotential(plain, Precision.FLOAT64, 1)) {
            Structure structure = ToyData.structures(1, 5).getFirst();
            assertThat(splines.evaluate(structure, Derivatives.ENERGY).energy())
                    .isCloseTo(networks.evaluate(structure, Derivatives.ENERGY).energy(), Offset.offset(1e-6));
        }
    }

    private static void refused(Runnable maker, String... parts) {
        assertThatThrownBy(maker::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(parts);
    }
}
