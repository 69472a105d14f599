package org.gaunt.cli;

import org.gaunt.linalg.Precision;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --precision}, for commands that use a model. */
final class PrecisionOption {

    @Option(
            names = "--precision",
            paramLabel = "PRECISION",
            converter = Converter.class,
            description = "Arithmetic of the model: float32 or float64 (default: the one it was trained in).")
    private @Nullable Precision precision;

    /** What is asked for; null for the arithmetic of each model. */
    @Nullable
    Precision orNull() {
        return precision;
    }

    /** Reads the words of the configuration. */
    static final class Converter extends WordConverter<Precision> {
        Converter() {
            super(Precision.class);
        }
    }
}
