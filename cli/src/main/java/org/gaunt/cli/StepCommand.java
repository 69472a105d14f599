package org.gaunt.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gaunt.atoms.ExtendedXyz;
import org.gaunt.cli.config.ConfigReader;
import org.gaunt.files.InputException;
import org.gaunt.kernel.MachineRates;
import org.gaunt.kernel.code.Provider;
import org.gaunt.linalg.Precision;
import org.gaunt.potential.data.DataChecks;
import org.gaunt.potential.data.DataSet;
import org.gaunt.potential.model.mace.MaceConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gaunt bench step}. */
@Command(
        name = "step",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Times training steps and evaluations.",
            "",
            "A training step is energies, forces, the gradient of their loss, and Adam; an evaluation is energies and"
                    + " forces. Beside them stands what one core of this machine can do at best.",
            "",
            "The model is MACE with CHANNELSx0e+CHANNELSx1o, lmax 3, correlation 3, two layers and a cut-off of 5 Å."
                    + " Times are medians after a warm-up, in milliseconds per structure; graphs are made beforehand.",
            ""
        },
        footer = {"", "Example:", "  gaunt bench step --channels 32 --batch 10 --precision float32 --threads 1 --json"})
final class StepCommand implements Runnable {

    private static final String HOME = "gaunt.home";
    private static final String KIND = "model.kind=";
    private static final Path EXAMPLE = Path.of("data", "aminoethanol", "train.xyz");

    @Option(
            names = "--data",
            paramLabel = "FILE",
            description = "Structures in extended XYZ with energies and forces (default: data/aminoethanol/train.xyz).")
    private @Nullable Path data;

    @Option(
            names = "--channels",
            paramLabel = "N",
            defaultValue = "32",
            description = "Channels of MACE (default: ${DEFAULT-VALUE}).")
    private int channels;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "10",
            description = "Structures in a step (default: ${DEFAULT-VALUE}).")
    private int batch;

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
            defaultValue = "30",
            description = "Seconds of warm-up before each measurement (default: ${DEFAULT-VALUE}).")
    private double warmup;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "6",
            description = "Seconds of one window of a measurement; windows are added until one is no faster (default:"
                    + " ${DEFAULT-VALUE}).")
    private double seconds;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Another model or training than the one above, by the keys of a configuration, such as"
                    + " model.radial=spline; may be repeated.")
    private List<String> settings = List.of();

    @Option(
            names = "--splines",
            paramLabel = "TOLERANCE",
            converter = EvaluationOptions.Converter.class,
            description = "Evaluates with splines in place of radial networks, as gaunt evaluate does.")
    private @Nullable Double splines;

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    // picocli fills in the specification before anything runs
    @SuppressWarnings("NullAway.Init")
    StepCommand() {}

    @Override
    public void run() {
        requirePositive("--channels", channels);
        requirePositive("--batch", batch);
        requirePositive("--threads", threads);
        requirePositive("--seconds", seconds);
        List<String> keys = new ArrayList<>(List.of(
                "training.batch_size=" + batch,
                "training.precision=" + precision.name().toLowerCase(Locale.ROOT),
                "training.shards=" + threads,
                "training.optimizer=adam",
                "training.learning_rate=0.001",
                "training.epochs=1000000000",
                "training.patience=1000000000"));
        boolean mace = settings.stream()
                .filter(setting -> setting.startsWith(KIND))
                .allMatch((KIND + MaceConfig.defaults().kind())::equals);
        if (mace) {
            keys.add("model.hidden=" + channels + "x0e+" + channels + "x1o");
        } else if (spec.commandLine().getParseResult().hasMatchedOption("--channels")) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--channels is for MACE; with --set model.kind=... set the keys of that kind, such as --set"
                            + " model.channels=64 (./gaunt help config lists them)");
        }
        keys.addAll(settings);
        RunConfig config = ConfigReader.of(RunConfig.class, keys);
        Path file = file();
        DataSet structures = DataSet.of(ExtendedXyz.read(file));
        structures.requireTrainable(file.toString());
        DataChecks checks = new DataChecks();
        structures.structures().forEach(checks::add);
        checks.requireLabels(config.training().needs(), config.data());
        StepBenchmark benchmark =
                new StepBenchmark(config, structures, file, threads, warmup, seconds, splines == null ? 0 : splines);
        StepBenchmark.Times times = benchmark.run();
        MachineRates rates = MachineRates.measure(Provider.detect());
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("train_step_ms_per_structure", times.trainStep());
            tree.put("energy_forces_ms_per_structure", times.energyForces());
            tree.put("fma_gflops", rates.gigaflops());
            tree.put("copy_gb_per_s", rates.gigabytesPerSecond());
            out.println(Json.write(tree));
        } else {
            new Table(1, "per structure", "ms")
                    .row("training step", ProgressLine.number(times.trainStep()))
                    .row("energy and forces", ProgressLine.number(times.energyForces()))
                    .print(out);
            out.println(rates);
        }
        out.flush();
    }

    private void requirePositive(String option, double value) {
        if (!(value > 0)) {
            throw new ParameterException(spec.commandLine(), option + " must be above 0; found " + value);
        }
    }

    private Path file() {
        Path given = data;
        if (given != null) {
            return given;
        }
        Path example = Path.of(System.getProperty(HOME, "")).resolve(EXAMPLE);
        if (!Files.exists(example)) {
            throw InputException.of("the example data are not there")
                    .file(example)
                    .remedy("name a file with --data")
                    .build();
        }
        return example;
    }
}
