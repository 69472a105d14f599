package org.gaunt.potential.importer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.gaunt.potential.model.GoldenFiles;
import tools.jackson.databind.JsonNode;

/** Model files of MACE with the results of that program. */
final class MaceFiles {
    private static final Path FOLDER = Path.of("src/test/resources/golden/mace_files");

    private MaceFiles() {}

    /** The bytes of a model file. */
    static byte[] bytes(String name) {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(FOLDER.resolve(name + ".model.gz")))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts a model file into a folder. */
    static Path in(Path folder, String name) {
        return write(folder.resolve(name + ".model"), bytes(name));
    }

    static Path write(Path file, byte[] bytes) {
        try {
            return Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode expected(String name) {
        return GoldenFiles.json("mace_files/" + name);
    }
}
