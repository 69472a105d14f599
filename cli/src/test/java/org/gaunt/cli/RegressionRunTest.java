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
