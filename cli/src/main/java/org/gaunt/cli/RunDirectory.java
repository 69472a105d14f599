package org.gaunt.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.gaunt.atoms.InputException;
import org.gaunt.cli.config.ConfigReader;
import org.gaunt.cli.config.ConfigWriter;

/**
 * The directory of a training run and the names of the files in it.
 *
 * @param path the directory
 */
record RunDirectory(Path path) {

    private static final int LISTED = 4;

    /** Keys that only say how long to train: a resumed run may be given more time. */
    private static final List<String> LENGTH = List.of("training.epochs", "training.max_minutes");

    /** {@code runs/NAME} for a configuration {@code NAME.yaml}. */
    static RunDirectory forConfig(Path config) {
        String name = String.valueOf(config.getFileName()).replaceFirst("\\.ya?ml$", "");
        return new RunDirectory(Path.of("runs", name));
    }

    Path model() {
        return path.resolve("model.safetensors");
    }

    Path config() {
        return path.resolve("config.yaml");
    }

    Path metrics() {
        return path.resolve("metrics.csv");
    }

    Path checkpoint() {
        return path.resolve("checkpoint");
    }

    Path learningPlot() {
        return path.resolve("learning.png");
    }

    Path parityPlot() {
        return path.resolve("parity.png");
    }

    Path summary() {
        return path.resolve("summary.json");
    }

    Path split() {
        return path.resolve("split.json");
    }

    /**
     * Makes sure that a new run overwrites nothing.
     *
     * @param resume how the command line would go on with what is there
     * @throws InputException if there is something else than an empty directory
     */
    void requireEmpty(String resume) {
        if (!Files.exists(path)) {
            return;
        }
        if (!Files.isDirectory(path)) {
            throw InputException.of("the output directory is a file")
                    .file(path)
                    .remedy("name another one with --output")
                    .build();
        }
        List<String> names = list();
        if (names.isEmpty()) {
            return;
        }
        String found = String.join(", ", names.subList(0, Math.min(LISTED, names.size())))
                + (names.size() > LISTED ? " and " + (names.size() - LISTED) + " more" : "");
        InputException.Builder error = InputException.of("the output directory is not empty")
                .file(path)
                .found(found)
                .wanted("an empty directory, or one that does not exist yet");
        throw error.remedy(
                        Files.exists(config())
                                ? "name another one with --output, or go on with the run that is there: " + resume
                                : "name another one with --output")
                .build();
    }

    /**
     * Makes sure that there is a run to go on with, and that it is the same one.
     *
     * @param now the configuration of the command line
     * @throws InputException if there is no run, or one whose configuration differs in more than its length
     */
    void requireSame(RunConfig now) {
        if (!Files.exists(config())) {
            throw InputException.of("there is no run to resume")
                    .file(path)
                    .wanted("a directory with config.yaml and checkpoint/")
                    .remedy("leave out --resume to start one, or name its directory with --output")
                    .build();
        }
        RunConfig before = ConfigReader.read(RunConfig.class, config(), List.of());
        List<String> differences = ConfigWriter.differences(before, now).stream()
                .filter(difference -> LENGTH.stream().noneMatch(key -> difference.startsWith(key + ":")))
                .toList();
        if (!differences.isEmpty()) {
            throw InputException.of("the configuration is not the one this run was started with")
                    .file(config())
                    .found(String.join("\n          ", differences))
                    .wanted("the same configuration; only " + String.join(" and ", LENGTH) + " may change")
                    .remedy("take the changes back, or start a new run with another --output")
                    .build();
        }
    }

    private List<String> list() {
        try (Stream<Path> files = Files.list(path)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw InputException.of("the output directory cannot be read")
                    .file(path)
                    .found(String.valueOf(e.getMessage()))
                    .cause(e)
                    .build();
        }
    }
}
