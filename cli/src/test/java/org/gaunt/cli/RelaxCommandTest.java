package org.gaunt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.gaunt.atoms.Structure;
import org.gaunt.atoms.Structures;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command; optimisers are tested with {@code Relaxer}. */
class RelaxCommandTest {
    @TempDir
    private Path folder;

    private String model = "";
    private String input = "";
    private Path output = Path.of("");

    @BeforeEach
    void train() throws IOException {
        Toy toy = Toy.create(folder);
        assertThat(toy.train("--set", "training.epochs=1").code()).isZero();
        model = toy.output().resolve("model.safetensors").toString();
        input = folder.resolve("test.xyz").toString();
        output = folder.resolve("relaxed.xyz");
    }

    @Test
    void writesStructuresInTheirOrderWithStatusAndResults() {
        List<Structure> before = Structures.read(Path.of(input));
        Command command = Command.run("relax", model, input, output.toString(), "--steps", "3", "--fix", "1", "--json");
        assertThat(command.code()).isZero();
        assertThat(command.err()).contains("Relaxed " + before.size() + " structures");
        assertThat(command.out()).contains("\"status\"", "\"largest_force\"");
        List<Structure> after = Structures.read(output);
        assertThat(after).hasSameSizeAs(before);
        for (int i = 0; i < after.size(); i++) {
            assertThat(after.get(i).numbers()).isEqualTo(before.get(i).numbers());
            assertThat(after.get(i).info().get("relax_status")).isIn("converged", "unconverged");
            assertThat(Integer.parseInt(after.get(i).info().getOrDefault("relax_steps", "")))
                    .isBetween(0, 3);
            assertThat(after.get(i).labels().hasEnergy()).isTrue();
            assertThat(after.get(i).position(0, 0)).isEqualTo(before.get(i).position(0, 0));
        }
    }

    @Test
    void relaxedStructuresStayWhereTheyAre() {
        assertThat(Command.run("relax", model, input, output.toString(), "--fmax", "1e9")
                        .code())
                .isZero();
        Structures.read(output).forEach(s -> assertThat(s.info()).containsEntry("relax_steps", "0"));
    }

    @Test
    void aStructureThatTheModelDoesNotKnowStopsNoOther() throws IOException {
        Path mixed = folder.resolve("mixed.xyz");
        String frames =
                "1\nProperties=species:S:1:pos:R:3 pbc=\"F F F\"\nAu 0 0 0\n" + Files.readString(Path.of(input));
        Files.writeString(mixed, frames);
        Command command = Command.run("relax", model, mixed.toString(), output.toString(), "--steps", "2");
        assertThat(command.err()).contains("structure 1 (Au): failed after 0 steps", "does not know");
        assertThat(command.code()).isZero();
        List<Structure> after = Structures.read(output);
        assertThat(after.getFirst().info()).containsEntry("relax_status", "failed");
        assertThat(after.getFirst().labels().hasEnergy()).isFalse();
        assertThat(after.get(1).labels().hasEnergy()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        --fmax 0                    | fmax
        --fmax NaN                  | fmax
        --steps -1                  | steps
        --pressure 5                | volume
        --cell full --pressure 1e5  | GPa
        --cell sideways             | sideways
        --cell full                 | not periodic in three directions
        --fix 0                     | --fix names atoms that are not there
        --fix 1-99                  | 1-99
        --fix 3..4                  | numbers of atoms from 1 on
        """)
    void refuses(String options, String message) {
        String[] words = ("relax MODEL IN OUT " + options).split(" ");
        words[1] = model;
        words[2] = input;
        words[3] = output.toString();
        Command command = Command.run(words);
        assertThat(command.code()).isEqualTo(2);
        assertThat(command.err()).contains(message).doesNotContain("\tat ");
        assertThat(Files.exists(output)).isFalse();
    }
}
