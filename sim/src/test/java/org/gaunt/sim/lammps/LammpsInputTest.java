package org.gaunt.sim.lammps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gaunt.files.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LammpsInputTest {
    @TempDir
    private Path folder;

    private LammpsInput read(String text) throws IOException {
        return LammpsInput.read(Files.writeString(folder.resolve("in.lammps"), text));
    }

    @Test
    void isCutBehindTheFix() throws IOException {
        LammpsInput input =
                read("units metal\n# fix a all external pf/callback 1 1\nfix  model all &\n  external pf/callback"
                        + " 1 1 # forces\nfix move all nve\nrun 5\n");
        assertThat(input.fix()).isEqualTo("model");
        assertThat(input.head()).hasSize(4).last().asString().contains("pf/callback");
        assertThat(input.rest()).containsExactly("fix move all nve", "run 5");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        run 5                                       | does not ask for forces
        fix a all external pf/array 1               | every step
        fix a all external pf/callback 5 1          | every step
        fix a mobile external pf/callback 1 1       | every step
        fix ${name} all external pf/callback 1 1    | every step
        """)
    void needsAFixOfAllAtomsInEveryStep(String line, String message) {
        assertThatThrownBy(() -> read("units metal\n" + line + "\n"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("fix NAME all external pf/callback 1 1");
    }

    @Test
    void refusesTwoAndMissingFiles() {
        String fix = " all external pf/callback 1 1\n";
        assertThatThrownBy(() -> read("fix a" + fix + "fix b" + fix))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("line 2")
                .hasMessageContaining("two fixes");
        assertThatThrownBy(() -> LammpsInput.read(folder.resolve("absent")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("cannot be read");
    }
}
