package org.gaunt.potential.model;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import org.gaunt.form.Backend;
import org.gaunt.linalg.Precision;
import org.gaunt.potential.LoadOptions;
import org.gaunt.potential.Potential;
import org.gaunt.potential.PotentialReader;
import org.gaunt.potential.dispersion.D3Dispersion;
import org.gaunt.potential.eval.EvaluationSettings;
import org.gaunt.potential.eval.ModelPotential;
import org.gaunt.potential.io.ModelFile;

/** Opens Gaunt's own model files. */
public final class ModelFileReader implements PotentialReader {

    /** Called by the service loader. */
    public ModelFileReader() {}

    @Override
    public String format() {
        return "a model of gaunt train (.safetensors)";
    }

    /** By the name, or by the beginning of a safetensors file: eight bytes of length, then JSON. */
    @Override
    public boolean recognizes(Path file, byte[] head) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(".safetensors")
                || new String(head, StandardCharsets.ISO_8859_1).startsWith("{\"", 8);
    }

    @Override
    public boolean addsDispersion() {
        return true;
    }

    @Override
    public Potential open(Path file, LoadOptions options) {
        return open(ModelFile.read(file, ModelKinds.factories(Backend.detect())), options);
    }

    /** The potential that a file holds, with what the options ask for. */
    public static Potential open(ModelFile content, LoadOptions options) {
        Precision precision = options.precision().orElse(content.header().precision());
        EvaluationSettings settings =
                new EvaluationSettings(options.splineTolerance(), options.head().orElse(null));
        return D3Dispersion.add(
                new ModelPotential(content.model(), precision, options.threads(), settings), options.dispersion());
    }
}
