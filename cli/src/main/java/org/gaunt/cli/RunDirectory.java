package org.gaunt.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.gaunt.files.InputException;

/**
 * The directory of a training run and the names of the files in it.
 *
 * @param path the directory
 */
record RunDirectory(Path path) {

    /** Name of the file that says which structures are for what. */
    static final String SPLIT = "split.json";

    private static final int LISTED = 4;

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

    /** The directory of one model of a committee, counted from 1. */
    RunDirectory member(int number) {
        return new RunDirectory(path.resolve("member-" + number));
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
                        Files.isDirectory(checkpoint())
                                ? "name another one with --output, or go on with the run that is there: " + resume
                                : "name another one with --output")
                .build();
    }

    /**
     * Makes sure that there is a run to go on with.
     *
     * @throws InputException if there is none
     */
    void requireCheckpoint() {
        if (!Files.isDirectory(checkpoint()) && !Files.isDirectory(member(1).checkpoint())) {
            throw InputException.of("there is no run to resume")
                    .file(path)
                    .wanted("a directory with " + checkpoint().getFileName() + "/")
                    .remedy("leave out --resume to start one, or name its directory with --output")
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
