package org.gaunt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gaunt.atoms.Structures;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command; ensembles and files are tested with {@code MolecularDynamics} and {@code MdRun}. */
class MdCommandTest {
    private static final String WATER = "3\nProperties=species:S:1:pos:R:3 pbc=\"F F F\"\nO 0 0 0\nH 1 0 0\nH 0 1 0\n";

    @TempDir
    private static Path models;

    @TempDir
    private Path folder;

    private static String model = "";

    private Path input = Path.of("");
    private Path output = Path.of("");

    @BeforeAll
    static void train() throws IOException {
        Toy toy = Toy.create(models);
        assertThat(toy.train("--set", "training.epochs=1").code()).isZero();
        model = toy.output().resolve("model.safetensors").toString();
    }

    @BeforeEach
    void write() throws IOException {
        input = folder.resolve("in.xyz");
        output = folder.resolve("md");
        Files.writeString(input, WATER);
    }

    private Command md(String... options) {
        List<String> words = new ArrayList<>(List.of("md", model, input.toString(), "-o", output.toString()));
        words.addAll(Arrays.asList(options));
        return Command.run(words.toArray(String[]::new));
    }

    @Test
    void runsAndGoesOn() throws IOException {
        String[] line = {"--ensemble", "nvt-langevin", "--temperature", "100", "--steps", "40", "--json", "--vacf"};
        Command whole = md(line);
        assertThat(whole.code()).as(whole.err()).isZero();
        assertThat(whole.out()).contains("\"step\" : 40", "\"conserved_energy\"", "\"steps_per_second\"");
        byte[] log = Files.readAllBytes(output.resolve("log.csv"));
        byte[] last = Files.readAllBytes(output.resolve("final.xyz"));
        byte[] state = Files.readAllBytes(output.resolve("state.safetensors"));
        assertThat(Files.readAllLines(output.resolve("log.csv"))).hasSize(6);

        output = folder.resolve("parts");
        for (String threads : List.of("1", "2", "3")) {
            line[5] = Integer.toString(threads.equals("3") ? 40 : 13 * Integer.parseInt(threads));
            List<String> words = new ArrayList<>(Arrays.asList(line));
            words.addAll(List.of("--threads", threads));
            assertThat(md(words.toArray(String[]::new)).code()).isZero();
        }
        assertThat(Files.readAllBytes(output.resolve("log.csv"))).isEqualTo(log);
        assertThat(Files.readAllBytes(output.resolve("final.xyz"))).isEqualTo(last);
        assertThat(Files.readAllBytes(output.resolve("state.safetensors"))).isEqualTo(state);

        Command again = md("--ensemble", "nvt-langevin", "--temperature", "200", "--steps", "50", "--vacf");
        assertThat(again.code()).isEqualTo(2);
        assertThat(again.err()).contains("temperature: 100.0 -> 200.0").doesNotContain("\tat ");
        assertThat(Files.readAllBytes(output.resolve("log.csv"))).isEqualTo(log);
    }

    /** A real process that is ended while it runs, and gone on with. */
    @ParameterizedTest
    @CsvSource({"KILL, 137", "TERM, 143"})
    @EnabledOnOs({OS.LINUX, OS.MAC})
    @Timeout(120)
    void endedByASignal(String signal, int code) throws IOException, InterruptedException {
        List<String> options =
                new ArrayList<>(List.of("--ensemble", "nvt-nhc", "--checkpoint-minutes", "0", "--steps"));
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "-cp",
                System.getProperty("java.class.path"),
                "org.gaunt.cli.Main",
                "md",
                model,
                input.toString(),
                "-o",
                output.toString()));
        words.addAll(options);
        words.add("10000000");
        Path err = folder.resolve("err");
        Process process = new ProcessBuilder(words).redirectError(err.toFile()).start();
        Path log = output.resolve("log.csv");
        while (process.isAlive()
                && (!Files.exists(log) || Files.readAllLines(log).size() < 8)) {
            Thread.sleep(20);
        }
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .start()
                .waitFor();
        assertThat(process.waitFor()).as(Files.readString(err)).isEqualTo(code);
        if (signal.equals("TERM")) {
            assertThat(Files.readString(err)).contains("Stopped after step", "The same command resumes from there");
        }
        int lines = Files.readAllLines(log).size();

        String total = Integer.toString(10 * lines + 40);
        options.add(total);
        Command resumed = md(options.toArray(String[]::new));
        assertThat(resumed.code()).as(resumed.err()).isZero();
        assertThat(resumed.err()).contains("Resuming from step");
        Path parts = output;
        output = folder.resolve("through");
        assertThat(md(options.toArray(String[]::new)).code()).isZero();
        for (String file : List.of("log.csv", "trajectory.xyz", "final.xyz", "state.safetensors")) {
            assertThat(Files.readAllBytes(parts.resolve(file)))
                    .as(file)
                    .isEqualTo(Files.readAllBytes(output.resolve(file)));
        }
    }

    @Test
    void severalModelsAreACommittee() throws IOException {
        Command command = Command.run(
                "md", model, model, input.toString(), "-o", output.toString(), "--steps", "10", "--stop-spread", "1");
        assertThat(command.code()).as(command.err()).isZero();
        List<String> log = Files.readAllLines(output.resolve("log.csv"));
        assertThat(log.getFirst()).endsWith("energy_spread_eV_per_atom,force_spread_eV_per_A");
        assertThat(log.getLast()).endsWith(",0.00000000,0.000000");
    }

    @Test
    void resultsOfAnotherCalculationAreLeftOut() throws IOException {
        Files.writeString(input, """
                3
                Properties=species:S:1:pos:R:3:forces:R:3:tag:I:1 energy=-7 virial="0 0 0 0 0 0" name=water pbc="F F F"
                O 0 0 0 1 1 1 5
                H 1 0 0 1 1 1 6
                H 0 1 0 1 1 1 7
                """);
        assertThat(md("--steps", "1").code()).isZero();
        var last = Structures.read(output.resolve("final.xyz")).getFirst();
        assertThat(last.labels().energy()).isNotEqualTo(-7);
        assertThat(last.info()).containsEntry("name", "water").doesNotContainKey("virial");
        assertThat(last.columns().stream().map(column -> column.name())).containsExactlyInAnyOrder("tag", "momenta");
    }

    @Test
    void fixedAtomsStay() {
        assertThat(md("--steps", "10", "--fix", "O", "--frames-every", "10").code())
                .isZero();
        var frames = Structures.read(output.resolve("trajectory.xyz"));
        assertThat(frames.getLast().position(0, 0)).isZero();
        assertThat(frames.getLast().position(1, 0)).isNotEqualTo(1.0);
    }

    @Test
    void oneOfSeveralStructures() throws IOException {
        Files.writeString(input, WATER + WATER.replace("H 1 0 0", "H 1.1 0 0"));
        Command command = md("--steps", "0");
        assertThat(command.code()).isEqualTo(2);
        assertThat(command.err()).contains("2 structures", "--index");
        assertThat(md("--steps", "0", "--index", "3").err()).contains("1 to 2");
        assertThat(md("--steps", "0", "--index", "-1").code()).isZero();
        assertThat(Structures.read(output.resolve("final.xyz")).getFirst().position(1, 0))
                .isEqualTo(1.1);
    }

    @Test
    void aLongStepWithHydrogenGetsAWarning() {
        assertThat(md("--steps", "0", "--timestep", "10").err()).contains("warning: a time step of 10.0 fs");
    }

    @Test
    void aStepThatExplodesLeavesTheLastGoodFrame() throws IOException {
        Files.writeString(
                input,
                "3\nProperties=species:S:1:pos:R:3:velocities:R:3 pbc=\"F F F\"\nO 0 0 0 0 0 0\nH 1 0 0 0.4 0 0\nH 0 1 0 0 0 0\n");
        Command command = md("--steps", "5", "--timestep", "5", "--thermostat-time", "50");
        assertThat(command.code()).isEqualTo(2);
        assertThat(command.err())
                .contains("the dynamics explodes in step 1", "atom 2 (H)", "nearest neighbour", "last.xyz")
                .doesNotContain("\tat ");
        assertThat(Structures.read(output.resolve("last.xyz")).getFirst().position(1, 0))
                .isEqualTo(1.0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Au 0 0 0", "H nan 0 0", "H 0 0 0.05"})
    void structuresThatCannotBe(String atom) throws IOException {
        Files.writeString(input, WATER.replace("H 1 0 0", atom));
        Command command = md("--steps", "5");
        assertThat(command.code()).isEqualTo(2);
        assertThat(command.err()).doesNotContain("\tat ", "internal");
        assertThat(output).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        --steps -1                                               | --steps
        --steps 5 --timestep 0                                   | a time step
        --steps 5 --timestep 1000                                | a time step
        --steps 5 --temperature 1e6                              | a temperature is above 0
        --steps 5 --temperature 20:300                           | 20:300:10/ps
        --steps 5 --temperature 20:300:10/ps                     | constant energy
        --steps 5 --ensemble nvt                                 | nvt-langevin
        --steps 5 --pressure 1                                   | npt-scr or npt-mtk
        --steps 5 --triclinic                                    | npt-scr or npt-mtk
        --steps 5 --ensemble npt-scr --pressure 1e5              | at most 10000.0 GPa
        --steps 5 --ensemble npt-mtk                             | not periodic in three directions
        --steps 5 --ensemble npt-mtk --triclinic --isotropic     | mutually exclusive
        --steps 5 --stop-spread 1                                | several models
        --steps 5 --rdf 5                                        | needs a volume
        --steps 5 --log-every 0                                  | log
        --steps 5 --fix 7                                        | 1 to 3
        --steps 5 --fix 1-3                                      | no atom can move
        --temperature 300                                        | --steps
        """)
    void refuses(String options, String message) {
        Command command = md(options.split(" +"));
        assertThat(command.code()).isEqualTo(2);
        assertThat(command.err()).contains(message).doesNotContain("\tat ", "internal");
        assertThat(output).doesNotExist();
    }
}
