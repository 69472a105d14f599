package org.gaunt.cli;

import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gaunt model info}. */
@Command(
        name = "info",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Says what a model file holds: kind, shape, elements, heads, energies of atoms, and where it came from.",
            ""
        },
        footer = {"", "Example:", "  gaunt model info runs/aminoethanol/model.safetensors"})
final class ModelInfoCommand implements Runnable {
    @Parameters(index = "0", paramLabel = "MODEL", description = "A model of gaunt train, or a .model file of MACE.")
    private @Nullable Path model;

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    // picocli fills in the specification before anything runs
    @SuppressWarnings("NullAway.Init")
    ModelInfoCommand() {}

    @Override
    public void run() {
        ModelSummary summary = new ModelSummary(Models.read(Objects.requireNonNull(model)));
        if (json) {
            spec.commandLine().getOut().println(Json.write(summary.tree()));
        } else {
            summary.print(spec.commandLine().getOut());
        }
    }
}
