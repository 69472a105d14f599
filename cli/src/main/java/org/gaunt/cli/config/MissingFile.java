package org.gaunt.cli.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.gaunt.files.InputException;

/** The message for a file that is not there, with the file that was perhaps meant. */
public final class MissingFile {

    private static final int LISTED = 5;

    private MissingFile() {}

    /**
     * Describes a missing file.
     *
     * @param what what the file should have been: {@code "configuration file"}
     * @param endings the usual endings of such files, to list the ones in the same folder
     */
    public static InputException error(Path path, String what, String... endings) {
        InputException.Builder error =
                InputException.of("there is no such " + what).file(path);
        Path folder = path.toAbsolutePath().normalize().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return error.found("no folder " + folder).remedy("check the path").build();
        }
        List<String> names = candidates(folder, endings);
        String wanted = String.valueOf(path.getFileName());
        return Names.nearest(wanted, names)
                .map(name -> error.remedy("did you mean " + beside(path, name) + "?"))
                .orElseGet(() -> names.isEmpty()
                        ? error.remedy("check the path")
                        : error.found("in " + folder + ": "
                                        + String.join(", ", names.subList(0, Math.min(LISTED, names.size())))
                                        + (names.size() > LISTED ? ", ..." : ""))
                                .remedy("check the path"))
                .build();
    }

    private static Path beside(Path path, String name) {
        Path parent = path.getParent();
        return parent == null ? Path.of(name) : parent.resolve(name);
    }

    private static List<String> candidates(Path folder, String... endings) {
        List<String> names = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> Stream.of(endings)
                            .anyMatch(ending -> name.toLowerCase(Locale.ROOT).endsWith(ending)))
                    .sorted()
                    .forEach(names::add);
        } catch (IOException e) {
            return List.of();
        }
        return names;
    }
}
