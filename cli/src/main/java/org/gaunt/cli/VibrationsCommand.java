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
import org.gaunt.atoms.ExtendedXyzReader;
import org.gaunt.atoms.LabelKeys;
import org.gaunt.atoms.Structure;
import org.gaunt.sim.lattice.Vibrations;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gaunt vibrations}. */
@Command(
        name = "vibrations",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Computes the harmonic vibrations of molecules that were relaxed.",
            "",
            "Frequencies without translations and rotations, imaginary ones with an i behind them, and the zero-point energy."
                    + " The Hessian is made of central differences of the forces.",
            ""
        },
        footer = {
            "",
            "Example:",
            "  gaunt relax model.safetensors molecule.xyz relaxed.xyz --fmax 0.001 --precision float64",
            "  gaunt vibrations model.safetensors relaxed.xyz --precision float64"
        })
final class VibrationsCommand implements Runnable {
    /** Forces above which the frequencies are those of another place, eV/Å. */
    private static final double RELAXED = 0.05;

    @Parameters(index = "0", paramLabel = "MODEL", description = "A model of gaunt train, or a .model file of MACE.")
    private @Nullable Path model;

    @Parameters(index = "1", paramLabel = "IN", description = "Molecules in extended XYZ, relaxed with the same model.")
    private @Nullable Path input;

    @Option(
            names = "--delta",
            paramLabel = "D",
            defaultValue = "0.01",
            description = "Displacement of the differences, Å (default: ${DEFAULT-VALUE}).")
    private double delta = 0.01;

    @Option(names = "--json", description = "Prints JSON, with the displacements of each mode.")
    private boolean json;

    @Mixin
    private EvaluationOptions evaluation = new EvaluationOptions();

    @Spec
    private CommandSpec spec;

    // picocli fills in the specification before anything runs
    @SuppressWarnings("NullAway.Init")
    VibrationsCommand() {}

    @Override
    public void run() {
        if (!(delta > 0 && delta < 1)) {
            throw new ParameterException(
                    spec.commandLine(), "--delta: found " + delta + ", wanted a number above 0 and below 1 (Å)");
        }
        List<Map<String, Object>> all = new ArrayList<>();
        try (OpenCommittee one = evaluation.open(List.of(Objects.requireNonNull(model)));
                ExtendedXyzReader reader = ExtendedXyz.open(Objects.requireNonNull(input), LabelKeys.NONE)) {
            Structure structure = reader.next();
            for (int number = 1; structure != null; structure = reader.next(), number++) {
                Vibrations found = Vibrations.of(one.members().getFirst(), structure, delta);
                String title = "structure " + number + " (" + structure.formula() + ")";
                if (found.largestForce() > RELAXED) {
                    spec.commandLine()
                            .getErr()
                            .printf(
                                    Locale.ROOT,
                                    "warning: %s is not relaxed, with a force of %.2g eV/Å; relax it with this model first%n",
                                    title,
                                    found.largestForce());
                }
                if (json) {
                    all.add(tree(structure, found));
                } else {
                    print(title, found);
                }
            }
        }
        if (json) {
            spec.commandLine().getOut().println(Json.write(all));
        }
    }

    private void print(String title, Vibrations found) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(title);
        Table table = new Table(0, "mode", "1/cm", "meV");
        for (int k = 0; k < found.modes().size(); k++) {
            Vibrations.Mode mode = found.modes().get(k);
            String i = mode.imaginary() ? "i" : "";
            table.row(
                    Integer.toString(k + 1),
                    String.format(Locale.ROOT, "%.1f%s", Math.abs(mode.wavenumber()), i),
                    String.format(Locale.ROOT, "%.2f%s", 1e3 * Math.abs(mode.quantum()), i));
        }
        table.print(out);
        out.printf(Locale.ROOT, "zero-point energy %.4f eV%n", found.zeroPointEnergy());
    }

    private static Map<String, Object> tree(Structure structure, Vibrations found) {
        List<Map<String, Object>> modes = new ArrayList<>();
        for (Vibrations.Mode mode : found.modes()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("wavenumber", Math.abs(mode.wavenumber()));
            entry.put("imaginary", mode.imaginary());
            entry.put("displacements", mode.displacements());
            modes.add(entry);
        }
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("formula", structure.formula());
        tree.put("largest_force", found.largestForce());
        tree.put("zero_point_energy", found.zeroPointEnergy());
        tree.put("modes", modes);
        return tree;
    }
}
