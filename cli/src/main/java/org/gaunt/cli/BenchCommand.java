package org.gaunt.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gaunt bench}. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            StepCommand.class,
            ProductsCommand.class,
            ElementwiseCommand.class,
            MimoCommand.class,
            ConvolutionCommand.class,
            HarmonicsCommand.class
        },
        synopsisSubcommandLabel = "COMMAND",
        description = "Measures how fast this machine computes.")
final class BenchCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    // picocli fills in the specification before anything runs
    @SuppressWarnings("NullAway.Init")
    BenchCommand() {}

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "Say what to measure: \"gaunt bench step\", for example; \"gaunt bench --help\" lists all.");
    }
}
