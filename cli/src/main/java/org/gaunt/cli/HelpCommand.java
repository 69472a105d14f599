package org.gaunt.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.gaunt.cli.config.ConfigWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gaunt help [COMMAND | config]}. */
@Command(name = "help", description = "Explains a command, or all keys of a configuration (help config).")
final class HelpCommand implements Runnable {

    private static final String CONFIG = "config";

    @Parameters(
            arity = "0..*",
            paramLabel = "TOPIC",
            description = "A command (train, evaluate, predict, bench step) or \"config\".")
    private List<String> topics = new ArrayList<>();

    @Spec
    private CommandSpec spec;

    // picocli fills in the specification before anything runs
    @SuppressWarnings("NullAway.Init")
    HelpCommand() {}

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        if (topics.equals(List.of(CONFIG))) {
            printConfig(out);
            return;
        }
        for (TaskKind kind : TaskKind.values()) {
            if (topics.equals(List.of(CONFIG, kind.word()))) {
                printConfig(out, kind.config());
                return;
            }
        }
        CommandLine command = Objects.requireNonNull(spec.parent()).commandLine();
        for (String topic : topics) {
            @Nullable CommandLine next = command.getSubcommands().get(topic);
            if (next == null) {
                throw new ParameterException(
                        spec.commandLine(),
                        "There is no help on \"" + topic + "\". Topics: "
                                + String.join(", ", command.getSubcommands().keySet()) + ", " + CONFIG);
            }
            command = next;
        }
        command.usage(out);
    }

    /** Prints all keys of a configuration with their meaning and default. */
    static void printConfig(PrintWriter out) {
        printConfig(out, TaskKind.POTENTIAL.config());
    }

    private static void printConfig(PrintWriter out, Class<? extends Record> type) {
        out.println("# Every key of a configuration file with its default. Leave out what shall stay as it is.");
        out.println("# Relative paths are looked up beside the file first, then from the working directory.");
        out.println("# The option --set section.key=value of \"gaunt train\" takes precedence over the file.");
        out.println();
        out.print(ConfigWriter.reference(type));
        out.flush();
    }
}
