package org.gaunt.potential.importer;

import java.nio.file.Path;
import org.gaunt.potential.LoadOptions;
import org.gaunt.potential.Potential;
import org.gaunt.potential.PotentialReader;
import org.gaunt.potential.importer.torch.TorchFile;
import org.gaunt.potential.model.ModelFileReader;

/** Opens models of MACE. */
public final class ImportedModelReader implements PotentialReader {

    /** Called by the service loader. */
    public ImportedModelReader() {}

    @Override
    public String format() {
        return "a model of MACE (.model)";
    }

    @Override
    public boolean recognizes(Path file, byte[] head) {
        return TorchFile.recognizes(head);
    }

    @Override
    public boolean addsDispersion() {
        return true;
    }

    @Override
    public Potential open(Path file, LoadOptions options) {
        return ModelFileReader.open(ImportedModels.read(file), options);
    }
}
