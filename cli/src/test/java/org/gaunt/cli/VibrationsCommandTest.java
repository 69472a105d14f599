package org.gaunt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VibrationsCommandTest {
    @TempDir
    private Path folder;

    @Test
    void printsTheModesOfMoleculesAndRefusesTheRest() throws IOException {
        Toy toy = Toy.create(folder);
        assertThat(toy.train("--set", "training.epochs=1").code()).isZero();
        String model = toy.output().resolve("model.safetensors").toString();
        String molecule = folder.resolve("molecule.xyz").toString();
        Files.writeString(
                Path.of(molecule),
                String.join("\n", Files.readAllLines(folder.resolve("test.xyz")).subList(0, atoms() + 2)) + "\n");
        Command table = Command.run("vibrations", model, molecule, "--precision", "float64");
        assertThat(table.code()).isZero();
        assertThat(table.out()).contains("structure 1", "1/cm", "zero-point energy");
        Command json = Command.run("vibrations", model, molecule, "--json");
        assertThat(json.code()).isZero();
        assertThat(json.out()).contains("\"wavenumber\"", "\"displacements\"", "\"imaginary\"");

        assertRefused("--delta", "vibrations", model, molecule, "--delta", "0");
        assertRefused("absent", "vibrations", model, folder + "/absent.xyz");
        Path crystal = folder.resolve("crystal.xyz");
        Files.writeString(crystal, "1\nLattice=\"4 0 0 0 4 0 0 0 4\" Properties=species:S:1:pos:R:3\nH 0 0 0\n");
        assertRefused("vibrations are those of molecules", "vibrations", model, crystal.toString());
    }

    private int atoms() throws IOException {
        return Integer.parseInt(
                Files.readAllLines(folder.resolve("test.xyz")).getFirst().strip());
    }

    private static void assertRefused(String message, String... words) {
        Command command = Command.run(words);
        assertThat(command.code()).isEqualTo(2);
        assertThat(command.err()).contains(message).doesNotContain("\tat ");
    }
}
