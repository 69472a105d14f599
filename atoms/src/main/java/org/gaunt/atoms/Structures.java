package org.gaunt.atoms;

import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.gaunt.files.Extensions;
import org.gaunt.files.InputException;
import org.gaunt.files.InputFiles;

/**
 * Reads and writes files of structures, whatever their format: the name of the file tells it.
 *
 * <pre>{@code
 * List<Structure> frames = Structures.read(Path.of("water.xyz"));
 * Structures.write(Path.of("copy.xyz"), frames);
 * }</pre>
 *
 * <p>Extended XYZ is Gaunt's own; jars on the class path add other formats ({@link StructureFormat}).
 */
public final class Structures {

    private Structures() {}

    /**
     * Reads all structures of a file, with the usual names of the labels.
     *
     * @return the structures in the order of the file, at least one
     * @throws InputException if the file is missing, empty, wrong or of an unknown format
     */
    public static List<Structure> read(Path file) {
        return read(file, LabelKeys.DEFAULT);
    }

    /**
     * Reads all structures of a file.
     *
     * @param keys names of the labels
     * @return the structures in the order of the file, at least one
     * @throws InputException if the file is missing, empty, wrong or of an unknown format
     */
    public static List<Structure> read(Path file, LabelKeys keys) {
        InputFiles.requireReadable(file, "a file of structures");
        return format(file).read(file, keys);
    }

    /**
     * Writes structures to a file, with the usual names of the labels; it appears only when it is complete.
     *
     * @throws InputException if the file cannot be written or its format is unknown
     */
    public static void write(Path file, Iterable<Structure> structures) {
        format(file).write(file, structures, LabelKeys.DEFAULT);
    }

    /** The formats there are. */
    public static List<StructureFormat> formats() {
        return Extensions.of(ServiceLoader.load(StructureFormat.class, StructureFormat.class.getClassLoader()));
    }

    private static StructureFormat format(Path file) {
        List<StructureFormat> formats = formats();
        return formats.stream()
                .filter(format -> format.matches(file))
                .findFirst()
                .orElseThrow(() -> InputException.of("the name of the file tells no known format")
                        .file(file)
                        .wanted(formats.stream().map(StructureFormat::name).collect(Collectors.joining(", or ")))
                        .remedy("rename or convert the file")
                        .build());
    }
}
