package org.gaunt.potential.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gaunt.atoms.Structure;
import org.gaunt.files.InputException;
import org.gaunt.linalg.Precision;
import org.gaunt.potential.Derivatives;
import org.gaunt.potential.Prediction;
import org.gaunt.potential.data.GraphBuilder;
import org.gaunt.potential.data.StructureInput;
import org.gaunt.potential.eval.EvaluationSettings;
import org.gaunt.potential.eval.ModelPotential;
import org.gaunt.potential.model.GoldenFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Files like those of MACE-MH and MACE-OMOL give the numbers of MACE: non-linear blocks, heads, charges and spins. */
class MaceFoundationTest {
    @TempDir
    Path folder;

    /** A structure with the charge and spin that its name in the golden file ends in. */
    private static Structure structure(String key, JsonNode expected) {
        Structure.Builder builder =
                GoldenFiles.structure(expected.get("structure").asString()).toBuilder();
        for (String part : key.split("/", -1)) {
            if (part.startsWith("spin")) {
                builder.info("total_spin", part.substring(4));
            } else if (part.startsWith("charge")) {
                builder.info("total_charge", part.substring(6));
            }
        }
        return builder.build();
    }

    @ParameterizedTest
    @CsvSource({"mh1, 5e-9, 2e-7, 10", "omol, 1e-11, 1e-10, 6"})
    void energiesForcesAndStressesAreThoseOfMace(String name, double tolerance, double forceTolerance, int cases) {
        MaceImport imported = MaceImport.read(MaceFiles.in(folder, name), Optional.empty());
        List<String> seen = new ArrayList<>();
        MaceFiles.expected(name).get("expected").forEachEntry((key, expected) -> {
            List<String> heads = imported.model().heads();
            String head =
                    heads.isEmpty() ? null : heads.get(expected.get("head").intValue());
            try (ModelPotential potential =
                    new ModelPotential(imported.model(), Precision.FLOAT64, 1, new EvaluationSettings(0, head))) {
                compare(name + " " + key, potential, structure(key, expected), expected, tolerance, forceTolerance);
            }
            seen.add(key);
        });
        assertThat(seen).hasSize(cases);
    }

    @ParameterizedTest
    @CsvSource({"omat_pbe", "omol"})
    void oneHeadIsKept(String head) {
        MaceImport one = MaceImport.read(MaceFiles.in(folder, "mh1"), Optional.of(head));
        assertThat(one.model().heads()).isEmpty();
        try (ModelPotential potential = new ModelPotential(one.model(), Precision.FLOAT64, 1)) {
            JsonNode expected = MaceFiles.expected("mh1").get("expected").get("sio_mixed/" + head);
            compare(head, potential, structure("", expected), expected, 5e-9, 2e-7);
        }
    }

    @Test
    void chargeAndSpinMustBeGivenAndKnown() {
        MaceImport imported = MaceImport.read(MaceFiles.in(folder, "omol"), Optional.empty());
        Structure bare = GoldenFiles.structure("hnco");
        try (ModelPotential potential = new ModelPotential(imported.model(), Precision.FLOAT64, 1)) {
            fails(potential, bare, "no entry total_spin", "total_spin=1");
            Structure singlet = bare.toBuilder().info("spin", "1").build();
            fails(potential, singlet, "no entry total_charge", "total_charge=0");
            fails(potential, singlet.toBuilder().info("charge", "11").build(), "charge=11", "-10 to 10");
            fails(potential, singlet.toBuilder().info("charge", "0.5").build(), "charge=0.5", "whole number");
            fails(
                    potential,
                    singlet.toBuilder()
                            .info("charge", "1")
                            .info("total_charge", "0")
                            .build(),
                    "charge=1, total_charge=0");
            Prediction byOtherNames =
                    potential.evaluate(singlet.toBuilder().info("charge", "0.0").build(), Derivatives.ENERGY);
            JsonNode expected = MaceFiles.expected("omol").get("expected").get("hnco/spin1/charge0");
            assertThat(byOtherNames.energy()).isCloseTo(expected.get("energy").doubleValue(), within(1e-8));
        }
    }

    /** Whoever gives one of two states must not be given the energy of the other. */
    @Test
    void aChargeIsNotIgnoredWhereOnlySpinIsAnInput() {
        GraphBuilder builder = new GraphBuilder(List.of(1, 6, 7, 8), 4)
                .withInputs(List.of(new StructureInput(StructureInput.TOTAL_SPIN, 1, 3)));
        Structure singlet =
                GoldenFiles.structure("hnco").toBuilder().info("spin", "1").build();
        assertThat(builder.build(singlet.toBuilder().info("charge", "0").build())
                        .inputs())
                .containsExactly(0);
        assertThatThrownBy(() ->
                        builder.build(singlet.toBuilder().info("charge", "-1").build()))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll("charge=-1", "total_charge");
    }

    private static org.assertj.core.data.Offset<Double> within(double offset) {
        return org.assertj.core.data.Offset.offset(offset);
    }

    private static void fails(ModelPotential potential, Structure structure, String... parts) {
        assertThatThrownBy(() -> potential.evaluate(structure, Derivatives.ENERGY))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll(parts);
    }

    private static void compare(
            String what,
            ModelPotential potential,
            Structure structure,
            JsonNode expected,
            double tolerance,
            double forceTolerance) {
        boolean periodic = structure.isFullyPeriodic() && expected.has("stress");
        Prediction found = potential.evaluate(structure, periodic ? Derivatives.STRESS : Derivatives.FORCES);
        close(what + " node energies", found.atomEnergies(), flat(expected.get("node_energy")), tolerance);
        close(what + " forces", found.forces(), flat(expected.get("forces")), forceTolerance);
        close(what + " energy", new double[] {found.energy()}, flat(expected.get("energy")), tolerance);
        if (periodic) {
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
        double worst = 0;
        for (int i = 0; i < found.length; i++) {
            worst = Math.max(worst, Math.abs(found[i] - expected[i]) / largest);
        }
        assertThat(worst).as("%s, relative to the largest %s", what, largest).isLessThanOrEqualTo(tolerance);
    }
}
