package org.gaunt.potential.importer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.gaunt.files.InputException;
import org.gaunt.files.InputFiles;
import org.gaunt.form.Backend;
import org.gaunt.potential.importer.torch.TorchFile;
import org.gaunt.potential.io.ModelFile;
import org.gaunt.potential.model.ModelKinds;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Model files of every kind: those of {@code gaunt train}, and those of other programs, which are converted. What is read without being
 * converted by hand is kept under the SHA-256 of its source in the user's cache folder: {@code $GAUNT_CACHE} (or the property
 * {@code gaunt.cache}), or {@code gaunt} in {@code $XDG_CACHE_HOME} or in {@code ~/.cache}.
 */
public final class ImportedModels {
    /** Key of what a converted file says of its source, in {@link org.gaunt.potential.io.ModelHeader#training()}. */
    public static final String SOURCE = "imported";

    /** Raised when conversions change, so that no old one is taken from the cache. */
    private static final int VERSION = 1;

    private static final int HEAD = 64;
    private static final Logger LOG = LoggerFactory.getLogger(ImportedModels.class);

    private ImportedModels() {}

    /**
     * Whether a file is of another program and must be converted.
     *
     * @throws InputException if it cannot be read
     */
    public static boolean recognizes(Path file) {
        InputFiles.requireReadable(file, "a model file");
        try (InputStream in = Files.newInputStream(file)) {
            return TorchFile.recognizes(in.readNBytes(HEAD));
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /**
     * Reads a model file of any program.
     *
     * @throws InputException if it is missing, damaged or no model
     */
    public static ModelFile read(Path file) {
        if (!recognizes(file)) {
            return own(file);
        }
        String digest = sha256(file);
        Path kept = cacheFolder().resolve(digest + "-" + VERSION + ".safetensors");
        if (Files.isRegularFile(kept)) {
            try {
                return own(kept);
            } catch (InputException e) {
                LOG.warn("{} is damaged; {} is converted again", kept, file);
            }
        }
        ModelFile converted = convert(file, digest, Optional.empty(), Optional.empty());
        try {
            converted.write(kept);
        } catch (InputException e) {
            LOG.warn("the converted model is not kept: {}", e.getMessage());
        }
        return converted;
    }

    private static ModelFile own(Path file) {
        return ModelFile.read(file, ModelKinds.factories(Backend.detect()));
    }

    /**
     * Converts a file of another program.
     *
     * @param head the one head of the readout to keep; empty for all
     * @param licence of the model, a line for people
     * @throws InputException if it is damaged, no potential, or has what Gaunt cannot compute
     */
    public static ModelFile convert(Path file, Optional<String> head, Optional<String> licence) {
        if (!recognizes(file)) {
            throw InputException.of("there is nothing to convert")
                    .file(file)
                    .found("no file of PyTorch")
                    .wanted("a .model file of MACE")
                    .remedy("use a model of gaunt train as it is")
                    .build();
        }
        return convert(file, sha256(file), head, licence);
    }

    private static ModelFile convert(Path file, String digest, Optional<String> head, Optional<String> licence) {
        MaceImport imported = MaceImport.read(file, head);
        Map<String, String> source = new LinkedHashMap<>();
        source.put("file", String.valueOf(file.getFileName()));
        source.put("sha256", digest);
        source.put("program", "MACE (PyTorch), class " + imported.description());
        head.ifPresent(name -> source.put("head", name));
        licence.ifPresent(text -> source.put("licence", text));
        return ModelFile.of(
                imported.model(),
                ModelKinds.factory("mace", Backend.detect()),
                imported.precision(),
                Map.of(SOURCE, source));
    }

    /** The folder of what was converted on the way; need not exist. */
    public static Path cacheFolder() {
        String named = firstOf(System.getProperty("gaunt.cache"), System.getenv("GAUNT_CACHE"));
        if (named != null) {
            return Path.of(named, "models");
        }
        String caches = firstOf(System.getenv("XDG_CACHE_HOME"));
        return (caches != null ? Path.of(caches) : Path.of(System.getProperty("user.home", "."), ".cache"))
                .resolve("gaunt")
                .resolve("models");
    }

    private static @Nullable String firstOf(@Nullable String... values) {
        for (String value : values) {
            if (value != null && !value.isBlank()) {
                return value;
            }
        }
        return null;
    }

    private static String sha256(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw unreadable(file, e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static InputException unreadable(Path file, IOException e) {
        return InputException.of("the file cannot be read")
                .file(file)
                .found(String.valueOf(e.getMessage()))
                .cause(e)
                .build();
    }
}
