package org.gaunt.potential.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.gaunt.atoms.Structure;
import org.gaunt.files.InputException;
import org.gaunt.linalg.Precision;
import org.gaunt.potential.Derivatives;
import org.gaunt.potential.Prediction;
import org.gaunt.potential.eval.EvaluationSettings;
import org.gaunt.potential.eval.ModelPotential;
import org.gaunt.potential.importer.torch.TorchFile;
import org.gaunt.potential.importer.torch.TorchObject;
import org.gaunt.potential.model.GoldenFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Files of MACE give the numbers of MACE. */
class MaceImportTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"mpa0", "off23", "two_heads", "mp0_medium"})
    void everyTensorIsRead(String name) {
        try (TorchFile file = TorchFile.open(MaceFiles.in(folder, name))) {
            Module root = Module.of(folder, "", (TorchObject) file.root());
            List<String> seen = new ArrayList<>();
            MaceFiles.expected(name).get("state").forEachEntry((path, sums) -> {
                if (path.contains("._compiled_main")) {
                    return; // constants within generated code, which is not read
                }
                Module module = root;
                String[] parts = path.split("\\.", -1);
                for (int k = 0; k < parts.length - 1; k++) {
                    module = module.child(parts[k]);
                }
                double[] numbers = module.tensor(parts[parts.length - 1]).doubles();
                double sum = 0;
                double weighted = 0;
                for (int i = 0; i < numbers.length; i++) {
                    sum += numbers[i];
                    weighted += numbers[i] * (i + 1);
                }
                double size = Math.max(1, numbers.length);
                assertThat(sum).as(path).isCloseTo(sums.get(2).doubleValue(), within(1e-9 * size));
                assertThat(weighted).as(path).isCloseTo(sums.get(3).doubleValue(), within(1e-9 * size * size));
                seen.add(path);
            });
            assertThat(seen).hasSizeGreaterThan(60);
        }
    }

    private static Offset<Double> within(double offset) {
        return Offset.offset(offset);
    }

    @ParameterizedTest
    @CsvSource({"mpa0, 1e-11", "off23, 1e-11", "two_heads, 1e-11", "mp0_medium, 5e-9"})
    void energiesForcesAndStressesAreThoseOfMace(String name, double tolerance) {
        MaceImport imported = MaceImport.read(MaceFiles.in(folder, name), Optional.empty());
        assertThat(imported.precision()).isEqualTo(name.equals("mp0_medium") ? Precision.FLOAT32 : Precision.FLOAT64);
        try (ModelPotential potential = new ModelPotential(imported.model(), Precision.FLOAT64, 1)) {
            MaceFiles.expected(name)
                    .get("expected")
                    .forEachEntry((key, expected) ->
                            compare(name + " " + key, potential, GoldenFiles.structure(key), expected, tolerance));
        }
    }

    private static void compare(
            String what, ModelPotential potential, Structure structure, JsonNode expected, double tolerance) {
        // Bessel functions and covalent radii are exact here, and rounded to float32 in files of that precision
        double forceTolerance = tolerance < 1e-9 ? 10 * tolerance : 1e-6;
        Prediction found =
                potential.evaluate(structure, structure.isFullyPeriodic() ? Derivatives.STRESS : Derivatives.FORCES);
        close(what + " node energies", found.atomEnergies(), flat(expected.get("node_energy")), tolerance);
        close(what + " forces", found.forces(), flat(expected.get("forces")), forceTolerance);
        close(what + " energy", new double[] {found.energy()}, flat(expected.get("energy")), tolerance);
        if (structure.isFullyPeriodic() && expected.has("stress")) {
            close(what + " stress", found.stress(), flat(expected.get("stress")), forceTolerance);
        }
    }

    private static double[] flat(JsonNode node) {
        List<Double> all = new ArrayList<>();
        collect(node, all);
        return all.stream().mapToDouble(x -> x).toArray();
    }

    private static void collect(JsonNode node, List<Double> all) {
        if (node.isArray()) {
            node.forEach(n -> collect(n, all));
        } else {
            all.add(node.doubleValue());
        }
    }

    private static void close(String what, double[] found, double[] expected, double tolerance) {
        assertThat(found).as(what).hasSameSizeAs(expected);
        double largest = 1e-2;
        for (double e : expected) {
            largest = Math.max(largest, Math.abs(e));
        }
        for (int i = 0; i < found.length; i++) {
            assertThat(Math.abs(found[i] - expected[i]) / largest)
                    .as("%s [%d]: found %s, expected %s", what, i, found[i], expected[i])
                    .isLessThanOrEqualTo(tolerance);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pt_head", "Default"})
    void oneHeadIsKept(String head) {
        Path file = MaceFiles.in(folder, "two_heads");
        MaceImport one = MaceImport.read(file, Optional.of(head));
        assertThat(one.model().heads()).isEmpty();
        JsonNode expected = MaceFiles.expected("two_heads").get("expected");
        try (ModelPotential potential = new ModelPotential(one.model(), Precision.FLOAT64, 1)) {
            for (String structure : List.of("hnco", "two_fragments")) {
                compare(
                        structure,
                        potential,
                        GoldenFiles.structure(structure),
                        expected.get(structure + "/" + head),
                        1e-11);
            }
        }
        EvaluationSettings settings = new EvaluationSettings(0, head);
        try (ModelPotential potential =
                new ModelPotential(MaceImport.read(file, Optional.empty()).model(), Precision.FLOAT64, 1, settings)) {
            compare("both heads", potential, GoldenFiles.structure("hnco"), expected.get("hnco/" + head), 1e-11);
        }
        assertThatThrownBy(() -> MaceImport.read(file, Optional.of("other")))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll("no head other", "pt_head, Default");
    }

    @Test
    void aFileIsNoDirectory() {
        assertThatThrownBy(() -> MaceImport.read(folder, Optional.empty())).isInstanceOf(InputException.class);
    }
}
