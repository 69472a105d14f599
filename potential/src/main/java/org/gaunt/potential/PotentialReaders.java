package org.gaunt.potential;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.gaunt.files.Extensions;
import org.gaunt.files.InputException;
import org.gaunt.files.InputFiles;

/** The formats of potentials on the class path. */
final class PotentialReaders {
    private static final int HEAD = 4096;

    private PotentialReaders() {}

    static Potential open(Path file, LoadOptions options) {
        byte[] head = head(file);
        List<PotentialReader> readers =
                Extensions.of(ServiceLoader.load(PotentialReader.class, PotentialReader.class.getClassLoader()));
        for (PotentialReader reader : readers) {
            if (reader.recognizes(file, head)) {
                return open(reader, file, options);
            }
        }
        throw InputException.of("the file is not a potential")
                .file(file)
                .wanted(readers.stream().map(PotentialReader::format).collect(Collectors.joining(", or ")))
                .build();
    }

    static Potential open(PotentialReader reader, Path file, LoadOptions options) {
        if (options.dispersion().isPresent() && !reader.addsDispersion()) {
            throw InputException.of("no dispersion can be added to this format of potentials")
                    .file(file)
                    .found(reader.format() + " with " + options.dispersion().get())
                    .wanted("a format whose reader adds it, such as a model of gaunt train")
                    .remedy("open it without, and add D3Dispersion.of(...) by a SumOfPotentials")
                    .build();
        }
        return reader.open(file, options);
    }

    private static byte[] head(Path file) {
        InputFiles.requireReadable(file, "a model file");
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(HEAD);
        } catch (IOException e) {
            throw InputException.of("the file cannot be read")
                    .file(file)
                    .found(String.valueOf(e.getMessage()))
                    .cause(e)
                    .build();
        }
    }
}
