package org.gaunt.cli;

import org.gaunt.linalg.Precision;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that all benchmarks of single computations share. */
final class BenchOptions {

    @Option(
            names = "--precision",
            paramLabel = "PRECISION",
            defaultValue = "float32",
            converter = PrecisionOption.Converter.class,
            description = "float32 or float64 (default: ${DEFAULT-VALUE}).")
    private Precision precision;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "1",
            description = "Threads to compute with (default: ${DEFAULT-VALUE}).")
    private int threads;

    @Option(
            names = "--warmup",
            paramLabel = "S",
            defaultValue = "3",
            description = "Seconds of warm-up before each measurement (default: ${DEFAULT-VALUE}).")
    private double warmup;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "1",
            description = "Seconds of one window of a measurement; windows are added until one is no faster (default:"
                    + " ${DEFAULT-VALUE}).")
    private double seconds;

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    // picocli fills in options and specification before anything runs
    @SuppressWarnings("NullAway.Init")
    BenchOptions() {}

    Precision precision() {
        return precision;
    }

    int threads() {
        requirePositive("--threads", threads);
        return threads;
    }

    boolean json() {
        return json;
    }

    /** A timer with the seconds that were asked for. */
    BenchTimer timer() {
        requirePositive("--seconds", seconds);
        if (!(warmup >= 0)) {
            throw new ParameterException(spec.commandLine(), "--warmup must be 0 or more; found " + warmup);
        }
        return new BenchTimer(warmup, seconds);
    }

    /** Refuses a value of an option that is not above 0. */
    void requirePositive(String option, double value) {
        if (!(value > 0)) {
            throw new ParameterException(spec.commandLine(), option + " must be above 0; found " + value);
        }
    }
}
