package org.gaunt.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gaunt model}. */
@Command(
        name = "model",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {ModelConvertCommand.class, ModelInfoCommand.class, ModelDiffCommand.class},
        description = {"Converts models of other programs, and says what a model file holds.", ""})
final class ModelCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    // picocli fills in the specification before anything runs
    @SuppressWarnings("NullAway.Init")
    ModelCommand() {}

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do: convert, info or diff.");
    }
}
