package org.gaunt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong before LAMMPS starts; its runs are tested with {@code LammpsRun}. */
class LammpsCommandTest {
    @TempDir
    private Path folder;

    private String model = "";
    private String input = "";

    @BeforeEach
    void train() throws IOException {
        Toy toy = Toy.create(folder);
        assertThat(toy.train("--set", "training.epochs=1").code()).isZero();
        model = toy.output().resolve("model.safetensors").toString();
        input = Files.writeString(folder.resolve("in"), "units metal\nfix a all external pf/callback 1 1\nrun 0\n")
                .toString();
    }

    private static void refused(String message, String... words) {
        Command command = Command.run(words);
        assertThat(command.code()).isEqualTo(2);
        assertThat(command.err()).contains(message).doesNotContain("\tat ");
    }

    @Test
    void refusesWhatCannotRun() throws IOException {
        refused("--elements", "lammps", model, "-in", input);
        refused("-in", "lammps", model, "--elements", "H");
        refused(
                "there is no such library",
                "lammps",
                model,
                "-in",
                input,
                "--elements",
                "H",
                "--lib",
                folder + "/x.so");
        refused("cannot be loaded", "lammps", model, "-in", input, "--elements", "H", "--lib", input);
        refused("Xx", "lammps", model, "-in", input, "--elements", "H,Xx");
        refused("absent", "lammps", folder + "/absent.safetensors", "-in", input, "--elements", "H");
        Path plain = Files.writeString(folder.resolve("plain"), "units metal\nrun 0\n");
        refused("does not ask for forces", "lammps", model, "-in", plain.toString(), "--elements", "H");
    }
}
