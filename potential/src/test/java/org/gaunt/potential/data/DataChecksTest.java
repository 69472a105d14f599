package org.gaunt.potential.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.gaunt.atoms.Labels;
import org.gaunt.atoms.Source;
import org.gaunt.atoms.Structure;
import org.gaunt.atoms.Units;
import org.gaunt.files.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataChecksTest {

    private static final double HARTREE = Units.HARTREE;
    private static final double BOHR = Units.BOHR;

    /** Hydrogen molecules that vibrate: E = k/2 (d - 0.75)² in eV. */
    private static List<Structure> trajectory(double energyFactor, double forceFactor) {
        SplittableRandom random = new SplittableRandom(3);
        List<Structure> frames = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            double d = 0.75 + 0.1 * Math.sin(i) + 0.01 * random.nextDouble();
            double pull = 30 * (d - 0.75);
            double energy = -31.7 + 15 * (d - 0.75) * (d - 0.75);
            frames.add(Structure.builder(new int[] {1, 1}, new double[] {0, 0, 0, 0, 0, d})
                    .labels(Labels.NONE
                            .withEnergy(energyFactor * energy)
                            .withForces(new double[] {0, 0, forceFactor * pull, 0, 0, -forceFactor * pull}))
                    .build());
        }
        return frames;
    }

    private static List<String> notes(List<Structure> frames, Map<Integer, Double> isolated) {
        DataChecks checks = new DataChecks();
        frames.forEach(checks::add);
        return checks.suspectUnits(
                isolated, frames.stream().map(Composition::of).toList());
    }

    @Test
    void rightUnitsRaiseNoSuspicion() {
        assertThat(notes(trajectory(1, 1), Map.of(1, -13.6))).isEmpty();
        assertThat(notes(trajectory(1, 1), Map.of())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0.0367493, 1, energies in hartree and forces in eV/Å",
        "0.0367493, 0.019446905, energies in hartree and forces in hartree/bohr",
        "1, 0.019446905, energies in eV and forces in hartree/bohr",
        "23.0605, 1, energies in kcal/mol and forces in eV/Å",
        "1, -1, gradients instead of forces",
    })
    void workAndEnergyBetweenFramesTellTheUnits(double energyFactor, double forceFactor, String wanted) {
        List<String> notes = notes(trajectory(energyFactor, forceFactor), Map.of());
        assertThat(notes).hasSize(1);
        assertThat(notes.getFirst()).contains(wanted, "19 pairs of neighbouring frames", "correlation");
    }

    @Test
    void magnitudesAgainstIsolatedAtomsTellTheUnits() {
        List<Structure> hartree = trajectory(1 / HARTREE, 1 / HARTREE * BOHR);
        assertThat(notes(hartree, Map.of(1, -13.6)))
                .anyMatch(note ->
                        note.contains("are the energies of the structures in hartree") && note.contains("-23.2448"));
        assertThat(notes(hartree, Map.of(1, -0.4998)))
                .anyMatch(note -> note.contains("the isolated H atom has -0.4998 eV"));
        assertThat(notes(trajectory(1, 1), Map.of(1, -0.4998)))
                .anyMatch(note -> note.contains("are the energies of the atoms in hartree"));
    }

    @Test
    void framesThatAreNoNeighboursSayNothing() {
        List<Structure> frames = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            frames.add(Structure.builder(new int[] {1, 1}, new double[] {3.0 * i, 0, 0, 0, 0, 1})
                    .labels(Labels.NONE.withEnergy(i).withForces(new double[] {1, 0, 0, 0, 0, 0}))
                    .build());
        }
        assertThat(notes(frames, Map.of())).isEmpty();
    }

    @Test
    void missingLabelsAreCounted() {
        DataChecks checks = new DataChecks();
        trajectory(1, 1).forEach(checks::add);
        assertThat(checks.missingLabels()).isEmpty();
        checks.add(Structure.builder(new int[] {1, 1}, new double[] {0, 0, 0, 0, 0, 1})
                .labels(Labels.NONE.withEnergy(1))
                .build());
        assertThat(checks.missingLabels()).hasSize(1);
        assertThat(checks.missingLabels().getFirst()).contains("forces are known of 20 of 21 structures");
        checks.add(Structure.builder(new int[] {1, 1}, new double[] {0, 0, 0, 0, 0, 1})
                .labels(Labels.NONE.withEnergy(1).withStress(new double[9]))
                .build());
        assertThat(checks.missingLabels())
                .contains(
                        "1 structures have a stress or virial but are not periodic in three directions; it is not used");
    }

    @Test
    void aVirialOfAMoleculeIsNoted() {
        DataChecks checks = new DataChecks();
        checks.add(Structure.builder(new int[] {1, 1}, new double[] {0, 0, 0, 0, 0, 1})
                .labels(Labels.NONE.withEnergy(1))
                .info("virial", "1 1 1 0 0 0") // where the reader leaves it
                .build());
        assertThat(checks.missingLabels())
                .containsExactly(
                        "1 structures have a stress or virial but are not periodic in three directions; it is not"
                                + " used");
    }

    @Test
    void filesWithoutALabelAreNamed() {
        DataChecks checks = new DataChecks();
        Structure frame = trajectory(1, 1).getFirst();
        checks.add(frame.toBuilder().source(new Source("a.xyz", 1)).build());
        checks.add(frame.withLabels(Labels.NONE.withEnergy(1)).toBuilder()
                .source(new Source("b.xyz", 1))
                .build());
        assertThat(checks.missingLabels())
                .containsExactly(
                        "forces are known of 1 of 2 structures; the others count in the other terms of the loss"
                                + " only (b.xyz has none)");
    }

    @Test
    void labelsThatCountMustBeThere() {
        DataConfig config = DataConfig.defaults();
        DataChecks molecules = new DataChecks();
        molecules.add(Structure.builder(new int[] {1, 1}, new double[] {0, 0, 0, 0, 0, 1})
                .labels(Labels.NONE.withEnergy(1).withStress(new double[9]))
                .build());
        assertThatCode(() -> molecules.requireLabels(new LabelNeeds(1, 0, 0), config))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> molecules.requireLabels(new LabelNeeds(1, 1, 0), config))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no training structure has forces")
                .hasMessageContaining("1 structures without it")
                .hasMessageContaining("data.forces_key (forces), or set the weight to 0");
        assertThatThrownBy(() -> molecules.requireLabels(new LabelNeeds(1, 0, 1), config))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no training structure has a stress")
                .hasMessageContaining("1 structures with it that are not periodic in three directions")
                .hasMessageContaining("data.virial_key (virial)");
        assertThatThrownBy(
                        () -> molecules.another("validation", List.of()).requireLabels(new LabelNeeds(1, 0, 0), config))
                .hasMessageContaining("no validation structure has an energy");
        DataChecks weightless = new DataChecks(5, false, Map.of("Default", 0.0), List.of());
        trajectory(1, 1).forEach(weightless::add);
        assertThatThrownBy(() -> weightless.requireLabels(new LabelNeeds(1, 1, 0), config))
                .hasMessageContaining("20 structures with it, whose own weights are all 0");
    }

    @Test
    void energiesCountedFromTheBulkAreNotInHartree() {
        // 3.5 eV for the atom, and 28 eV above the bulk for eight of them: a 27th by chance
        List<Structure> frames = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            frames.add(Structure.builder(new int[] {29, 29}, new double[] {0, 0, 0, 0, 0, 2.5 + 0.01 * i})
                    .labels(Labels.NONE.withEnergy(0.25 + 0.001 * i))
                    .build());
        }
        assertThat(notes(frames, Map.of(29, 3.51))).isEmpty();
    }

    @Test
    void factorsOfConfigTypesMayNameStructuresWithoutOne() {
        assertThatCode(() -> DataChecks.requireWeightedTypes(Map.of("Default", 1.0), Set.of("a")))
                .doesNotThrowAnyException();
        assertThatCode(() -> DataChecks.requireWeightedTypes(Map.of("Default", 0.5), Set.of("a", "Default")))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> DataChecks.requireWeightedTypes(Map.of("Default", 0.5), Set.of("a")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("Default does not stand for types that are not named");
        assertThatThrownBy(() -> DataChecks.requireWeightedTypes(Map.of("default", 0.5), Set.of("a", "Default")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no structure of config type \"default\"");
    }
}
