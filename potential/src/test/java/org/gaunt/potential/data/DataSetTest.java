package org.gaunt.potential.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.gaunt.atoms.Cell;
import org.gaunt.atoms.Labels;
import org.gaunt.atoms.Source;
import org.gaunt.atoms.Structure;
import org.gaunt.files.InputException;
import org.gaunt.learn.Split;
import org.junit.jupiter.api.Test;

class DataSetTest {

    private static Structure.Builder molecule(int... numbers) {
        double[] positions = new double[3 * numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            positions[3 * i] = 1.2 * i;
        }
        return Structure.builder(numbers, positions);
    }

    private static Structure labelled(double energy, int... numbers) {
        double[] forces = new double[3 * numbers.length];
        forces[0] = 3;
        return molecule(numbers)
                .labels(Labels.NONE.withEnergy(energy).withForces(forces))
                .build();
    }

    @Test
    void isolatedAtomsAreKeptApart() {
        Structure crystal = molecule(3)
                .cell(Cell.box(3, 3, 3))
                .pbc(true, true, true)
                .labels(Labels.NONE.withEnergy(-2))
                .build();
        DataSet set = DataSet.of(List.of(
                labelled(-10, 1, 8),
                labelled(-1, 1),
                crystal.toBuilder()
                        .configType("isolated_atom")
                        .labels(Labels.NONE.withEnergy(-7))
                        .build(),
                crystal));
        assertThat(set.structures()).containsExactly(labelled(-10, 1, 8), crystal);
        assertThat(set.isolated().energies()).containsExactly(Map.entry(1, -1.0), Map.entry(3, -7.0));
    }

    @Test
    void contradictingIsolatedAtomsAreErrors() {
        assertThatThrownBy(() -> DataSet.of(List.of(labelled(-1, 1), labelled(-2, 1))))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("H with -1.0 eV, and H with -2.0 eV");
        assertThatCode(() -> DataSet.of(List.of(labelled(-1, 1), labelled(-1, 1))))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> DataSet.of(List.of(molecule(1).build())))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("isolated atom without an energy");
    }

    @Test
    void whatCannotBeTrainedOnIsNamed() {
        DataSet empty = DataSet.of(List.of(labelled(-1, 1)));
        assertThatThrownBy(() -> empty.requireTrainable("train.xyz"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("train.xyz")
                .hasMessageContaining("empty")
                .hasMessageContaining("isolated atoms only");
        Structure forcesOnly = molecule(1, 8)
                .labels(Labels.NONE.withForces(new double[] {1, 2, 3, 4, 5, 6}))
                .source(new Source("train.xyz", 17))
                .build();
        assertThatThrownBy(() ->
                        DataSet.of(List.of(labelled(-9, 1, 1), forcesOnly)).requireTrainable(null))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("train.xyz, line 17")
                .hasMessageContaining("forces without an energy");
        Structure nothing = molecule(1, 8).build();
        assertThatThrownBy(() -> DataSet.of(List.of(nothing)).requireTrainable(null))
                .hasMessageContaining("without an energy");
        Structure energyOnly = nothing.withLabels(Labels.NONE.withEnergy(3));
        assertThatCode(() -> DataSet.of(List.of(energyOnly)).requireTrainable(null))
                .doesNotThrowAnyException();
        Structure pair = energyOnly.toBuilder().configType("IsolatedAtom").build();
        assertThatThrownBy(() -> DataSet.of(List.of(pair)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("several atoms says that it is an isolated atom")
                .hasMessageContaining("config_type=IsolatedAtom of HO");
    }

    @Test
    void configTypesAreChosenByName() {
        Structure hot = labelled(-3, 1, 1).toBuilder().configType("hot").build();
        Structure cold = labelled(-4, 1, 1).toBuilder().configType("cold").build();
        DataSet set = DataSet.of(List.of(hot, cold, labelled(-1, 1)));
        assertThat(set.ofConfigTypes(List.of("cold")).structures()).containsExactly(cold);
        assertThat(set.ofConfigTypes(List.of("cold")).isolated().elements()).hasSize(1);
        assertThat(set.ofConfigTypes(List.of())).isEqualTo(set);
        assertThatThrownBy(() -> set.ofConfigTypes(List.of("warm")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("cold, hot");
    }

    @Test
    void referenceEnergiesComeFromIsolatedAtomsOrFromAFit() {
        List<Structure> structures = List.of(labelled(-10, 8, 1), labelled(-12, 8, 1, 1), labelled(-18, 8, 8));
        ReferenceEnergies given =
                ReferenceEnergies.of(ReferenceEnergySource.AUTO, Map.of(1, -1.0, 6, -5.0, 8, -7.0), structures);
        assertThat(given).isEqualTo(new ReferenceEnergies(List.of(1, 8), List.of(-1.0, -7.0), false));
        ReferenceEnergies fitted = ReferenceEnergies.of(ReferenceEnergySource.AUTO, Map.of(1, -1.0), structures);
        assertThat(fitted.fitted()).isTrue();
        // what is given stays: -9 = o, -10 = o, -18 = 2o
        assertThat(fitted.energies().get(0)).isEqualTo(-1);
        assertThat(fitted.energies().get(1)).isCloseTo(-55.0 / 6, within(1e-9));
        fitted = ReferenceEnergies.of(ReferenceEnergySource.LEAST_SQUARES, Map.of(1, -1.0), structures);
        // -10 = h + o, -12 = 2h + o, -18 = 2o: normal equations 5h + 3o = -34, 3h + 6o = -58
        assertThat(fitted.energies().get(0)).isCloseTo(-30.0 / 21, within(1e-9));
        assertThat(fitted.energies().get(1)).isCloseTo((-34 + 150.0 / 21) / 3, within(1e-9));
        assertThatThrownBy(
                        () -> ReferenceEnergies.of(ReferenceEnergySource.ISOLATED_ATOMS, Map.of(1, -1.0), structures))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("isolated atoms of H")
                .hasMessageContaining("one of O");
    }

    @Test
    void anUndeterminedFitIsTheShortest() {
        List<Structure> same = List.of(labelled(-11, 8, 1, 1), labelled(-9, 8, 1, 1));
        ReferenceEnergies fitted = ReferenceEnergies.of(ReferenceEnergySource.LEAST_SQUARES, Map.of(), same);
        assertThat(fitted.energies().get(0)).isCloseTo(-4, within(1e-9));
        assertThat(fitted.energies().get(1)).isCloseTo(-2, within(1e-9));
        assertThatThrownBy(() -> ReferenceEnergies.of(
                        ReferenceEnergySource.LEAST_SQUARES,
                        Map.of(),
                        List.of(molecule(1, 8).build())))
                .isInstanceOf(InputException.class);
    }

    @Test
    void aSplitIsRandomButRepeatable() {
        Split split = Split.random(500, 0.1, 3);
        assertThat(split.validation()).hasSize(50).isSorted().doesNotHaveDuplicates();
        List<Integer> all = new ArrayList<>(split.training());
        all.addAll(split.validation());
        assertThat(all)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 500).boxed().toList());
        assertThat(Split.random(500, 0.1, 3)).isEqualTo(split);
        assertThat(Split.random(500, 0.1, 4).validation()).isNotEqualTo(split.validation());
        assertThat(Split.random(5, 0.01, 0).validation()).hasSize(1);
        assertThat(Split.random(5, 0, 0).validation()).isEmpty();
        assertThatThrownBy(() -> Split.random(1, 0.1, 0)).isInstanceOf(InputException.class);
        assertThat(Split.pick(List.of("a", "b", "c"), List.of(2, 0))).containsExactly("c", "a");
    }

    @Test
    void statisticsAreThoseOfMace() {
        GraphBuilder builder = new GraphBuilder(List.of(1, 8), 1.5);
        List<LabelledGraph> graphs =
                DataSet.of(List.of(labelled(-10, 1, 8), labelled(-13, 1, 8, 1))).graphs(builder);
        Statistics statistics = Statistics.of(graphs, List.of(-1.0, -7.0));
        assertThat(statistics.scale()).isCloseTo(Math.sqrt(18 / 15.0), within(1e-12));
        assertThat(statistics.shift()).isCloseTo((-2 / 2.0 - 4 / 3.0) / 2, within(1e-12));
        // a chain with 1.2 Å between neighbours: 1 1 and 1 2 1
        assertThat(statistics.averageNeighbors()).isCloseTo(6 / 5.0, within(1e-12));
        List<LabelledGraph> alone = DataSet.of(List.of(labelled(-10, 1, 8))).graphs(new GraphBuilder(List.of(1, 8), 1));
        assertThat(Statistics.of(alone, List.of(0.0, 0.0)).averageNeighbors()).isEqualTo(1);
    }
}
