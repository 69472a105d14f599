package org.gaunt.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gaunt.sim.lattice.ElasticConstants;
import org.gaunt.sim.opt.RelaxSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gaunt elastic}. */
@Command(
        name = "elastic",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Computes the elastic constants of crystals that were relaxed with their cells.",
            "",
            "Stress over strain by central differences, with relaxed atoms, GPa, in Voigt's order xx, yy, zz, yz, xz, xy; the"
                    + " moduli of a polycrystal after Voigt, Reuss and Hill; stability.",
            ""
        },
        footer = {
            "",
            "Example:",
            "  gaunt relax model.safetensors crystal.xyz relaxed.xyz --cell full --fmax 0.001",
            "  gaunt elastic model.safetensors relaxed.xyz --precision float64"
        })
final class ElasticCommand implements Runnable {
    /** Stress of its own above which a crystal counts as not relaxed, GPa. */
    private static final double RELAXED = 0.1;

    @Mixin
    private CrystalOptions crystals = new CrystalOptions();

    @Option(
            names = "--strain",
            paramLabel = "X",
            defaultValue = "0.005",
            description = "Size of the strains (default: ${DEFAULT-VALUE}).")
    private double strain = 0.005;

    @Option(
            names = "--fmax",
            paramLabel = "F",
            defaultValue = "0.001",
            description = "Largest force on a relaxed atom, eV/Å (default: ${DEFAULT-VALUE}).")
    private double fmax = 0.001;

    @Spec
    private CommandSpec spec;

    // picocli fills in the specification before anything runs
    @SuppressWarnings("NullAway.Init")
    ElasticCommand() {}

    @Override
    public void run() {
        if (!(strain > 0 && strain < 0.2) || !(fmax > 0)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--strain and --fmax: found " + strain + " and " + fmax
                            + ", wanted a strain above 0 and below 0.2, and a force above 0");
        }
        List<Map<String, Object>> all = new ArrayList<>();
        crystals.forEach((potential, crystal) -> {
            ElasticConstants found =
                    ElasticConstants.of(potential, crystal.structure(), strain, RelaxSettings.DEFAULT.withFmax(fmax));
            double largest = 0;
            for (double s : found.stress()) {
                largest = Math.max(largest, Math.abs(s));
            }
            if (largest > RELAXED) {
                spec.commandLine()
                        .getErr()
                        .printf(
                                Locale.ROOT,
                                "warning: %s has a stress of %.2g GPa; relax its cell with this model first%n",
                                crystal.title(),
                                largest);
            }
            if (crystals.json()) {
                all.add(tree(crystal, found));
            } else {
                print(crystal, found);
            }
        });
        if (crystals.json()) {
            spec.commandLine().getOut().println(Json.write(all));
        }
    }

    private void print(CrystalOptions.Crystal crystal, ElasticConstants found) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(crystal.title() + ": stiffness, GPa");
        for (double[] row : found.stiffness()) {
            StringBuilder line = new StringBuilder();
            for (double c : row) {
                line.append(String.format(Locale.ROOT, "%10.3f", c));
            }
            out.println(line);
        }
        Table table = new Table(1, "average", "bulk, GPa", "shear, GPa", "Young, GPa", "Poisson");
        row(table, "Voigt", found.voigtAverage());
        row(table, "Reuss", found.reussAverage());
        row(table, "Hill", found.hillAverage());
        table.print(out);
        double lowest = found.eigenvalues()[0];
        out.printf(
                Locale.ROOT,
                lowest > 0
                        ? "stable: the lowest eigenvalue of the stiffness is %.3f GPa%n"
                        : "UNSTABLE: the lowest eigenvalue of the stiffness is %.3f GPa%n",
                lowest);
    }

    private static void row(Table table, String name, ElasticConstants.Moduli moduli) {
        table.row(
                name,
                String.format(Locale.ROOT, "%.3f", moduli.bulk()),
                String.format(Locale.ROOT, "%.3f", moduli.shear()),
                String.format(Locale.ROOT, "%.3f", moduli.young()),
                String.format(Locale.ROOT, "%.4f", moduli.poisson()));
    }

    private static Map<String, Object> tree(CrystalOptions.Crystal crystal, ElasticConstants found) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("formula", crystal.structure().formula());
        tree.put("stiffness", found.stiffness());
        tree.put("compliance", found.compliance());
        tree.put("stress", found.stress());
        tree.put("eigenvalues", found.eigenvalues());
        tree.put("voigt", moduli(found.voigtAverage()));
        tree.put("reuss", moduli(found.reussAverage()));
        tree.put("hill", moduli(found.hillAverage()));
        return tree;
    }

    private static Map<String, Object> moduli(ElasticConstants.Moduli moduli) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("bulk", moduli.bulk());
        tree.put("shear", moduli.shear());
        tree.put("young", moduli.young());
        tree.put("poisson", moduli.poisson());
        return tree;
    }
}
