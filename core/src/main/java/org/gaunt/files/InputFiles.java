package org.gaunt.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Checks of files that are about to be read. */
public final class InputFiles {

    private static final int MOST_ENTRIES = 10_000;

    private InputFiles() {}

    /**
     * Makes sure that a path is a file that can be read.
     *
     * @param what what the file should be, for the message: {@code "a configuration (YAML)"}
     * @throws InputException if the file is missing (with files of similar names in the same folder), is a folder, or must
     *     not be read
     */
    public static void requireReadable(Path path, String what) {
        if (Files.isDirectory(path)) {
            throw InputException.of("this is a folder, not a file")
                    .file(path)
                    .wanted(what)
                    .remedy("name a file in it")
                    .build();
        }
        if (!Files.exists(path)) {
            throw missing(path, what);
        }
        if (!Files.isReadable(path)) {
            throw InputException.of("the file must not be read")
                    .file(path)
                    .wanted(what)
                    .remedy("change the permissions of the file")
                    .build();
        }
    }

    private static InputException missing(Path path, String what) {
        Path folder = path.toAbsolutePath().getParent();
        InputException.Builder problem =
                InputException.of("no such file").file(path).wanted(what);
        if (folder == null || !Files.isDirectory(folder)) {
            return problem.remedy("the folder " + folder + " does not exist either: check the path")
                    .build();
        }
        Path name = path.getFileName();
        String didYouMean = name == null ? "" : Suggestions.didYouMean(name.toString(), names(folder));
        return problem.remedy(
                        didYouMean.isEmpty()
                                ? "check the path; nothing in " + folder + " has a similar name"
                                : didYouMean)
                .build();
    }

    private static List<String> names(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.limit(MOST_ENTRIES)
                    .map(entry -> folder.relativize(entry).toString())
                    .toList();
        } catch (IOException unreadable) {
            return List.of();
        }
    }
}
