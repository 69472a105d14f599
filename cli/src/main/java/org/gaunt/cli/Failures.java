package org.gaunt.cli;

import java.io.PrintWriter;
import java.util.function.BooleanSupplier;
import org.gaunt.files.InputException;
import org.gaunt.linalg.ArraySize;
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
            case OutOfMemoryError memory -> {
                code = ExitCode.SOFTWARE; // the input may be right, and another machine may do it
                err.println("gaunt: " + outOfMemory(memory).getMessage());
            }
            case ArraySize.TooLarge size ->
                err.println("gaunt: the model, a batch or a structure is too large: " + size.getMessage());
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

    private static InputException outOfMemory(OutOfMemoryError error) {
        String message = String.valueOf(error.getMessage());
        long mebibytes = Runtime.getRuntime().maxMemory() / MEBIBYTE;
        InputException.Builder builder = InputException.of("the memory is not enough")
                .found(message + " (the heap of this process: at most " + mebibytes + " MiB)");
        if (message.contains("native thread")) {
            return builder.remedy("use fewer --threads, or raise the system's limit of threads (ulimit -u)")
                    .build();
        }
        if (message.contains("Metaspace") || message.contains("class space")) {
            return builder.remedy("leave -XX:MaxMetaspaceSize and -XX:CompressedClassSpaceSize away, or raise them")
                    .build();
        }
        return builder.remedy("give it more with GAUNT_JAVA_OPTS=-Xmx" + 2 * mebibytes
                        + "m, or use a smaller batch, a smaller model or smaller structures")
                .build();
    }
}
