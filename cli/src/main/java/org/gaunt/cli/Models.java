package org.gaunt.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.gaunt.cli.config.MissingFile;
import org.gaunt.potential.importer.ImportedModels;
import org.gaunt.potential.io.ModelFile;

/** Reads model files of every kind that this program knows. */
final class Models {

    private Models() {}

    /**
     * Reads a model.
     *
     * @throws org.gaunt.files.InputException if the file is missing, damaged or of an unknown kind
     */
    static ModelFile read(Path file) {
        if (!Files.exists(file)) {
            throw MissingFile.error(file, "model file", ".safetensors", ".model");
        }
        return ImportedModels.read(file);
    }
}
