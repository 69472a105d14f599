package org.gaunt.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.gaunt.atoms.Structure;
import org.gaunt.files.InputException;
import org.gaunt.potential.Potential;
import org.gaunt.sim.md.MdChecks;
import org.gaunt.sim.md.MdSettings;
import org.gaunt.sim.md.MdState;
import org.gaunt.sim.md.MolecularDynamics;
import org.gaunt.sim.md.io.MdOutput;
import org.gaunt.sim.md.io.MdRun;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gaunt md}. */
@Command(
        name = "md",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Runs molecular dynamics of one structure.",
            "",
            "The output folder gets log.csv, trajectory.xyz (positions that are not wrapped, momenta as ASE has them), final.xyz,"
                    + " tables of averages that were asked for, and state.safetensors. The same command given again resumes from"
                    + " that state, to the bit, after Ctrl-C, kill -9 or a larger number of --steps. Several models are a committee:"
                    + " atoms move in its mean, and the log has its spread.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  gaunt md model.safetensors molecule.xyz --ensemble nvt-langevin --temperature 300 --steps 100000",
            "  gaunt md model.safetensors crystal.xyz --ensemble npt-mtk --triclinic --temperature 300 --pressure 1 --steps"
                    + " 50000",
            "  gaunt md a.safetensors b.safetensors melt.xyz --ensemble nvt-bussi --temperature 300:2000:50/ps --steps 70000"
                    + " --stop-spread 0.5"
        })
final class MdCommand implements Callable<Integer> {
    private static final int INTERRUPTED = 130;

    @Parameters(
            arity = "2..*",
            paramLabel = "MODEL... IN",
            hideParamSyntax = true,
            description = "One or more model files that gaunt train wrote, then a structure in extended XYZ.")
    private List<Path> files = new ArrayList<>();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "Folder of the results (default: runs/NAME-md for NAME.xyz).")
    private @Nullable Path output;

    @Option(
            names = "--steps",
            required = true,
            paramLabel = "N",
            description = "Steps in total, counted from the very start.")
    private long steps;

    @Mixin
    private MdOptions settings = new MdOptions();

    @Mixin
    private MdOutputOptions outputs = new MdOutputOptions();

    @Option(
            names = "--index",
            paramLabel = "N",
            description = "Which structure of a file with several, from 1 on; -1 is the last.")
    private @Nullable Integer index;

    @Option(
            names = "--fix",
            split = ",",
            paramLabel = "ATOMS",
            description = "Atoms that do not move: numbers from 1 on, ranges such as 4-6, elements.")
    private List<String> fix = new ArrayList<>();

    @Option(names = "--json", description = "Prints the last state and the speed as JSON.")
    private boolean json;

    @Option(
            names = {"-q", "--quiet"},
            description = "No lines about the progress.")
    private boolean quiet;

    @Mixin
    private EvaluationOptions evaluation = new EvaluationOptions();

    @Spec
    private CommandSpec spec;

    // picocli fills in the specification before anything runs
    @SuppressWarnings("NullAway.Init")
    MdCommand() {}

    @Override
    public Integer call() {
        if (steps < 0) {
            throw new ParameterException(spec.commandLine(), "--steps: found " + steps + ", wanted at least 0");
        }
        List<Path> models = files.subList(0, files.size() - 1);
        Path input = files.getLast();
        MdSettings md = checked(settings::settings);
        MdOutput out = checked(() -> outputs.output(folder(input), models.size()));
        PrintWriter err = spec.commandLine().getErr();
        try (OpenCommittee committee = evaluation.open(models)) {
            Structure structure = new InputResults(committee.labelNames(), false).apply(MdInput.read(input, index));
            Set<Integer> fixed = FixedAtoms.of(fix, structure);
            MdChecks.warnings(structure, md).forEach(warning -> err.println("warning: " + warning));
            Potential potential = models.size() == 1 ? committee.members().getFirst() : committee.committee();
            MolecularDynamics dynamics = new MolecularDynamics(potential, structure, fixed, md);
            Map<String, String> identity = MdInput.identity(models, structure, fixed);
            identity.putAll(evaluation.texts());
            return run(dynamics, out, identity);
        }
    }

    private interface Checked<T> {
        T get();
    }

    private <T> T checked(Checked<T> values) {
        try {
            return values.get();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private Path folder(Path input) {
        if (output != null) {
            return output;
        }
        String name = String.valueOf(input.getFileName()).replaceFirst("\\.(ext|e)?xyz(\\.gz)?$", "");
        return Path.of("runs", name + "-md");
    }

    private int run(MolecularDynamics dynamics, MdOutput out, Map<String, String> identity) {
        PrintWriter err = spec.commandLine().getErr();
        MdState state = dynamics.state();
        try (MdRun run = new MdRun(dynamics, out, identity);
                Interruption interruption = new Interruption(() -> err.println("Stopping after this step ..."))) {
            if (run.startedAt() > 0) {
                err.println("Resuming from step " + run.startedAt() + " of the run in " + out.folder());
            }
            MdProgress progress = new MdProgress(err, dynamics, steps, run.startedAt());
            if (!quiet) {
                dynamics.observe(1, progress);
            }
            try {
                run.runTo(steps, interruption::requested);
            } catch (InputException e) {
                if (dynamics.exploded()) {
                    err.println("The last good frame is in " + out.folder().resolve(MdRun.LAST));
                }
                throw e;
            }
            if (json) {
                spec.commandLine().getOut().println(Json.write(report(dynamics, run, progress)));
            }
            if (run.tooUncertain()) {
                err.printf(
                        Locale.ROOT,
                        "The models disagree by %.3g eV/Å in step %d: the run ended. Frames to be labelled are in %s%n",
                        state.forceSpread(),
                        state.step(),
                        out.folder().resolve(MdRun.COLLECTED));
            } else if (state.step() < steps) {
                err.println("Stopped after step " + state.step() + " of " + steps
                        + "; everything is saved. The same command resumes from there.");
                err.flush();
                return INTERRUPTED;
            } else {
                err.println("Did " + steps + " steps, results are in " + out.folder());
            }
            err.flush();
            return ExitCode.OK;
        }
    }

    private static Map<String, Object> report(MolecularDynamics dynamics, MdRun run, MdProgress progress) {
        MdState state = dynamics.state();
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("step", state.step());
        report.put("time_fs", dynamics.time());
        report.put("temperature", state.temperature());
        report.put("potential_energy", state.potentialEnergy());
        report.put("total_energy", state.potentialEnergy() + state.kineticEnergy());
        report.put("conserved_energy", state.conservedEnergy());
        if (state.hasVolume()) {
            report.put("pressure", state.pressure());
            report.put("volume", state.volume());
        }
        report.put("started_at", run.startedAt());
        double speed = progress.stepsPerSecond();
        report.put("steps_per_second", Double.isNaN(speed) ? null : speed);
        return report;
    }
}
