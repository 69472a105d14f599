package org.gaunt.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.gaunt.potential.model.ModelKinds;
import org.gaunt.potential.network.ModelData;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Trainings that start from a model with other elements, other energies of atoms, or several heads. */
class FineTuningTest {
    /** Steps so short that a model stays what it was. */
    private static final String[] STANDING_STILL = {
        "--set",
        "training.epochs=1",
        "--set",
        "training.max_minutes=",
        "--set",
        "training.learning_rate=1e-9",
        "--set",
        "training.final_learning_rate=0"
    };

    @TempDir
    Path folder = Path.of("");

    private Toy toy = new Toy(folder);

    @BeforeEach
    void create() throws IOException {
        toy = Toy.create(folder);
    }

    private Command train(String output, String data, String... more) throws IOException {
        Path config = folder.resolve(output + ".yaml");
        Files.writeString(config, "data: {train: " + data + ", validation_fraction: 0.25}\n");
        String[] fixed = {
            "train", config.toString(), "--output", folder.resolve(output).toString(), "--quiet"
        };
        return Command.run(
                Stream.concat(Arrays.stream(fixed), Arrays.stream(more)).toArray(String[]::new));
    }

    private Command tune(String output, String start, String data, String... more) throws IOException {
        String[] from = {"--set", "training.start_from=" + model(start)};
        String[] all =
                Stream.of(from, STANDING_STILL, more).flatMap(Arrays::stream).toArray(String[]::new);
        return train(output, data, all);
    }

    private Path model(String run) {
        return folder.resolve(run).resolve("model.safetensors");
    }

    private ModelData data(String run) {
        return ModelKinds.data(Models.read(model(run)).header());
    }

    private double energyRmse(String run, String data, String... more) {
        String[] fixed = {
            "evaluate", model(run).toString(), folder.resolve(data).toString(), "--json"
        };
        Command command = Command.run(
                Stream.concat(Arrays.stream(fixed), Arrays.stream(more)).toArray(String[]::new));
        assertThat(command.code()).as(command.err()).isZero();
        return JsonMapper.shared()
                .readTree(command.out())
                .at("/all/energy_rmse_mev")
                .asDouble();
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private String training() throws IOException {
        return Files.readString(folder.resolve("train.xyz"));
    }

    @Test
    void elementsAreAddedAndDropped() throws IOException {
        assertThat(toy.train("--set", "training.max_minutes=").code()).isZero();
        // another element in place of one of the hydrogens, and 3 eV more
        StringBuilder other = new StringBuilder();
        for (String line : training().lines().toList()) {
            other.append(
                            line.startsWith("H")
                                            && other.toString()
                                                    .lines()
                                                    .toList()
                                                    .getLast()
                                                    .startsWith("H")
                                    ? "N" + line.substring(1)
                                    : shifted(line, 3))
                    .append('\n');
        }
        write("nitrogen.xyz", other.toString());

        Command unknown = tune("none", "run", "nitrogen.xyz");
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.err())
                .contains("elements that the model to start from does not know", "start_elements: all");

        Command all = tune("all", "run", "nitrogen.xyz", "--set", "training.start_elements=all");
        assertThat(all.code()).as(all.err()).isZero();
        assertThat(data("all").atomicNumbers()).containsExactly(1, 7, 8);
        ModelData before = data("run");
        assertThat(data("all").isolatedEnergies().get(0))
                .isEqualTo(before.isolatedEnergies().get(0));
        assertThat(data("all").isolatedEnergies().get(2))
                .isEqualTo(before.isolatedEnergies().get(1));
        assertThat(energyRmse("all", "test.xyz"))
                .isCloseTo(energyRmse("run", "test.xyz"), Percentage.withPercentage(0.1));

        Command dropped = tune("dropped", "all", "train.xyz", "--set", "training.start_elements=data");
        assertThat(dropped.code()).as(dropped.err()).isZero();
        assertThat(data("dropped").atomicNumbers()).containsExactly(1, 8);
        assertThat(energyRmse("dropped", "test.xyz"))
                .isCloseTo(energyRmse("run", "test.xyz"), Percentage.withPercentage(0.1));
    }

    @Test
    void oneOfSeveralHeadsIsKept() throws IOException {
        String low = training().replace("energy=-", "head=low energy=-");
        String high = low.replace("head=low energy=-", "head=high energy=-1");
        write("heads.xyz", low + high);
        write("high.xyz", training().replace("energy=-", "energy=-1"));
        Command both = train(
                "heads",
                "heads.xyz",
                "--set",
                "model.heads=[low, high]",
                "--set",
                "model.hidden=2x0e",
                "--set",
                "model.lmax=1",
                "--set",
                "model.layers=2",
                "--set",
                "model.radial_hidden=[4]",
                "--set",
                "model.correlation=2",
                "--set",
                "training.epochs=3",
                "--set",
                "training.max_minutes=");
        assertThat(both.code()).as(both.err()).isZero();

        Command one = tune("one", "heads", "high.xyz", "--set", "training.start_head=high");
        assertThat(one.code()).as(one.err()).isZero();
        assertThat(data("one").heads()).isEmpty();
        assertThat(energyRmse("one", "high.xyz"))
                .isCloseTo(energyRmse("heads", "high.xyz", "--head", "high"), Percentage.withPercentage(0.1));

        Command wrong = tune("wrong", "heads", "high.xyz", "--set", "training.start_head=middle");
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.err()).contains("no such head", "low, high");
        Command alone = train("alone", "high.xyz", "--set", "training.start_head=high");
        assertThat(alone.code()).isEqualTo(2);
        assertThat(alone.err()).contains("training.start_from");

        // another level of theory for both heads: 5 eV lower
        write("lower.xyz", shifted(Files.readString(folder.resolve("heads.xyz")), -5));
        Command lower = tune("lower", "heads", "lower.xyz", "--set", "data.reference_energies=least_squares");
        assertThat(lower.code()).as(lower.err()).isZero();
        for (int h = 0; h < 2; h++) {
            assertThat(water(data("lower").heads().get(h))
                            - water(data("heads").heads().get(h)))
                    .isCloseTo(-5, within(0.01));
        }
    }

    /** The same structures with other energies. */
    private static String shifted(String text, double by) {
        return Pattern.compile("energy=(\\S+)")
                .matcher(text)
                .replaceAll(energy -> "energy=" + (Double.parseDouble(energy.group(1)) + by));
    }

    private static double water(ModelData.Head head) {
        return 2 * head.isolatedEnergies().get(0) + head.isolatedEnergies().get(1);
    }

    @Test
    void stepsOfSomeWeightsAreShorter() throws IOException {
        assertThat(toy.train("--set", "training.max_minutes=").code()).isZero();
        String[] still = {"--set", "training.start_from=" + model("run"), "--set", "training.epochs=1"};
        String[] factor = {"--set", "training.rate_factors={\"*\": 0}"};
        Command frozen = train(
                "frozen",
                "train.xyz",
                Stream.concat(Arrays.stream(still), Arrays.stream(factor)).toArray(String[]::new));
        assertThat(frozen.code()).as(frozen.err()).isZero();
        assertThat(Models.read(model("frozen")).model().parameters().values())
                .isEqualTo(Models.read(model("run")).model().parameters().values());
        factor[1] = "training.rate_factors={nothing: 0.5}";
        Command wrong = train(
                "wrong",
                "train.xyz",
                Stream.concat(Arrays.stream(still), Arrays.stream(factor)).toArray(String[]::new));
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.err()).contains("no weights have a name that fits \"nothing\"", "training.rate_factors");
    }
}
