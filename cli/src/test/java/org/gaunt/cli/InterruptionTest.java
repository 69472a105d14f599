package org.gaunt.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.condition.OS.LINUX;
import static org.junit.jupiter.api.condition.OS.MAC;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Stops a real process, as Ctrl-C does. */
@EnabledOnOs({LINUX, MAC})
@Timeout(120)
class InterruptionTest {

    @TempDir
    Path folder = Path.of("");

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void endsWithACheckpointAndSaysHowToGoOn(String signal, int code) throws IOException, InterruptedException {
        Toy toy = Toy.create(folder);
        Process process = start(toy, "--threads=1");
        String text = interrupt(process, signal, "epoch ");
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();

        assertThat(process.exitValue()).as(text).isEqualTo(code);
        assertThat(text)
                .contains("Stopping after this batch", "Interrupted after", "To go on: ./gaunt train " + toy.config())
                .contains("--set training.epochs=100000", "--resume");
        assertThat(toy.output().resolve("checkpoint")).isNotEmptyDirectory();
        assertThat(toy.output().resolve("summary.json")).doesNotExist();
    }

    @Test
    void goesOnWhereItStopped() throws IOException, InterruptedException {
        endsWithACheckpointAndSaysHowToGoOn("INT", 130);
        Toy toy = new Toy(folder);
        int before = Files.readAllLines(toy.output().resolve("metrics.csv")).size();

        Command resumed = toy.train(
                "--set", "training.epochs=100000", "--resume", "--set", "training.max_minutes=0.0001", "--quiet");

        assertThat(resumed.code()).as(resumed.err()).isZero();
        assertThat(resumed.err()).contains("the time is used up");
        assertThat(Files.readAllLines(toy.output().resolve("metrics.csv"))).hasSizeGreaterThanOrEqualTo(before);
        assertThat(toy.model()).exists();
    }

    @Test
    void allModelsOfACommitteeStopTidily() throws IOException, InterruptedException {
        Toy toy = Toy.create(folder);
        Process process = start(toy, "--threads=2", "--set", "training.committee=2");
        String text = interrupt(process, "INT", "model 1  epoch ", "model 2  epoch ");
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(text).isEqualTo(130);
        assertThat(text).contains("model 1  Interrupted after", "model 2  Interrupted after", "--resume");

        String[] more = {
            "--set", "training.epochs=100000", "--set", "training.committee=2", "--set", "training.max_minutes=0.0001"
        };
        Command resumed = toy.train(Stream.concat(Arrays.stream(more), Stream.of("--resume", "--quiet"))
                .toArray(String[]::new));
        assertThat(resumed.code()).as(resumed.err()).isZero();
        assertThat(resumed.out()).contains("All 2 models together");
    }

    /** Sends a signal with every line once all words have been seen, and returns what the process has said at its end. */
    private static String interrupt(Process process, String signal, String... words)
            throws IOException, InterruptedException {
        StringBuilder text = new StringBuilder();
        try (BufferedReader reader = process.errorReader(StandardCharsets.UTF_8)) {
            assumeFalse(
                    signal.equals("INT") && interruptsAreIgnored(process),
                    "these tests were started in the background by a shell that makes all they start ignore Ctrl-C");
            String line = reader.readLine();
            while (line != null) {
                text.append(line).append('\n');
                if (line.contains("epoch ") && Arrays.stream(words).allMatch(word -> text.indexOf(word) >= 0)) {
                    new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                            .start()
                            .waitFor();
                }
                line = reader.readLine();
            }
        } finally {
            process.destroyForcibly();
        }
        return text.toString();
    }

    /** A process that begins with a signal ignored keeps it so; Linux says which in hexadecimal, the first signal in the lowest bit. */
    private static boolean interruptsAreIgnored(Process process) throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (!Files.exists(status)) {
            return false;
        }
        String ignored = Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .findFirst()
                .orElse("SigIgn: 0");
        return (Long.parseUnsignedLong(ignored.substring(7).strip(), 16) & 0b10) != 0;
    }

    private static Process start(Toy toy, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "-Djava.awt.headless=true",
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                "org.gaunt.cli.Main",
                "train",
                toy.config().toString(),
                "--output",
                toy.output().toString(),
                "--set",
                "training.epochs=100000"));
        command.addAll(List.of(more));
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
