package org.gaunt.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code --threads}, for commands that compute. */
final class ThreadsOption {

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads to compute with (default: one for each processor). Results do not depend on it.")
    private @Nullable Integer threads;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    // picocli fills in the specification before anything runs
    @SuppressWarnings("NullAway.Init")
    ThreadsOption() {}

    /** The number of threads, at least 1. */
    int count() {
        if (threads == null) {
            return Runtime.getRuntime().availableProcessors();
        }
        if (threads < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--threads wants a whole number, at least 1; found " + threads);
        }
        return threads;
    }
}
