package org.gaunt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code gaunt train} of a file whose task is nbody. */
class RegressionRunTest {

    @TempDir
    Path folder;

    @BeforeEach
    void write() throws IOException {
        archive("train.npz", 12, 1);
        archive("test.npz", 5, 2);
        Files.writeString(folder.resolve("toy.yaml"), """
            task: nbody
            data:
              train: train.npz
              test: [test.npz]
              validation_fraction: 0.25
            model:
              product: gaunt
              channels: 4
              layers: 1
              radial_basis: 4
            training:
              epochs: 3
              batch_size: 4
              budget: epochs
            """);
    }

    private void archive(String name, int systems, long seed) throws IOException {
        Random random = new Random(seed);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(folder.resolve(name)))) {
            for (String array : new String[] {"loc30", "vel30", "loc40"}) {
                put(
                        zip,
                        array,
                        systems + ", 3, 3",
                        random.doubles(9L * systems, -1, 1).toArray());
            }
            put(
                    zip,
                    "charges",
                    systems + ", 3",
                    random.doubles(3L * systems, -1, 1).toArray());
        }
    }

    private static void put(ZipOutputStream zip, String name, String shape, double[] values) throws IOException {
        String header = String.format(
                Locale.ROOT, "%-117s\n", "{'descr': '<f8', 'fortran_order': False, 'shape': (" + shape + "), }");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) header.length(), 0});
        bytes.write(header.getBytes(StandardCharsets.US_ASCII));
        ByteBuffer content = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        content.asDoubleBuffer().put(values);
        bytes.write(content.array());
        zip.putNextEntry(new ZipEntry(name + ".npy"));
        zip.write(bytes.toByteArray());
        zip.closeEntry();
    }

    private Command train(String... more) {
        String[] args = new String[4 + more.length];
        args[0] = "train";
        args[1] = folder.resolve("toy.yaml").toString();
        args[2] = "--output";
        args[3] = folder.resolve("run").toString();
        System.arraycopy(more, 0, args, 4, more.length);
        return Command.run(args);
    }

    @Test
    void trainsAndReportsTheErrorOfEachSet() throws IOException {
        Command trained = train("--seed", "3");
        assertThat(trained.code()).as(trained.err()).isZero();
        assertThat(trained.out().lines())
                .anyMatch(line -> line.matches("training +9 +0\\.\\d+"))
                .anyMatch(line -> line.matches("validation +3 +0\\.\\d+"))
                .anyMatch(line -> line.matches("test +5 +0\\.\\d+"));
        assertThat(trained.err())
                .contains("9 training, 3 validation and 5 test systems of 3 particles", "gaunt products", "epoch 3/3");
        Path run = folder.resolve("run");
        assertThat(Files.readAllLines(run.resolve("metrics.csv"))).hasSize(4);
        assertThat(Files.readString(run.resolve("config.yaml"))).contains("task: nbody", "seed: 3", "lmax_attributes");
        assertThat(Files.readString(run.resolve("summary.json"))).contains("\"mse\"", "\"test\"");
        assertThat(run.resolve("model.safetensors")).exists();

        assertThat(train().code()).as("a directory that is not empty").isEqualTo(2);
        Command resumed = train("--seed", "3", "--resume");
        assertThat(resumed.code()).as(resumed.err()).isZero();
        assertThat(resumed.out()).isEqualTo(trained.out());
    }

    /** The errors of a training are those that evaluate gives for its model and data. */
    @Test
    void itsModelIsEvaluatedAndPredictsLikeAPotential() throws IOException {
        assertThat(train("--seed", "3").code()).isZero();
        String model = folder.resolve("run/model.safetensors").toString();
        String data = folder.resolve("test.npz").toString();
        Command table = Command.run("evaluate", model, data);
        assertThat(table.code()).as(table.err()).isZero();
        assertThat(table.out()).contains("systems", "MSE", "RMSE", "MAE");
        double trained = number(Files.readString(folder.resolve("run/summary.json")), "\"test\" : (0\\.\\d+)");
        Command json = Command.run("evaluate", model, data, "--json");
        assertThat(number(json.out(), "\"mse\" : (0\\.\\d+)")).isEqualTo(trained);

        Path predicted = folder.resolve("predicted.npz");
        Command predict = Command.run("predict", model, data, predicted.toString());
        assertThat(predict.code()).as(predict.err()).isZero();
        assertThat(predict.err()).contains("Wrote 5 systems to");
        assertThat(predicted).exists();
        Path lines = folder.resolve("predicted.csv");
        assertThat(Command.run("predict", model, data, lines.toString()).code()).isZero();
        assertThat(Files.readAllLines(lines)).hasSize(1 + 5 * 3);
    }

    private static double number(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return Double.parseDouble(matcher.group(1));
    }

    @Test
    void wrongUsesOfItsModelAreErrorsOfInput() throws IOException {
        assertThat(train().code()).isZero();
        String model = folder.resolve("run/model.safetensors").toString();
        String data = folder.resolve("test.npz").toString();
        Command option = Command.run("evaluate", model, data, "--splines", "1e-6");
        assertThat(option.code()).isEqualTo(2);
        assertThat(option.err()).contains("--splines is for potentials");
        Command name =
                Command.run("predict", model, data, folder.resolve("out.xyz").toString());
        assertThat(name.code()).isEqualTo(2);
        assertThat(name.err()).contains("out.xyz", ".npz or .csv");
        Path structures = Files.writeString(folder.resolve("water.xyz"), "1\nenergy=1\nH 0 0 0\n");
        Command format = Command.run("evaluate", model, structures.toString());
        assertThat(format.code()).isEqualTo(2);
        assertThat(format.err()).contains("water.xyz", "not a numpy archive");
        Path other = Files.writeString(folder.resolve("other.safetensors"), "no model");
        Command mixed = Command.run("evaluate", model, other.toString(), data);
        assertThat(mixed.code()).isEqualTo(2);
        assertThat(mixed.err()).contains("different tasks", "other.safetensors");
    }

    /** Two networks side by side, and a third that goes on from the first. */
    @Test
    void committeesAndFineTuningAreThoseOfPotentials() throws IOException {
        Command trained = train("--set", "training.committee=2", "--seed", "3", "--threads", "2");
        assertThat(trained.code()).as(trained.err()).isZero();
        assertThat(trained.out()).contains("Model 1 of 2:", "Model 2 of 2:", "All 2 networks together:", "spread");
        assertThat(Files.readString(folder.resolve("run/summary.json"))).contains("\"spread\"", "\"validation\"");
        String first = folder.resolve("run/member-1/model.safetensors").toString();
        String second = folder.resolve("run/member-2/model.safetensors").toString();
        String data = folder.resolve("test.npz").toString();
        assertThat(Command.run("evaluate", first, second, data, "--json").out())
                .contains("\"spread\"", "\"models\" : 2");

        Command tuned = Command.run(
                "train",
                folder.resolve("toy.yaml").toString(),
                "--output",
                folder.resolve("tuned").toString(),
                "--set",
                "training.start_from=" + first,
                "--set",
                "training.freeze=[layers]",
                "--set",
                "training.epochs=1");
        assertThat(tuned.code()).as(tuned.err()).isZero();
        Command shape = Command.run(
                "train",
                folder.resolve("toy.yaml").toString(),
                "--output",
                folder.resolve("shape").toString(),
                "--set",
                "training.start_from=" + first,
                "--set",
                "model.channels=6");
        assertThat(shape.code()).isEqualTo(2);
        assertThat(shape.err()).contains("another network than the file to start from", "leave out the section");
    }

    @Test
    void wrongWordsAreErrorsOfInput() throws IOException {
        Command unknown = train("--set", "model.product=wigner");
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.err()).contains("model.product", "clebsch-gordan", "gaunt");
        Command key = train("--set", "model.hidden=8x0e");
        assertThat(key.code()).isEqualTo(2);
        assertThat(key.err()).contains("hidden", "lmax_attributes");
        Files.writeString(folder.resolve("toy.yaml"), "task: nbodies\n");
        Command task = train();
        assertThat(task.code()).isEqualTo(2);
        assertThat(task.err()).contains("toy.yaml", "line 1", "nbodies", "potential", "nbody");
        Files.writeString(folder.resolve("toy.yaml"), "task: nbody\n");
        Command nothing = train();
        assertThat(nothing.code()).isEqualTo(2);
        assertThat(nothing.err()).contains("data.train");
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @Test
    void helpExplainsItsKeys() {
        assertThat(Command.run("help", "config", "nbody").out())
                .contains("lmax_attributes", "radial_basis", "weight_decay")
                .doesNotContain("forces_weight");
        assertThat(Command.run("help", "config").out()).contains("forces_weight", "task: potential");
    }
}
