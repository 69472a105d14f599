package org.gaunt.atoms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gaunt.files.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Types of atoms are not elements. */
class NumberedTypesTest {

    private static final Path CASES = Path.of("src", "test", "resources", "cases");

    @TempDir
    private Path folder;

    private Structure read(String comment, String... species) {
        StringBuilder text = new StringBuilder(species.length + "\n" + comment + "\n");
        for (int k = 0; k < species.length; k++) {
            text.append(species[k]).append(" 0 0 ").append(k).append('\n');
        }
        try {
            return ExtendedXyz.read(Files.writeString(folder.resolve("in.xyz"), text))
                    .getFirst();
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    @Test
    void typesOfLammpsAreRefused() {
        assertThatThrownBy(() -> ExtendedXyz.read(CASES.resolve("f05_lammps_dump.xyz")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("f05_lammps_dump.xyz, line 3: these are not elements")
                .hasMessageContaining("the numbers [1] in place of elements in a dump of LAMMPS")
                .hasMessageContaining("Atoms. Timestep: 1000")
                .hasMessageContaining("dump_modify ID element Si O");
        assertThatThrownBy(() -> read("Atoms. Timestep: 0", "8", "7")).hasMessageContaining("the numbers [7, 8]");
        assertThatThrownBy(() -> read("Atoms", "8")).hasMessageContaining("a dump of LAMMPS");
        assertThat(read("Atoms. Timestep: 0", "Si", "O").numbers()).containsExactly(14, 8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"from OVITO", "", "Properties=species:S:1:pos:R:3", "Properties=species:I:1:pos:R:3 energy=1"})
    void numbersFromOneOnMayBeTypes(String comment) {
        for (String[] species : new String[][] {{"1", "1"}, {"2", "1", "2"}, {"3", "2", "1"}, {"2"}, {"2", "5"}}) {
            assertThatThrownBy(() -> read(comment, species))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("these are not elements")
                    .hasMessageContaining("Properties=Z:I:1:pos:R:3");
        }
        assertThat(read(comment, "8", "1", "1").formula()).isEqualTo("H2O");
    }

    @Test
    void declaredAtomicNumbersAreAtomicNumbers() {
        assertThat(read("Properties=Z:I:1:pos:R:3", "1", "1").formula()).isEqualTo("H2");
        assertThat(read("Properties=numbers:I:1:pos:R:3", "2").formula()).isEqualTo("He");
        assertThat(read("", "H", "1").formula()).isEqualTo("H2");
    }
}
