package org.gaunt.atoms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.gaunt.files.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Arrays in brackets as the specification of extended XYZ prefers them, and symmetry of tensors. */
class BracketsTest {

    private static final Path CASES = Path.of("src", "test", "resources", "cases");
    private static final String CELL = "Lattice=\"2 0 0 0 2 0 0 0 2\" ";

    @TempDir
    private Path folder;

    private Structure readComment(String comment) {
        try {
            return ExtendedXyz.read(Files.writeString(folder.resolve("in.xyz"), "1\n" + comment + "\nH 0 0 0\n"))
                    .getFirst();
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    @Test
    void rowsOfALatticeAreVectors() {
        Structure structure =
                ExtendedXyz.read(CASES.resolve("f02_nested_lattice.xyz")).getFirst();

        assertThat(structure.cell()).isEqualTo(Cell.of(6, 0, 0, 1, 6.5, 0, 0.2, 0.3, 7));
        assertThat(structure.pbc()).containsExactly(true, true, true);
        assertThat(structure.labels().energy()).isEqualTo(-10.5);
    }

    @Test
    void aStressMayStandInBrackets() {
        Structure structure =
                ExtendedXyz.read(CASES.resolve("f03_nested_stress.xyz")).getFirst();

        assertThat(structure.labels().stress())
                .containsExactly(0.01, 0.002, 0.003, 0.002, 0.02, 0.004, 0.003, 0.004, 0.03);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Lattice=[[1,2,3],[0,5,6],[0,0,9]]",
                "Lattice=\"[[1, 2, 3], [0, 5, 6], [0, 0, 9]]\"",
                "Lattice = [ [1 2 3] , [0 5 6], [0 0 9] ]",
                "Lattice={{1 2 3} {0 5 6} {0 0 9}}",
                "Lattice=[1, 2, 3, 0, 5, 6, 0, 0, 9]",
                "Lattice={1 2 3 0 5 6 0 0 9}",
                "Lattice='1 2 3 0 5 6 0 0 9'",
                "Lattice=\"[1, 2, 3, 0, 5, 6, 0, 0, 9]\"",
                "Lattice=\"_JSON [[1, 2, 3], [0, 5, 6], [0, 0, 9]]\""
            })
    void aLatticeMayStandInAnyBrackets(String comment) {
        assertThat(readComment(comment).cell()).isEqualTo(Cell.of(1, 2, 3, 0, 5, 6, 0, 0, 9));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stress=[[1, 6, 5], [6, 2, 4], [5, 4, 3]]",
                "stress=[1, 6, 5, 6, 2, 4, 5, 4, 3]",
                "stress={1 6 5 6 2 4 5 4 3}",
                "stress=[1, 2, 3, 4, 5, 6]",
                "stress={1 2 3 4 5 6}",
                "stress=\"_JSON [[1, 6, 5], [6, 2, 4], [5, 4, 3]]\"",
                "virial=[[-8, -48, -40], [-48, -16, -32], [-40, -32, -24]]",
                "virial={-8 -16 -24 -32 -40 -48}"
            })
    void aTensorMayStandInAnyBrackets(String comment) {
        assertThat(readComment(CELL + comment).labels().stress()).containsExactly(1, 6, 5, 6, 2, 4, 5, 4, 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"energy=[-1.5]", "energy={-1.5}", "energy=\"-1.5\"", "energy = -1.5"})
    void anEnergyMayStandInBrackets(String comment) {
        assertThat(readComment(comment).labels().energy()).isEqualTo(-1.5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stress=[[1, 6, 5], [6, 2, 4]]",
                "stress=[[1, 6, 5], [6, 2, 4], [5, 4]]",
                "stress=[[1, 6], [5, 6], [2, 4], [5, 4], [3, 3]]",
                "stress=[[1, 2, 3], [4, 5, 6]]",
                "stress=[[1, 6, 5], [6, 2, 4], [5, 4, inf]]",
                "stress=[[1, 6, 5], [6, 2, 4], [5, 4, x]]",
                "stress=\"1 2 3 4 5 6], [\"",
                "Lattice=[[1, 0, 0], [0, 1, 0], [0, 0]]",
                "Lattice=[[1, 0, 0, 0, 1, 0, 0, 0, 1]]",
                "Lattice=[10, 10, 10]",
                "energy=[-1, -2]"
            })
    void otherShapesAreRefused(String comment) {
        assertThatThrownBy(() -> readComment(comment))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(", line 2: ")
                .hasMessageContaining("found:  ")
                .hasMessageContaining("wanted: ");
    }

    @Test
    void anAsymmetricStressIsRefusedWithBothValues() {
        assertThatThrownBy(() -> ExtendedXyz.read(CASES.resolve("f27_stress9_asym.xyz")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("'stress' is not symmetric")
                .hasMessageContaining("xy = 4.0 and yx = 2.0")
                .hasMessageContaining("the two may differ by 0.00901");
    }

    @Test
    void theToleranceOfSymmetryIsAThousandthOfTheLargestComponent() {
        String format = "stress=\"0.1 %s 0 0 0.2 0 0 0 0.3\"";
        assertThat(readComment(String.format(format, "0.0003")).labels().hasStress())
                .isTrue();
        assertThatThrownBy(() -> readComment(String.format(format, "0.0004")))
                .hasMessageContaining("xy = 0.0 and yx = 4.0E-4");
        // near zero 1e-5 eV/Å³ are allowed, as grids of plane waves make them
        assertThat(readComment("stress=\"0 9e-6 0 0 0 0 0 0 0\"").labels().hasStress())
                .isTrue();
        assertThatThrownBy(() -> readComment(CELL + "virial=[[9, 1, 0], [1.1, 9, 0], [0, 0, 9]]"))
                .hasMessageContaining("'virial' is not symmetric")
                .hasMessageContaining("xy = 1.0 and yx = 1.1")
                .hasMessageContaining("differ by 0.00908");
    }

    @Test
    void aVirialOfAMoleculeStaysAnEntry() {
        Structure molecule =
                ExtendedXyz.read(CASES.resolve("f76_virial_molecule.xyz")).getFirst();

        assertThat(molecule.labels().hasStress()).isFalse();
        assertThat(molecule.labels().energy()).isEqualTo(-10.5);
        assertThat(molecule.info()).containsExactly(Map.entry("virial", "0 0 0 0 0 0 0 0 0"));
        assertThatThrownBy(() -> readComment("virial=\"1 2 3\"")).hasMessageContaining("'virial' is not a tensor");
    }
}
