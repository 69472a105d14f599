package org.gaunt.cli;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.gaunt.potential.importer.ImportedModels;
import org.gaunt.potential.io.ModelFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gaunt model convert}. */
@Command(
        name = "convert",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Converts a .model file of MACE (PyTorch) to a model of Gaunt.",
            "",
            "Nothing of the file is executed. All commands take a .model file as it is, too, and keep what they convert; this one"
                    + " writes a file of your own, of one head where you name it.",
            ""
        },
        footer = {"", "Example:", "  gaunt model convert MACE-OFF23_small.model off23.safetensors --licence \"ASL\""})
final class ModelConvertCommand implements Runnable {
    @Parameters(index = "0", paramLabel = "FILE", description = "A .model file of MACE 0.2 to 0.3.15.")
    private @Nullable Path file;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "OUT",
            description = "The file to write (default: the name of FILE with .safetensors, in this folder).")
    private @Nullable Path output;

    @Option(
            names = "--head",
            paramLabel = "NAME",
            description = "The head to keep of a model with several (default: all).")
    private @Nullable String head;

    @Option(names = "--licence", paramLabel = "TEXT", description = "A line on the model's licence, kept in the file.")
    private @Nullable String licence;

    @Spec
    private CommandSpec spec;

    // picocli fills in the specification before anything runs
    @SuppressWarnings("NullAway.Init")
    ModelConvertCommand() {}

    @Override
    public void run() {
        Path source = Objects.requireNonNull(file);
        Path target = output != null ? output : beside(source);
        ModelFile converted = ImportedModels.convert(source, Optional.ofNullable(head), Optional.ofNullable(licence));
        converted.write(target);
        new ModelSummary(converted).print(spec.commandLine().getOut());
        spec.commandLine().getErr().println("Wrote " + target);
    }

    private static Path beside(Path source) {
        String name = String.valueOf(source.getFileName());
        int dot = name.lastIndexOf('.');
        return Path.of((dot > 0 ? name.substring(0, dot) : name) + ".safetensors");
    }
}
