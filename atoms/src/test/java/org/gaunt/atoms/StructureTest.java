package org.gaunt.atoms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.gaunt.files.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StructureTest {

    private static Structure.Builder water() {
        return Structure.builder(new int[] {8, 1, 1}, new double[] {0, 0, 0, 0.96, 0, 0, -0.2, 0.93, 0});
    }

    @Test
    void nobodyCanChangeAStructure() {
        int[] numbers = {1};
        double[] positions = {1, 2, 3};
        Structure structure = Structure.builder(numbers, positions).build();

        numbers[0] = 5;
        positions[0] = 7;
        structure.numbers()[0] = 5;
        structure.positions()[0] = 7;
        structure.pbc()[0] = true;

        assertThat(structure.number(0)).isEqualTo(1);
        assertThat(structure.position(0, 0)).isEqualTo(1);
        assertThat(structure.isPeriodic()).isFalse();
        assertThatThrownBy(() -> structure.info().put("a", "b")).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void newPositionsLoseTheLabels() {
        Structure structure =
                water().labels(Labels.NONE.withEnergy(-1)).configType("x").build();

        Structure moved = structure.withPositions(new double[9]);

        assertThat(moved.labels()).isEqualTo(Labels.NONE);
        assertThat(moved.configType()).isEqualTo("x");
        assertThat(structure.labels().energy()).isEqualTo(-1);
    }

    @Test
    void formulaAndNames() {
        Structure structure = water().source(new Source("w.xyz", 6)).build();

        assertThat(structure.formula()).isEqualTo("H2O");
        assertThat(structure.nameOf(0)).isEqualTo("atom 1 (O)");
        assertThat(structure).hasToString("Structure[H2O, 3 atoms, w.xyz, line 6]");
        assertThat(structure.problem("broken").build()).hasMessage("w.xyz, line 6: broken");
        assertThat(water().build().problem("broken").build()).hasMessage("broken");
    }

    @Test
    void wrongAtomsAreRefused() {
        assertThatThrownBy(() -> Structure.builder(new int[0], new double[0]).build())
                .isInstanceOf(InputException.class)
                .hasMessageContaining("without atoms");
        assertThatThrownBy(
                        () -> Structure.builder(new int[] {119}, new double[3]).build())
                .isInstanceOf(InputException.class)
                .hasMessageContaining("atomic number 119 of atom 1");
        assertThatThrownBy(() -> Structure.builder(new int[] {1}, new double[] {0, Double.NaN, 0})
                        .build())
                .isInstanceOf(InputException.class)
                .hasMessageContaining("NaN for y of atom 1");
    }

    @Test
    void lengthsMustAgree() {
        assertThatThrownBy(() -> Structure.builder(new int[] {1}, new double[4]).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 coordinates, not 4");
        assertThatThrownBy(() ->
                        water().labels(Labels.NONE.withForces(new double[3])).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("9 force components, not 3");
        assertThatThrownBy(() -> water().columns(List.of(AtomColumn.reals("q", 1, new double[2])))
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 atoms, not 3");
        assertThatThrownBy(() -> Labels.NONE.withStress(new double[6])).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Lattice", "Properties", "pbc", ""})
    void entriesCannotHaveTheKeysOfTheFormat(String key) {
        assertThatThrownBy(() -> water().info(key, "x")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void entriesAreOneLine() {
        assertThatThrownBy(() -> water().info("a", "b\nc")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "true,false,false",
        "false,true,false",
        "false,false,true",
        "true,true,false",
        "true,false,true",
        "false,true,true"
    })
    void openDirectionsGetOrthogonalUnitVectors(boolean a, boolean b, boolean c) {
        boolean[] pbc = {a, b, c};
        Cell cell = Cell.of(3, 1, 0.5, -0.4, 4, 0.2, 0.1, 0.9, 5);
        Lattice lattice = water().cell(cell).pbc(a, b, c).build().lattice();

        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                double dot = 0;
                for (int axis = 0; axis < 3; axis++) {
                    dot += lattice.get(i, axis) * lattice.get(j, axis);
                }
                if (!pbc[i]) {
                    assertThat(dot).isCloseTo(i == j ? 1 : 0, within(1e-14));
                }
            }
            if (pbc[i]) {
                assertThat(lattice.get(i, 0)).isEqualTo(cell.get(i, 0));
            } else {
                assertThat(lattice.height(i)).isCloseTo(1, within(1e-14));
            }
        }
        double x = 0.3 * lattice.get(0, 0) - 2 * lattice.get(1, 0) + 1.5 * lattice.get(2, 0);
        double y = 0.3 * lattice.get(0, 1) - 2 * lattice.get(1, 1) + 1.5 * lattice.get(2, 1);
        double z = 0.3 * lattice.get(0, 2) - 2 * lattice.get(1, 2) + 1.5 * lattice.get(2, 2);
        assertThat(lattice.fraction(0, x, y, z)).isCloseTo(0.3, within(1e-14));
        assertThat(lattice.fraction(1, x, y, z)).isCloseTo(-2, within(1e-14));
        assertThat(lattice.fraction(2, x, y, z)).isCloseTo(1.5, within(1e-14));
    }

    @Test
    void volumeOfASkewedCell() {
        assertThat(Cell.of(2, 0, 0, 7, 3, 0, -5, 11, -4).volume()).isCloseTo(24, within(1e-13));
        assertThat(Cell.box(1, 2, 0).volume()).isZero();
        assertThatThrownBy(() -> Cell.of(1, 2, 3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Cell.box(1, Double.NaN, 3)).isInstanceOf(IllegalArgumentException.class);
    }
}
