package org.gaunt.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gaunt train}. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Trains a potential, or what the key \"task\" of the configuration names.",
            "",
            "The output directory then holds model.safetensors, config.yaml (complete, with the defaults), metrics.csv,"
                    + " checkpoint/, learning.png, parity.png, split.json and summary.json. The table of errors goes to"
                    + " standard output, the progress to standard error.",
            ""
        },
        footer = {
            "",
            "Ctrl-C ends the running batch, writes a checkpoint and says how to go on.",
            "",
            "Examples:",
            "  gaunt train examples/aminoethanol.yaml",
            "  gaunt train examples/aminoethanol.yaml --output runs/wide --set model.hidden=64x0e+64x1o",
            "  gaunt train examples/aminoethanol.yaml --output runs/wide --resume",
            "  gaunt train --help-config"
        })
final class TrainCommand implements Callable<Integer> {

    private static final int INTERRUPTED = 130;

    @Parameters(
            paramLabel = "CONFIG.yaml",
            arity = "0..1",
            description = "The configuration; \"gaunt help config\" explains its keys.")
    private @Nullable Path configFile;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "Directory of the results, new or empty (default: runs/NAME for NAME.yaml).")
    private @Nullable Path output;

    @Option(
            names = "--max-minutes",
            paramLabel = "M",
            description = "Ends the training after this time, the same as --set training.max_minutes=M.")
    private @Nullable String maxMinutes;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Seed of the weights and of the order of the data, the same as --set training.seed=N.")
    private @Nullable String seed;

    @Mixin
    private ThreadsOption threads = new ThreadsOption();

    @Option(
            names = {"-q", "--quiet"},
            description = "No progress bar: a line now and then, for logs.")
    private boolean quiet;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Sets a key of the configuration, such as training.batch_size=10; may be given often.")
    private List<String> settings = new ArrayList<>();

    @Option(
            names = "--resume",
            description = "Goes on from the checkpoint in the output directory, with the same configuration.")
    private boolean resume;

    @Option(names = "--profile", description = "Prints at the end where the time has gone, and the peak of the memory.")
    private boolean profile;

    @Option(names = "--help-config", help = true, description = "Explains all keys of the configuration, and exits.")
    private boolean helpConfig;

    @Spec
    private CommandSpec spec;

    // picocli fills in the specification before anything runs
    @SuppressWarnings("NullAway.Init")
    TrainCommand() {}

    @Override
    public Integer call() {
        if (helpConfig) {
            HelpCommand.printConfig(spec.commandLine().getOut());
            return ExitCode.OK;
        }
        Path file = configFile;
        if (file == null) {
            throw new ParameterException(spec.commandLine(), "CONFIG.yaml is missing: say what to train.");
        }
        List<String> all = new ArrayList<>(settings);
        if (maxMinutes != null) {
            all.add("training.max_minutes=" + maxMinutes);
        }
        if (seed != null) {
            all.add("training.seed=" + seed);
        }
        TaskKind kind = TaskKind.of(file);
        TaskPlan plan = kind.plan(file, all);
        RunDirectory directory = output == null ? RunDirectory.forConfig(file) : new RunDirectory(output);
        String resumeCommand = resumeCommand(file, directory, all);
        requireDirectory(directory, resumeCommand);
        boolean bar = !quiet && StandardError.isTerminal();
        RunOptions options = new RunOptions(threads.count(), resume, resumeCommand, !quiet, true, bar, profile);
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        boolean finished = plan.committee() == 1
                ? new TrainingRun(plan, file, directory, options).execute(out, err)
                : new CommitteeRun(kind, file, all, plan, directory, options).execute(out, err);
        return finished ? ExitCode.OK : INTERRUPTED;
    }

    private void requireDirectory(RunDirectory directory, String resumeCommand) {
        if (resume) {
            directory.requireCheckpoint();
        } else {
            directory.requireEmpty(resumeCommand);
        }
    }

    private static String resumeCommand(Path file, RunDirectory directory, List<String> settings) {
        StringBuilder command = new StringBuilder("./gaunt train ").append(shell(file.toString()));
        command.append(" --output ").append(shell(directory.path().toString()));
        settings.forEach(setting -> command.append(" --set ").append(shell(setting)));
        return command.append(" --resume").toString();
    }

    /** A word as a shell wants it. */
    private static String shell(String word) {
        return word.matches("[A-Za-z0-9_./=,:+@%-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
