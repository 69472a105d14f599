package org.gaunt.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The {@code gaunt} command.
 *
 * <p>Exit codes: 0 all went well, 1 an error of the program or too little memory, 2 an input or an option that cannot be
 * used, 130 after Ctrl-C.
 */
@Command(
        name = "gaunt",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        subcommands = {
            TrainCommand.class,
            EvaluateCommand.class,
            PredictCommand.class,
            RelaxCommand.class,
            MdCommand.class,
            VibrationsCommand.class,
            EosCommand.class,
            ElasticCommand.class,
            PhononsCommand.class,
            NebCommand.class,
            ServeCommand.class,
            LammpsCommand.class,
            ModelCommand.class,
            ProductCommand.class,
            BenchCommand.class,
            HelpCommand.class
        },
        synopsisSubcommandLabel = "COMMAND",
        description = "Trains and uses E(3)-equivariant interatomic potentials.",
        footer = {
            "",
            "Examples:",
            "  gaunt train examples/aminoethanol.yaml",
            "  gaunt evaluate runs/aminoethanol/model.safetensors data/aminoethanol/test.xyz",
            "  gaunt help config"
        })
public final class Main implements Runnable {

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show the stack trace of an error.")
    private boolean debug;

    @Spec
    private CommandSpec spec;

    // picocli fills in the specification before anything runs
    @SuppressWarnings("NullAway.Init")
    Main() {}

    /** Runs the command line and ends the process with its exit code. */
    public static void main(String[] args) {
        StandardError.restore();
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        int code = run(out, err, args);
        out.flush();
        err.flush();
        System.exit(code);
    }

    /**
     * Runs the command line in this process.
     *
     * @param out results go here
     * @param err progress and errors go here
     * @return the exit code
     */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        Main main = new Main();
        Failures failures = new Failures(() -> main.debug);
        CommandLine commandLine = new CommandLine(main)
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures);
        try {
            return commandLine.execute(args);
        } catch (Throwable error) { // errors that are no exceptions pass picocli by
            return failures.report(error, err);
        }
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do: a command is missing.");
    }
}
