package org.gaunt.cli;

import java.io.PrintWriter;
import java.util.function.BooleanSupplier;
import org.gaunt.atoms.InputException;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns exceptions into messages and exit codes; a stack trace is shown only where somebody asks for it. */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {

    private static final long MEBIBYTE = 1L << 20;

    private final BooleanSupplier debug;

    Failures(BooleanSupplier debug) {
        this.debug = debug;
    }

    @Override
    public int handleExecutionException(Exception exception, CommandLine commandLine, ParseResult parsed) {
        return report(exception, commandLine.getErr());
    }

    @Override
    public int handleParseException(ParameterException exception, String[] args) {
        CommandLine commandLine = exception.getCommandLine();
        PrintWriter err = commandLine.getErr();
        err.println("gaunt: " + exception.getMessage());
        if (!UnmatchedArgumentException.printSuggestions(exception, err)) {
            err.println(commandLine.getHelp().fullSynopsis().strip());
        }
        err.println("\"" + commandLine.getCommandSpec().qualifiedName() + " --help\" explains the options.");
        trace(exception, err);
        err.flush();
        return ExitCode.USAGE;
    }

    /** Prints what went wrong and says which exit code stands for it. */
    int report(Throwable error, PrintWriter err) {
        int code = ExitCode.USAGE;
        switch (error) {
            case InputException input -> err.println("gaunt: " + input.getMessage());
            case OutOfMemoryError _ -> err.println("gaunt: " + outOfMemory().getMessage());
            default -> {
                code = ExitCode.SOFTWARE;
                err.println("gaunt: internal error: " + error);
                if (!debug.getAsBoolean()) {
                    err.println("  this should not happen; --debug shows where it did");
                }
            }
        }
        trace(error, err);
        err.flush();
        return code;
    }

    private void trace(Throwable error, PrintWriter err) {
        if (debug.getAsBoolean()) {
            error.printStackTrace(err);
        }
    }

    private static InputException outOfMemory() {
        long mebibytes = Runtime.getRuntime().maxMemory() / MEBIBYTE;
        return InputException.of("the memory is not enough")
                .found("at most " + mebibytes + " MiB for this process")
                .remedy("give it more with GAUNT_JAVA_OPTS=-Xmx" + 2 * mebibytes
                        + "m, or use a smaller batch, a smaller model or smaller structures")
                .build();
    }
}
