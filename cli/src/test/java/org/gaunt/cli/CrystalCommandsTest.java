package org.gaunt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Properties of crystals, of a model with random weights. */
class CrystalCommandsTest {
    private static final Path MODEL = Path.of("../potential/src/test/resources/golden/mace_files/mpa0.model.gz");

    @TempDir
    private Path folder;

    private String model;

    @BeforeEach
    void prepare() throws IOException {
        System.setProperty("gaunt.cache", folder.resolve("cache").toString());
        Path file = folder.resolve("model.model");
        try (InputStream in = new GZIPInputStream(Files.newInputStream(MODEL))) {
            Files.copy(in, file);
        }
        model = file.toString();
    }

    @AfterEach
    void usualCache() {
        System.clearProperty("gaunt.cache");
    }

    private String crystal(String half) throws IOException {
        Path file = folder.resolve("crystal.xyz");
        Files.writeString(file, """
                2
                Lattice="0 %1$s %1$s %1$s 0 %1$s %1$s %1$s 0" Properties=species:S:1:pos:R:3 pbc="T T T"
                Si 0 0 0
                Si 1.35 1.35 1.35
                """.formatted(half));
        return file.toString();
    }

    @Test
    void reportsPropertiesAndWritesFiles() throws IOException {
        String crystal = crystal("2.70");
        String relaxed = folder.resolve("relaxed.xyz").toString();
        Command relax = Command.run("relax", model, crystal, relaxed, "--cell", "hydrostatic", "--fmax", "0.001");
        assertThat(relax.code()).as(relax.err()).isZero();
        String out = folder.resolve("out").toString();

        Command eos = Command.run("eos", model, relaxed, "--output", out, "--fmax", "0.05");
        assertThat(eos.code()).as(eos.err()).isZero();
        assertThat(eos.out()).contains("Birch-Murnaghan", "Vinet", "B, GPa");
        assertThat(folder.resolve("out/eos-1.csv")).isNotEmptyFile();
        assertThat(folder.resolve("out/eos-1.png")).isNotEmptyFile();

        Command elastic = Command.run("elastic", model, relaxed, "--json", "--fmax", "0.01");
        assertThat(elastic.code()).as(elastic.err()).isZero();
        assertThat(elastic.out()).contains("\"stiffness\"", "\"hill\"", "\"eigenvalues\"");

        Command phonons =
                Command.run("phonons", model, relaxed, "--supercell", "2,2,2", "--mesh", "4,4,4", "--output", out);
        assertThat(phonons.code()).as(phonons.err()).isZero();
        assertThat(phonons.out()).contains("supercell 2 x 2 x 2", "  G ", "  X ", "free energy");
        for (String file : new String[] {"bands-1.csv", "bands-1.png", "dos-1.csv", "dos-1.png", "thermal-1.csv"}) {
            assertThat(folder.resolve("out").resolve(file)).isNotEmptyFile();
        }
        Command json = Command.run(
                "phonons",
                model,
                relaxed,
                "--supercell",
                "1,1,1",
                "--mesh",
                "2,2,2",
                "--json",
                "--path",
                "G 0 0 0 A 0.5 0 0");
        assertThat(json.code()).as(json.err()).isZero();
        assertThat(json.out()).contains("\"A\" : [", "\"free_energy\"", "\"lowest_q\"");
    }

    @Test
    void findsAPathBetweenTwoStructures() throws IOException {
        Path ends = folder.resolve("ends.xyz");
        Files.writeString(ends, """
                3
                Properties=species:S:1:pos:R:3
                O 0 0 0
                H 0.96 0 0
                H -0.24 0.93 0
                3
                Properties=species:S:1:pos:R:3
                O 0 0 0
                H 0.96 0 0
                H -0.24 -0.93 0
                """);
        String out = folder.resolve("path.xyz").toString();
        Command neb = Command.run(
                "neb", model, ends.toString(), ends.toString(), out, "--images", "3", "--steps", "5", "--json");
        assertThat(neb.code()).as(neb.err()).isZero();
        assertThat(neb.out()).contains("\"barrier\"", "\"barrier_back\"", "\"steps\" : 5", "\"energies\"");
        assertThat(neb.err()).contains("not converged after 5 steps", "an end has a force", "Wrote the path");
        assertThat(Files.readAllLines(Path.of(out))).hasSize(5 * 5);
        refused("at least 1 image", "neb", model, ends.toString(), ends.toString(), out, "--images", "0");
        refused("other atoms", "neb", model, ends.toString(), crystal("2.70"), out);
    }

    @Test
    void refusesWhatIsNoCrystal() throws IOException {
        Path molecule = folder.resolve("molecule.xyz");
        Files.writeString(molecule, "2\nProperties=species:S:1:pos:R:3\nSi 0 0 0\nSi 2.2 0 0\n");
        refused("equations of state are those of a crystal", "eos", model, molecule.toString());
        refused("elastic constants are those of a crystal", "elastic", model, molecule.toString());
        refused("phonons are those of a crystal", "phonons", model, molecule.toString());
        String crystal = crystal("2.70");
        refused("--supercell", "phonons", model, crystal, "--supercell", "2,2");
        refused("--path", "phonons", model, crystal, "--path", "G 0 0");
        refused("--strain", "elastic", model, crystal, "--strain", "0");
        refused("--range", "eos", model, crystal, "--points", "3");
    }

    private static void refused(String message, String... words) {
        Command command = Command.run(words);
        assertThat(command.code()).as(command.err()).isEqualTo(2);
        assertThat(command.err()).contains(message).doesNotContain("\tat ");
    }
}
