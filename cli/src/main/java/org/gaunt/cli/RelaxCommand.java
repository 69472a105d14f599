package org.gaunt.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.gaunt.atoms.ExtendedXyz;
import org.gaunt.atoms.ExtendedXyzReader;
import org.gaunt.atoms.LabelKeys;
import org.gaunt.atoms.Labels;
import org.gaunt.atoms.Structure;
import org.gaunt.files.InputException;
import org.gaunt.potential.Prediction;
import org.gaunt.sim.opt.CellMotion;
import org.gaunt.sim.opt.OptimizerKind;
import org.gaunt.sim.opt.RelaxSettings;
import org.gaunt.sim.opt.Relaxed;
import org.gaunt.sim.opt.Relaxer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gaunt relax}. */
@Command(
        name = "relax",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Relaxes structures: moves atoms, and the cell of crystals, until the forces are small.",
            "",
            "Writes them in the order given with energy, forces (and stress), relax_status (converged, unconverged, failed) and"
                    + " relax_steps. Many are relaxed side by side, and what becomes of one does not stop the others.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  gaunt relax model.safetensors molecules.xyz relaxed.xyz",
            "  gaunt relax model.safetensors crystals.xyz relaxed.xyz --cell full --pressure 5"
        })
final class RelaxCommand implements Runnable {
    private static final String STATUS = "relax_status";
    private static final String STEPS = "relax_steps";

    @Parameters(index = "0", paramLabel = "MODEL", description = "A model of gaunt train, or a .model file of MACE.")
    private @Nullable Path model;

    @Parameters(index = "1", paramLabel = "IN", description = "Structures in extended XYZ.")
    private @Nullable Path input;

    @Parameters(index = "2", paramLabel = "OUT", description = "The file to write; it appears when it is complete.")
    private @Nullable Path output;

    @Option(
            names = "--fmax",
            paramLabel = "F",
            defaultValue = "0.01",
            description = "Largest force on an atom at the end, eV/Å (default: ${DEFAULT-VALUE}).")
    private double fmax = 0.01;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Steps after which a structure is given up (default: ${DEFAULT-VALUE}).")
    private int steps = 1000;

    @Option(
            names = "--optimizer",
            paramLabel = "NAME",
            defaultValue = "lbfgs",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private OptimizerKind optimizer = OptimizerKind.LBFGS;

    @Option(
            names = "--cell",
            paramLabel = "MOTION",
            defaultValue = "none",
            description = "How the cell moves: ${COMPLETION-CANDIDATES}; shape keeps the volume (default:"
                    + " ${DEFAULT-VALUE}).")
    private CellMotion cell = CellMotion.NONE;

    @Option(
            names = "--pressure",
            paramLabel = "P",
            defaultValue = "0",
            description = "Pressure on the cell, GPa (default: ${DEFAULT-VALUE}).")
    private double pressure;

    @Option(
            names = "--fix",
            split = ",",
            paramLabel = "ATOMS",
            description = "Atoms that do not move: numbers from 1 on, ranges such as 4-6, elements.")
    private List<String> fix = new ArrayList<>();

    @Option(names = "--json", description = "Prints status, steps, energy and largest force of each structure as JSON.")
    private boolean json;

    @Mixin
    private EvaluationOptions evaluation = new EvaluationOptions();

    @Spec
    private CommandSpec spec;

    // picocli fills in the specification before anything runs
    @SuppressWarnings("NullAway.Init")
    RelaxCommand() {}

    @Override
    public void run() {
        RelaxSettings settings = settings();
        List<Relaxed> relaxed = new ArrayList<>();
        try (OpenCommittee one = evaluation.open(List.of(Objects.requireNonNull(model)));
                ExtendedXyzReader reader = ExtendedXyz.open(Objects.requireNonNull(input), LabelKeys.NONE)) {
            InputResults results = new InputResults(one.labelNames(), false);
            new Relaxer(one.members().getFirst(), settings)
                    .relax(structures(reader, results), s -> FixedAtoms.of(fix, s), relaxed::add);
        }
        if (!relaxed.isEmpty() && relaxed.stream().allMatch(one -> one.prediction() == null)) {
            throw InputException.of(relaxed.getFirst().message()).build();
        }
        ExtendedXyz.write(
                Objects.requireNonNull(output),
                relaxed.stream().map(RelaxCommand::labelled).toList(),
                LabelKeys.DEFAULT);
        report(relaxed);
    }

    private RelaxSettings settings() {
        try {
            return new RelaxSettings(fmax, steps, optimizer, cell, pressure);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private static Iterator<Structure> structures(ExtendedXyzReader reader, InputResults results) {
        return new Iterator<>() {
            private @Nullable Structure next = reader.next();

            @Override
            public boolean hasNext() {
                return next != null;
            }

            @Override
            public Structure next() {
                Structure structure = next;
                if (structure == null) {
                    throw new NoSuchElementException("no more structures");
                }
                next = reader.next();
                return results.apply(structure);
            }
        };
    }

    private static String word(Relaxed.Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    private static Structure labelled(Relaxed relaxed) {
        Prediction there = relaxed.prediction();
        Labels labels = Labels.NONE;
        if (there != null) {
            labels = labels.withEnergy(there.energy()).withForces(there.forces());
            labels = there.hasStress() ? labels.withStress(there.stress()) : labels;
        }
        return relaxed.structure().toBuilder()
                .info(STATUS, word(relaxed.status()))
                .info(STEPS, Integer.toString(relaxed.steps()))
                .labels(labels)
                .build();
    }

    private void report(List<Relaxed> relaxed) {
        PrintWriter err = spec.commandLine().getErr();
        List<Map<String, Object>> all = new ArrayList<>();
        int converged = 0;
        for (int i = 0; i < relaxed.size(); i++) {
            Relaxed one = relaxed.get(i);
            converged += one.status() == Relaxed.Status.CONVERGED ? 1 : 0;
            if (one.status() != Relaxed.Status.CONVERGED) {
                err.printf(
                        Locale.ROOT,
                        "structure %d (%s): %s after %d steps%s%n",
                        i + 1,
                        one.structure().formula(),
                        word(one.status()),
                        one.steps(),
                        one.message().isEmpty()
                                ? ", largest force %.3g eV/Å".formatted(one.largestForce())
                                : ": " + one.message().lines().findFirst().orElse(""));
            }
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("formula", one.structure().formula());
            entry.put("status", word(one.status()));
            entry.put("steps", one.steps());
            Prediction there = one.prediction();
            entry.put("energy", there == null ? null : there.energy());
            entry.put("largest_force", Double.isNaN(one.largestForce()) ? null : one.largestForce());
            all.add(entry);
        }
        if (json) {
            spec.commandLine().getOut().println(Json.write(all));
        }
        err.println("Relaxed " + relaxed.size() + " structures, " + converged + " of them converged, to " + output);
        err.flush();
    }
}
