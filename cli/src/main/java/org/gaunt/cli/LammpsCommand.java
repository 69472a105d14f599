package org.gaunt.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.gaunt.files.InputException;
import org.gaunt.sim.lammps.LammpsRun;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gaunt lammps}. */
@Command(
        name = "lammps",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Runs an input file of LAMMPS with the forces of a model: LAMMPS's shared library is loaded into this process, and"
                    + " nothing is compiled.",
            "",
            "The input has units metal, and before its first run the line",
            "  fix NAME all external pf/callback 1 1",
            "Any pair style may stand beside it; where there is none: pair_style zero 8.0 nocoeff, pair_coeff * *."
                    + " The fix counts in energy and pressure (fix_modify NAME energy yes virial yes is done for you). One rank;"
                    + " threads are the model's. An error within LAMMPS ends the process with its own message.",
            ""
        },
        footer = {"", "Example:", "  gaunt lammps model.safetensors -in in.gaunt --elements H,C,N,O"})
final class LammpsCommand implements Runnable {

    @Parameters(paramLabel = "MODEL", description = "A model of gaunt train, or a .model file of MACE.")
    private @Nullable Path model;

    @Option(names = "-in", required = true, paramLabel = "INPUT", description = "The input file of LAMMPS.")
    private @Nullable Path input;

    @Option(
            names = "--elements",
            required = true,
            split = ",",
            paramLabel = "A,B,...",
            description = "The elements of LAMMPS's types, from type 1 on.")
    private List<String> elements = new ArrayList<>();

    @Option(
            names = "--lib",
            paramLabel = "FILE",
            description = "LAMMPS's shared library (default: liblammps.so.0 or liblammps.so of the system).")
    private @Nullable Path library;

    @Option(
            names = "-log",
            paramLabel = "FILE",
            defaultValue = "log.lammps",
            description = "LAMMPS's log, or none (default: ${DEFAULT-VALUE}).")
    private String log = "log.lammps";

    @Option(
            names = "-screen",
            paramLabel = "FILE",
            description = "Where LAMMPS's screen output goes, or none (default: standard output).")
    private @Nullable String screen;

    @Option(
            names = "-var",
            arity = "2",
            paramLabel = "NAME VALUE",
            hideParamSyntax = true,
            description = "NAME VALUE: a variable of the input; may be given often.")
    private List<String> variables = new ArrayList<>();

    @Mixin
    private EvaluationOptions evaluation = new EvaluationOptions();

    @Spec
    private CommandSpec spec;

    // picocli fills in the specification before anything runs
    @SuppressWarnings("NullAway.Init")
    LammpsCommand() {}

    @Override
    public void run() {
        if (library != null && !Files.exists(library)) {
            throw InputException.of("there is no such library")
                    .file(library)
                    .found("nothing")
                    .wanted("LAMMPS's shared library")
                    .build();
        }
        List<String> arguments = new ArrayList<>(List.of("-log", log));
        if (screen != null) {
            arguments.addAll(List.of("-screen", screen));
        }
        for (int i = 0; i < variables.size(); i += 2) {
            arguments.addAll(List.of("-var", variables.get(i), variables.get(i + 1)));
        }
        try (OpenCommittee one = evaluation.open(List.of(Objects.requireNonNull(model)));
                LammpsRun lammps = new LammpsRun(
                        one.members().getFirst(),
                        elements,
                        Objects.requireNonNull(input),
                        Optional.ofNullable(library),
                        arguments)) {
            long evaluations = lammps.run();
            spec.commandLine().getErr().println("Computed " + evaluations + " structures for LAMMPS.");
        }
    }
}
