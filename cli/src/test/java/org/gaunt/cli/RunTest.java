package org.gaunt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.gaunt.atoms.ExtendedXyz;
import org.gaunt.atoms.Structure;
import org.gaunt.cli.config.ConfigReader;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A run that goes well, and what can be done with its model. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RunTest {

    private Path folder = Path.of("");
    private Toy toy = new Toy(folder);
    private Command trained = new Command(-1, "", "");

    @BeforeAll
    void train(@TempDir Path temporary) throws IOException {
        folder = temporary;
        toy = Toy.create(folder);
        trained = toy.train("--threads", "2", "--seed", "7", "--set", "training.learning_rate=0.02");
    }

    @Test
    void leavesEverythingInItsDirectory() throws IOException {
        assertThat(trained.code()).as(trained.err()).isZero();
        try (Stream<Path> files = Files.list(toy.output())) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "model.safetensors",
                            "config.yaml",
                            "metrics.csv",
                            "checkpoint",
                            "learning.png",
                            "parity.png",
                            "split.json",
                            "summary.json");
        }
    }

    @Test
    void printsTheTableOnStandardOutputAndTheRestOnStandardError() {
        assertThat(trained.out().lines())
                .anyMatch(line -> line.startsWith("training ") && line.contains("T300"))
                .anyMatch(line -> line.startsWith("validation "))
                .anyMatch(line -> line.startsWith("test "))
                .anyMatch(line -> line.contains("all "));
        assertThat(trained.out().indexOf("T300")).isLessThan(trained.out().indexOf("T1200"));
        assertThat(trained.err())
                .contains("9 training, 3 validation and 6 test structures of H O", "parameters", "epoch 3/3")
                .contains("all epochs are done");
    }

    @Test
    void writesTheCompleteConfiguration() {
        RunConfig config = ConfigReader.read(RunConfig.class, toy.output().resolve("config.yaml"), List.of());
        assertThat(config.training().compute().seed()).isEqualTo(7);
        assertThat(config.training().descent().learningRate()).isEqualTo(0.02);
        assertThat(config.training().epochs().batchSize()).isEqualTo(3);
        assertThat(config.data().train())
                .containsExactly(folder.resolve("train.xyz").toAbsolutePath());
    }

    @Test
    void savesWhichStructuresWereSetAside() throws IOException {
        JsonNode split = json(Files.readString(toy.output().resolve("split.json")));
        assertThat(split.get("training").size()).isEqualTo(9);
        assertThat(split.get("validation").size()).isEqualTo(3);
    }

    @Test
    void summarises() throws IOException {
        JsonNode summary = json(Files.readString(toy.output().resolve("summary.json")));
        assertThat(summary.get("epochs").asInt()).isEqualTo(3);
        assertThat(summary.at("/structures/test").asInt()).isEqualTo(6);
        assertThat(summary.at("/errors/test/all/force_rmse_mev_per_angstrom").asDouble())
                .isPositive();
        assertThat(Files.readAllLines(toy.output().resolve("metrics.csv"))).hasSize(4);
    }

    @Test
    void refusesADirectoryThatIsNotEmpty() throws IOException {
        byte[] before = Files.readAllBytes(toy.model());
        Command again = toy.train();
        assertThat(again.code()).isEqualTo(2);
        assertThat(again.err())
                .startsWith("gaunt: " + toy.output() + ": the output directory is not empty")
                .contains("--resume")
                .doesNotContain("\tat ");
        assertThat(Files.readAllBytes(toy.model())).isEqualTo(before);
    }

    @Test
    void refusesToResumeWithAnotherConfiguration() throws IOException {
        byte[] before = Files.readAllBytes(toy.output().resolve("config.yaml"));
        Command resumed = toy.train("--resume", "--seed", "8", "--set", "training.learning_rate=0.02");
        assertThat(resumed.code()).isEqualTo(2);
        assertThat(resumed.err()).contains("training.seed: 7", "8").doesNotContain("learning_rate");
        assertThat(Files.readAllBytes(toy.output().resolve("config.yaml"))).isEqualTo(before);
    }

    @Test
    void evaluatesAsTheRunDid() throws IOException {
        Command table =
                Command.run("evaluate", toy.model().toString(), toy.test().toString());
        assertThat(table.code()).as(table.err()).isZero();
        assertThat(table.out().lines().toList().get(2).trim()).hasSizeGreaterThan(10);
        assertThat(table.out()).contains("T300", "T1200", "all", "meV/Å");

        Command json =
                Command.run("evaluate", toy.model().toString(), toy.test().toString(), "--json");
        JsonNode tree = json(json.out());
        assertThat(tree.at("/all/structures").asInt()).isEqualTo(6);
        assertThat(tree.at("/all").propertyNames())
                .containsExactly(
                        "structures",
                        "energy_rmse_mev",
                        "energy_rmse_mev_per_atom",
                        "energy_mae_mev",
                        "energy_mae_mev_per_atom",
                        "force_rmse_mev_per_angstrom",
                        "force_mae_mev_per_angstrom");
        JsonNode summary = json(Files.readString(toy.output().resolve("summary.json")));
        assertThat(tree).isEqualTo(summary.at("/errors/test"));
    }

    @Test
    void showsAbsentLabelsAsNull() throws IOException {
        Path bare = folder.resolve("bare.xyz");
        Files.writeString(bare, Files.readString(toy.test()).replaceAll(" energy=\\S+", ""));
        Command json = Command.run("evaluate", toy.model().toString(), bare.toString(), "--json");
        JsonNode all = json(json.out()).get("all");
        assertThat(all.get("energy_rmse_mev").isNull()).isTrue();
        assertThat(all.get("force_rmse_mev_per_angstrom").isNumber()).isTrue();
    }

    @Test
    void predictsWhatItIsJudgedBy() {
        Path predicted = folder.resolve("predicted.xyz");
        Command predict =
                Command.run("predict", toy.model().toString(), toy.test().toString(), predicted.toString());
        assertThat(predict.code()).as(predict.err()).isZero();
        List<Structure> before = ExtendedXyz.read(toy.test());
        List<Structure> after = ExtendedXyz.read(predicted);
        assertThat(after).hasSameSizeAs(before);
        double squares = 0;
        for (int i = 0; i < before.size(); i++) {
            assertThat(after.get(i).positions()).containsExactly(before.get(i).positions());
            assertThat(after.get(i).configType()).isEqualTo(before.get(i).configType());
            double error =
                    after.get(i).labels().energy() - before.get(i).labels().energy();
            squares += error * error;
        }
        Command json =
                Command.run("evaluate", toy.model().toString(), toy.test().toString(), "--json");
        double rmse = json(json.out()).at("/all/energy_rmse_mev").asDouble();
        assertThat(1e3 * Math.sqrt(squares / before.size()))
                .isCloseTo(rmse, org.assertj.core.data.Percentage.withPercentage(1e-6));
    }

    @Test
    void gives64BitsWhereAsked() {
        String single = Command.run(
                        "evaluate", toy.model().toString(), toy.test().toString(), "--json")
                .out();
        String twice = Command.run(
                        "evaluate", toy.model().toString(), toy.test().toString(), "--json", "--precision", "float64")
                .out();
        assertThat(json(twice).at("/all/structures").asInt()).isEqualTo(6);
        assertThat(twice).isNotEqualTo(single);
    }

    @Test
    void timesSteps() {
        Command bench = Command.run(
                "bench",
                "step",
                "--json",
                "--data",
                folder.resolve("train.xyz").toString(),
                "--channels",
                "2",
                "--batch",
                "3",
                "--warmup",
                "0",
                "--seconds",
                "0.01");
        assertThat(bench.code()).as(bench.err()).isZero();
        JsonNode times = json(bench.out());
        assertThat(times.propertyNames())
                .containsExactly(
                        "train_step_ms_per_structure", "energy_forces_ms_per_structure", "fma_gflops", "copy_gb_per_s");
        times.forEach(time -> assertThat(time.asDouble()).isPositive());
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }
}
