package org.gaunt.atoms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.gaunt.files.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a file says the same thing twice, both must agree. */
class SaidTwiceTest {

    private static final String CELL = "Lattice=\"2 0 0 0 3 0 0 0 4\"";

    @TempDir
    private Path folder;

    private Structure read(String text) {
        try {
            return ExtendedXyz.read(Files.writeString(folder.resolve("in.xyz"), text))
                    .getFirst();
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    private Structure readComment(String comment) {
        return read("1\n" + comment + "\nSi 0 0 0\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                // volume 24 Å³
                "stress=\"1 2 3 0 0 0\" virial=\"-24 -48 -72 0 0 0\" | 1",
                "virial=[[-24, 0, 0], [0, -48, 0], [0, 0, -72]] stress=[1, 2, 3, 0, 0, 0] | 1",
                "virial=\"-24 0 0 0 -48 0 0 0 -72\" virials=\"-24.001 -48 -72 0 0 0\" | 1",
                "stress=\"nan nan nan nan nan nan\" virial=\"-24 -48 -72 0 0 0\" | 1",
                "stress=\"1 2 3 0 0 0\" virial=\"nan nan nan nan nan nan\" | 1",
                "energy=1.5 Energy=1.50 stress=\"1 2 3 0 0 0\" | 1",
                "stress=\"1 2 3 0 0 0\" cell=\"2 0 0 0 3 0 0 0 4\" natoms=1 box=\"2 3 4\" | 1",
                "stress=\"1 2 3 0 0 0\" unit_cell=\"2 3 4 90 90 90\" pbc=\"T T T\" PBC=\"1 1 1\" | 1"
            })
    void whatAgreesIsTaken(String comment, double xx) {
        Structure structure = readComment(CELL + " " + comment);

        assertThat(structure.labels().stress()[0]).isEqualTo(xx);
        assertThat(structure.isPeriodic()).isTrue();
        assertThat(structure.cell()).isEqualTo(Cell.box(2, 3, 4));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "stress=\"1 2 3 0 0 0\" virial=\"24 48 72 0 0 0\" | differ by the sign only",
                "stress=\"1 2 3 0 0 0\" virial=\"-24 -48 -73 0 0 0\" | a stress of 1.000 0.000 0.000 0.000 2.000 0.000 0.000 0.000 3.042 for virial",
                "stress=\"1 2 3 0 0 0\" virials=\"1 2 3 0 0 0\" virial=\"-24 -48 -72 0 0 0\" | 'stress' and 'virials' contradict",
                "virial=\"-24 -48 -72 0 0 0\" virials=\"1 2 3 0 0 0\" | 'virial' and 'virials' contradict",
                "stress=\"160.218 320.435 480.653 0 0 0\" virial=\"-24 -48 -72 0 0 0\" | the first looks like GPa",
                "stress=\"-1602.18 -3204.35 -4806.53 0 0 0\" virial=\"-24 -48 -72 0 0 0\" | the first looks like kbar",
                "energy=1.5 Energy=1.6 | energy=\"1.5\" and Energy=\"1.6\"",
                "config_type=a Config-Type=b | 'config_type' and 'Config-Type' contradict",
                "lattice=\"2 0 0 0 3 0 0 0 5\" | 'Lattice' and 'lattice' contradict",
                "pbc=\"T T T\" PBC=\"T T F\" | pbc=\"T T T\" and PBC=\"T T F\"",
                "cell=\"2 0 0 0 3 0 0 0 5\" | Lattice [[2.0, 0.0, 0.0], [0.0, 3.0, 0.0], [0.0, 0.0, 4.0]] and cell=\"2 0 0",
                "Cell=[[2, 0, 0], [0, 3, 1], [0, 0, 4]] | Lattice and 'Cell' contradict",
                "box=\"2 3 5\" | Lattice and 'box' contradict each other",
                "unit_cell=\"3 2 4 90 90 90\" | Lattice and 'unit_cell' contradict each other",
                "n_atoms=2 | 1 in the line before, and n_atoms=2",
                "Lattice=\"2 0 0 0 3 0 0 0 5\" | 'Lattice' occurs twice with different values",
                "pbc=\"T T T\" pbc=\"F F F\" | 'pbc' occurs twice with different values",
                "config_type=a config_type=b | 'a' and 'b'"
            })
    void whatDisagreesIsRefusedWithBothValues(String comment, String part) {
        assertThatThrownBy(() -> readComment(CELL + " " + comment))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("in.xyz, line 2: ")
                .hasMessageContaining(part)
                .hasMessageContaining("\n  remedy: ");
    }

    @Test
    void aKeyTwiceMayHaveTheSameNumbersInOtherForms() {
        assertThat(readComment("energy=-1.5 " + CELL + " Lattice=[[2, 0, 0], [0, 3, 0], [0, 0, 4.0]] energy=-1.50")
                        .cell())
                .isEqualTo(Cell.box(2, 3, 4));
    }

    @Test
    void labelsOfOneBeginningBelongTogether() throws IOException {
        Path file = folder.resolve("in.xyz");
        LabelKeys keys = LabelKeys.DEFAULT.withStress("REF_stress");
        String text = "1\n" + CELL
                + " stress=\"7 7 7 0 0 0\" REF_stress=\"1 2 3 0 0 0\" REF_virials=\"-24 -48 %s 0 0 0\"\nSi 0 0 0\n";
        Files.writeString(file, String.format(text, "-72"));
        assertThat(ExtendedXyz.read(file, keys).getFirst().labels().stress()[8]).isEqualTo(3);
        Files.writeString(file, String.format(text, "72"));
        assertThatThrownBy(() -> ExtendedXyz.read(file, keys))
                .hasMessageContaining("'REF_stress' and 'REF_virials' contradict each other");
        // a stress without virial key is compared as well
        Files.writeString(file, "1\n" + CELL + " stress=\"1 2 3 0 0 0\" virials=\"1 2 3 0 0 0\"\nSi 0 0 0\n");
        assertThatThrownBy(() -> ExtendedXyz.read(file)).hasMessageContaining("'stress' and 'virials' contradict");
    }

    @Test
    void aFreeEnergyIsSomethingElse() {
        // with smeared occupations the two differ
        assertThat(readComment("energy=-1.5 free_energy=-1.6 TotalEnergy=-1.4")
                        .labels()
                        .energy())
                .isEqualTo(-1.5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cell=\"2 0 0 0 3 0 0 0 4\"",
                "Cell=[[2,0,0],[0,3,0],[0,0,4]]",
                "unit_cell=\"2 3 4\"",
                "box={2 3 4}"
            })
    void aCellUnderAnotherKeyIsNotIgnored(String comment) {
        assertThatThrownBy(() -> readComment(comment))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("a cell under another key than Lattice")
                .hasMessageContaining("rename the key");
        assertThat(readComment(comment + " pbc=\"F F F\"").isPeriodic()).isFalse();
        assertThat(readComment("cell=primitive box=\"1 2\"").isPeriodic()).isFalse();
    }

    private Structure readColumns(String columns, String... atoms) {
        return read(atoms.length + "\nProperties=" + columns + " energy=1\n" + String.join("\n", atoms) + "\n");
    }

    @Test
    void elementsAgreeWithAtomicNumbers() {
        assertThat(readColumns("species:S:1:pos:R:3:Z:I:1", "O 0 0 0 8", "h 0 0 1 1")
                        .numbers())
                .containsExactly(8, 1);
        assertThat(readColumns("Z:I:1:pos:R:3:symbols:S:1:element:S:1", "8 0 0 0 O O_water")
                        .numbers())
                .containsExactly(8);
        for (String other : List.of("Z:I:1", "numbers:I:1", "atomic_numbers:I:1", "symbols:S:1")) {
            assertThatThrownBy(() -> readColumns(
                            "species:S:1:pos:R:3:" + other,
                            "O 0 0 0 " + (other.startsWith("s") ? "O" : "8"),
                            "O 0 0 1 " + (other.startsWith("s") ? "H" : "1")))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("in.xyz, line 4: the columns '")
                    .hasMessageContaining("' contradict each other")
                    .hasMessageContaining(other.startsWith("s") ? "'O' and 'H' for atom 2" : "'O' and '1' for atom 2");
        }
    }

    @Test
    void forcesTwiceAgree() {
        assertThat(readColumns("species:S:1:pos:R:3:forces:R:3:force:R:3", "Si 0 0 0 1 2 3 1.0001 2 3")
                        .labels()
                        .forces())
                .containsExactly(1, 2, 3);
        assertThat(readColumns("species:S:1:pos:R:3:fz:R:1:fx:R:1:fy:R:1:forces:R:3", "Si 0 0 0 3 1 2 1 2 3")
                        .labels()
                        .forces())
                .containsExactly(1, 2, 3);
        assertThat(readColumns("species:S:1:pos:R:3:forces:R:3:dft_forces:R:3", "Si 0 0 0 1 2 3 7 8 9")
                        .labels()
                        .forces())
                .containsExactly(1, 2, 3);
        assertThatThrownBy(() -> readColumns("species:S:1:pos:R:3:forces:R:3:Forces:R:3", "Si 0 0 0 1 2 3 1 -2 3"))
                .hasMessageContaining("line 3: the columns 'forces' and 'Forces' contradict each other")
                .hasMessageContaining("'y = 2' and 'y = -2' for atom 1");
        assertThatThrownBy(() ->
                        readColumns("species:S:1:pos:R:3:forces:R:3:fx:R:1:fy:R:1:fz:R:1", "Si 0 0 0 1 2 3 1 2 3.1"))
                .hasMessageContaining("'forces' and 'fx, fy, fz' contradict")
                .hasMessageContaining("'z = 3' and 'z = 3.1'");
        assertThatThrownBy(() -> readColumns("species:S:1:pos:R:3:positions:R:3", "Si 0 0 0 1 0 0"))
                .hasMessageContaining("'pos' and 'positions' contradict");
    }

    @Test
    void forcesInAnotherFormAreNotIgnored() {
        assertThatThrownBy(() -> readColumns("species:S:1:pos:R:3:fx:R:1:fy:R:1:fz:R:1", "Si 0 0 0 1 2 3"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("in.xyz, line 2: no forces in the configured column 'forces'")
                .hasMessageContaining("'fx', 'fy' and 'fz'")
                .hasMessageContaining("forces:R:3");
        for (String name : List.of("gradient", "gradients", "dft_gradient", "grad", "dE_dR")) {
            assertThatThrownBy(() -> readColumns("species:S:1:pos:R:3:" + name + ":R:3", "Si 0 0 0 1 2 3"))
                    .hasMessageContaining("'" + name + "'")
                    .hasMessageContaining("opposite signs");
        }
    }
}
