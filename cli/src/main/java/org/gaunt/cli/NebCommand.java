package org.gaunt.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.gaunt.atoms.ExtendedXyz;
import org.gaunt.atoms.LabelKeys;
import org.gaunt.atoms.Labels;
import org.gaunt.atoms.Structure;
import org.gaunt.atoms.Structures;
import org.gaunt.potential.Prediction;
import org.gaunt.sim.opt.NudgedElasticBand;
import org.gaunt.sim.opt.ReactionPath;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gaunt neb}. */
@Command(
        name = "neb",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Finds the path of least energy between two structures, and its barrier: a nudged elastic band with a climbing image.",
            "",
            "Writes the images from the start to the end with energies and forces. The ends are relaxed structures with the same atoms"
                    + " in the same order and the same cell; the band starts on a straight line between them.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  gaunt relax model.safetensors ends.xyz relaxed.xyz --fmax 0.005",
            "  gaunt neb model.safetensors start.xyz end.xyz path.xyz --images 7"
        })
final class NebCommand implements Runnable {
    /** Forces above which an end counts as not relaxed, eV/Å. */
    private static final double RELAXED = 0.05;

    @Parameters(index = "0", paramLabel = "MODEL", description = "A model of gaunt train, or a .model file of MACE.")
    private @Nullable Path model;

    @Parameters(index = "1", paramLabel = "START", description = "The first structure of an extended XYZ file.")
    private @Nullable Path start;

    @Parameters(index = "2", paramLabel = "END", description = "The last structure of an extended XYZ file.")
    private @Nullable Path end;

    @Parameters(index = "3", paramLabel = "OUT", description = "The file to write; it appears when it is complete.")
    private @Nullable Path output;

    @Option(
            names = "--images",
            paramLabel = "N",
            defaultValue = "7",
            description = "Images between the ends (default: ${DEFAULT-VALUE}).")
    private int images = 7;

    @Option(
            names = "--fmax",
            paramLabel = "F",
            defaultValue = "0.05",
            description = "Largest force on an atom of the band at the end, eV/Å (default: ${DEFAULT-VALUE}).")
    private double fmax = 0.05;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Steps after which the band is given up (default: ${DEFAULT-VALUE}).")
    private int steps = 1000;

    @Option(
            names = "--spring",
            paramLabel = "K",
            defaultValue = "5",
            description = "Spring constant, eV/Å² (default: ${DEFAULT-VALUE}).")
    private double spring = 5;

    @Option(names = "--json", description = "Prints energies, barriers and the largest force as JSON.")
    private boolean json;

    @Mixin
    private EvaluationOptions evaluation = new EvaluationOptions();

    @Spec
    private CommandSpec spec;

    // picocli fills in the specification before anything runs
    @SuppressWarnings("NullAway.Init")
    NebCommand() {}

    @Override
    public void run() {
        Structure first =
                Structures.read(Objects.requireNonNull(start), LabelKeys.NONE).getFirst();
        Structure last =
                Structures.read(Objects.requireNonNull(end), LabelKeys.NONE).getLast();
        ReactionPath path;
        try (OpenCommittee one = evaluation.open(List.of(Objects.requireNonNull(model)))) {
            NudgedElasticBand band;
            try {
                band = new NudgedElasticBand(one.members().getFirst(), images, spring, fmax, steps);
            } catch (IllegalArgumentException e) {
                throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
            }
            path = band.between(first, last);
        }
        List<Structure> labelled = new ArrayList<>();
        for (int i = 0; i < path.images().size(); i++) {
            Prediction there = path.predictions().get(i);
            labelled.add(path.images()
                    .get(i)
                    .withLabels(Labels.NONE.withEnergy(there.energy()).withForces(there.forces())));
        }
        ExtendedXyz.write(Objects.requireNonNull(output), labelled, LabelKeys.DEFAULT);
        report(path);
    }

    private void report(ReactionPath path) {
        PrintWriter err = spec.commandLine().getErr();
        if (path.endForce() > RELAXED) {
            err.printf(
                    Locale.ROOT,
                    "warning: an end has a force of %.2g eV/Å; relax both with this model first%n",
                    path.endForce());
        }
        int highest = path.highest();
        if (highest == 0 || highest == path.images().size() - 1) {
            err.println("warning: no image is higher than the ends: the path has no barrier");
        }
        if (!path.converged()) {
            err.printf(
                    Locale.ROOT,
                    "warning: not converged after %d steps, largest force %.3g eV/Å: the barrier is an upper guess%n",
                    path.steps(),
                    path.largestForce());
        }
        PrintWriter out = spec.commandLine().getOut();
        double start0 = path.predictions().getFirst().energy();
        if (json) {
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("converged", path.converged());
            tree.put("steps", path.steps());
            tree.put("largest_force", path.largestForce());
            tree.put("barrier", path.barrier());
            tree.put("barrier_back", path.barrierBack());
            tree.put("highest", highest);
            tree.put(
                    "energies",
                    path.predictions().stream().map(Prediction::energy).toList());
            out.println(Json.write(tree));
        } else {
            Table table = new Table(0, "image", "energy, eV");
            for (int i = 0; i < path.images().size(); i++) {
                table.row(
                        Integer.toString(i),
                        String.format(
                                Locale.ROOT, "%.6f", path.predictions().get(i).energy() - start0));
            }
            table.print(out);
            out.printf(
                    Locale.ROOT,
                    "barrier %.5f eV, back %.5f eV (image %d, %d steps)%n",
                    path.barrier(),
                    path.barrierBack(),
                    highest,
                    path.steps());
        }
        err.println("Wrote the path to " + output);
    }
}
