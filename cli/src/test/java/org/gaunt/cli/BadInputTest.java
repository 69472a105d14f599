package org.gaunt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every input that cannot be used ends with one message, exit code 2, no stack trace and nothing written. */
class BadInputTest {

    @TempDir
    Path folder = Path.of("");

    private Toy toy = new Toy(folder);

    @BeforeEach
    void create() throws IOException {
        toy = Toy.create(folder);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        training.batchsize=3   | --set training.batchsize=3: the key "batchsize" does not exist in "training" | did you mean training.batch_size?
        training.seed          | --set training.seed: the setting cannot be understood     | section.key=value
        training.epochs=1.5    | --set training.epochs=1.5: the value of training.epochs   | a whole number, at least 1
        training.clip=.nan     | found:  the number .nan                                   | a number, above 0
        training.beta1=1       | the value of training.beta1 cannot be used                | at most 0.9999
        training.final_learning_rate=1 | training.final_learning_rate cannot               | between 0 and learning_rate
        model.hidden=16x1o     | model.hidden is '16x1o'                                   | first term must be scalars
        model.hidden=nonsense  | nonsense                                                  | model
        data.train=absent.xyz  | absent.xyz                                                | remedy
        data.train=[]          | no training data are named                                | data.train
        data.energy_key=Energy | energy                                                    | Energy
        data.config_types=T3   | no structure of config type "T3"                          | T1200, T300
        data.validation_fraction=0.99 | too few structures                                 | validation_fraction
        """)
    void refusesSettings(String setting, String first, String second) {
        Command command = toy.train("--set", setting);
        assertRefused(command);
        assertThat(command.err()).contains(first, second);
        assertThat(toy.output()).doesNotExist();
    }

    @Test
    void refusesAMissingConfiguration() {
        Command command = Command.run("train", folder.resolve("tyo.yaml").toString());
        assertRefused(command);
        assertThat(command.err()).contains("there is no such configuration file", "did you mean " + toy.config() + "?");
    }

    @Test
    void wantsAConfiguration() {
        Command command = Command.run("train");
        assertRefused(command);
        assertThat(command.err()).contains("CONFIG.yaml is missing");
    }

    @Test
    void namesThePlaceOfAnUnknownKey() throws IOException {
        Files.writeString(toy.config(), "data:\n  train: train.xyz\ntraining:\n  epoch: 3\n");
        Command command = toy.train();
        assertRefused(command);
        assertThat(command.err())
                .startsWith("gaunt: " + toy.config() + ", line 4, column 3: the key \"epoch\" does not exist")
                .contains("did you mean training.epochs?");
    }

    @Test
    void refusesToResumeWhatIsNotThere() {
        Command command = toy.train("--resume");
        assertRefused(command);
        assertThat(command.err()).contains("there is no run to resume", "leave out --resume");
        assertThat(toy.output()).doesNotExist();
    }

    @Test
    void refusesAForeignDirectoryAndAFile() throws IOException {
        Files.createDirectories(toy.output());
        Files.writeString(toy.output().resolve("thesis.tex"), "");
        Command full = toy.train();
        assertRefused(full);
        assertThat(full.err()).contains("not empty", "thesis.tex", "--output").doesNotContain("--resume");

        Command file = Command.run(
                "train", toy.config().toString(), "--output", toy.test().toString());
        assertRefused(file);
        assertThat(file.err()).contains("is a file");
    }

    @Test
    void namesTheLineOfATruncatedFrame() throws IOException {
        String text = Files.readString(folder.resolve("train.xyz"));
        Files.writeString(folder.resolve("train.xyz"), text.substring(0, text.length() - 90));
        Command command = toy.train();
        assertRefused(command);
        assertThat(command.err()).contains("train.xyz, line ");
        assertThat(toy.output()).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--threads=0", "--threads=two", "--max-minutes=0", "--max-minutes=soon", "--seed=1.5", "--sett=x"
            })
    void refusesOptions(String option) {
        Command command = toy.train(option);
        assertRefused(command);
        assertThat(command.err())
                .contains(option.substring(2, option.indexOf('='))
                        .replace('-', '_')
                        .substring(0, 3));
        assertThat(toy.output()).doesNotExist();
    }

    @Test
    void refusesAMissingOrForeignModel() throws IOException {
        Command missing = Command.run(
                "evaluate",
                folder.resolve("m.safetensors").toString(),
                toy.test().toString());
        assertRefused(missing);
        assertThat(missing.err()).contains("there is no such model file");

        Command foreign =
                Command.run("evaluate", toy.config().toString(), toy.test().toString());
        assertRefused(foreign);
        assertThat(foreign.err()).contains("toy.yaml");
    }

    @Test
    void refusesADamagedModelAndStructuresItDoesNotKnow() throws IOException {
        assertThat(toy.train("--quiet", "--set", "training.epochs=1").code()).isZero();
        String model = toy.model().toString();

        Path other = folder.resolve("other.xyz");
        Files.writeString(other, "1\nenergy=1\nXe 0 0 0\n");
        Command unknown = Command.run("evaluate", model, other.toString());
        assertRefused(unknown);
        assertThat(unknown.err()).contains("Xe", "other.xyz");

        Path output = folder.resolve("out.xyz");
        Files.writeString(other, Files.readString(toy.test()) + "1\n\nXe 0 0 0\n");
        assertRefused(Command.run("predict", model, other.toString(), output.toString()));
        assertThat(output).doesNotExist();

        Command keys = Command.run("evaluate", model, toy.test().toString(), "--energy-key", "REF_energy");
        assertRefused(keys);
        assertThat(keys.err()).contains("REF_energy", "energy");

        byte[] bytes = Files.readAllBytes(toy.model());
        Files.write(toy.model(), Arrays.copyOf(bytes, bytes.length - 8));
        Command damaged = Command.run("predict", model, toy.test().toString(), output.toString());
        assertRefused(damaged);
        assertThat(damaged.err()).contains("model.safetensors", "found:");
        assertThat(output).doesNotExist();
    }

    @Test
    void refusesABenchmarkOfTooFewStructures() {
        Command command = Command.run("bench", "step", "--data", toy.test().toString(), "--batch", "7");
        assertRefused(command);
        assertThat(command.err()).contains("too few structures to fill a batch", "6 structures");
        assertRefused(Command.run("bench", "step", "--batch", "0"));
        String[] kind = {"--set", "model.kind=nequip"};
        Command other = Command.run("bench", "step", "--data", toy.test().toString(), "--batch", "7", kind[0], kind[1]);
        assertThat(other.err()).isEqualTo(command.err());
        Command mace = Command.run(
                "bench",
                "step",
                "--data",
                toy.test().toString(),
                "--batch",
                "7",
                "--channels",
                "8",
                kind[0],
                "model.kind=mace");
        assertThat(mace.err()).isEqualTo(command.err());
        Command both = Command.run("bench", "step", "--channels", "8", kind[0], kind[1]);
        assertRefused(both);
        assertThat(both.err()).contains("--channels is for MACE");
        assertRefused(Command.run("bench", "step", "--precision", "float16"));
        assertRefused(Command.run("bench"));
    }

    private static void assertRefused(Command command) {
        assertThat(command.code()).as(command.err()).isEqualTo(2);
        assertThat(command.err()).startsWith("gaunt: ").doesNotContain("\tat ", "Exception");
        assertThat(command.out()).isEmpty();
    }
}
