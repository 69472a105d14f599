package org.gaunt.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gaunt.cli.plot.CurvePlot;
import org.gaunt.files.AtomicFiles;
import org.gaunt.sim.lattice.EquationOfState;
import org.gaunt.sim.lattice.VolumeScan;
import org.gaunt.sim.opt.RelaxSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gaunt eos}. */
@Command(
        name = "eos",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Fits equations of state to the energies of crystals at several volumes.",
            "",
            "The shape of the cell stays, atoms are relaxed at each volume. Volume and energy at the minimum, bulk modulus and its"
                    + " derivative by the pressure, by the functions of Birch and Murnaghan and of Vinet.",
            ""
        },
        footer = {
            "",
            "Example:",
            "  gaunt relax model.safetensors crystal.xyz relaxed.xyz --cell full --fmax 0.001",
            "  gaunt eos model.safetensors relaxed.xyz --output eos"
        })
final class EosCommand implements Runnable {
    @Mixin
    private CrystalOptions crystals = new CrystalOptions();

    @Option(
            names = "--range",
            paramLabel = "X",
            defaultValue = "0.02",
            description = "Largest change of the lengths of the cell, a fraction (default: ${DEFAULT-VALUE}).")
    private double range = 0.02;

    @Option(
            names = "--points",
            paramLabel = "N",
            defaultValue = "9",
            description = "Number of volumes (default: ${DEFAULT-VALUE}).")
    private int points = 9;

    @Option(
            names = "--fmax",
            paramLabel = "F",
            defaultValue = "0.005",
            description = "Largest force on a relaxed atom, eV/Å (default: ${DEFAULT-VALUE}).")
    private double fmax = 0.005;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "Folder for eos-N.csv and eos-N.png of structure N (default: none are written).")
    private @Nullable Path output;

    @Spec
    private CommandSpec spec;

    // picocli fills in the specification before anything runs
    @SuppressWarnings("NullAway.Init")
    EosCommand() {}

    @Override
    public void run() {
        if (!(range > 0 && range < 0.5) || points < 5) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--range and --points: found " + range + " and " + points
                            + ", wanted a fraction above 0 and below 0.5, and at least 5");
        }
        RelaxSettings relaxation;
        try {
            relaxation = RelaxSettings.DEFAULT.withFmax(fmax);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
        List<Map<String, Object>> all = new ArrayList<>();
        crystals.forEach((potential, crystal) -> {
            VolumeScan scan = VolumeScan.of(potential, crystal.structure(), range, points, relaxation);
            List<EquationOfState> states = new ArrayList<>();
            try {
                for (EquationOfState.Form form : EquationOfState.Form.values()) {
                    states.add(EquationOfState.fit(form, scan.volumes(), scan.energies()));
                }
            } catch (IllegalArgumentException e) {
                throw crystal.structure()
                        .problem(String.valueOf(e.getMessage()))
                        .found(String.format(
                                Locale.ROOT,
                                "volumes from %.3f to %.3f Å³",
                                scan.volumes()[0],
                                scan.volumes()[points - 1]))
                        .remedy("relax the cell first (gaunt relax --cell full), or take a larger --range")
                        .cause(e)
                        .build();
            }
            report(crystal, scan, states, all);
            if (output != null) {
                write(output, crystal.number(), scan, states);
            }
        });
        if (crystals.json()) {
            spec.commandLine().getOut().println(Json.write(all));
        }
    }

    private void report(
            CrystalOptions.Crystal crystal,
            VolumeScan scan,
            List<EquationOfState> states,
            List<Map<String, Object>> all) {
        double least = scan.volumes()[0];
        double most = scan.volumes()[points - 1];
        for (EquationOfState state : states) {
            if (!(state.volume() > least && state.volume() < most)) {
                spec.commandLine()
                        .getErr()
                        .printf(
                                Locale.ROOT,
                                "warning: %s: the minimum at %.3f Å³ lies outside of the volumes, %.3f to %.3f Å³; relax the cell first%n",
                                crystal.title(),
                                state.volume(),
                                least,
                                most);
                break;
            }
        }
        if (crystals.json()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("formula", crystal.structure().formula());
            entry.put("volumes", scan.volumes());
            entry.put("energies", scan.energies());
            for (EquationOfState state : states) {
                Map<String, Object> one = new LinkedHashMap<>();
                one.put("volume", state.volume());
                one.put("energy", state.energy());
                one.put("bulk_modulus", state.bulkModulus());
                one.put("pressure_derivative", state.pressureDerivative());
                one.put("rmse", state.rmse());
                entry.put(state.form().name().toLowerCase(Locale.ROOT), one);
            }
            all.add(entry);
            return;
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(crystal.title());
        Table table = new Table(1, "function", "V0, Å³", "E0, eV", "B, GPa", "B'", "RMSE, meV");
        for (EquationOfState state : states) {
            table.row(
                    name(state),
                    String.format(Locale.ROOT, "%.4f", state.volume()),
                    String.format(Locale.ROOT, "%.6f", state.energy()),
                    String.format(Locale.ROOT, "%.3f", state.bulkModulus()),
                    String.format(Locale.ROOT, "%.3f", state.pressureDerivative()),
                    String.format(Locale.ROOT, "%.4f", 1e3 * state.rmse()));
        }
        table.print(out);
    }

    private static String name(EquationOfState state) {
        return state.form() == EquationOfState.Form.VINET ? "Vinet" : "Birch-Murnaghan";
    }

    private static void write(Path folder, int number, VolumeScan scan, List<EquationOfState> states) {
        StringBuilder csv = new StringBuilder("volume_A3,energy_eV");
        states.forEach(state -> csv.append(',')
                .append(state.form().name().toLowerCase(Locale.ROOT))
                .append("_eV"));
        csv.append('\n');
        for (int k = 0; k < scan.volumes().length; k++) {
            csv.append(scan.volumes()[k]).append(',').append(scan.energies()[k]);
            for (EquationOfState state : states) {
                csv.append(',').append(state.energyAt(scan.volumes()[k]));
            }
            csv.append('\n');
        }
        AtomicFiles.writeText(folder.resolve("eos-" + number + ".csv"), csv.toString());
        double first = scan.volumes()[0];
        double last = scan.volumes()[scan.volumes().length - 1];
        List<CurvePlot.Curve> curves = new ArrayList<>();
        curves.add(new CurvePlot.Curve("computed", scan.volumes(), scan.energies(), true));
        for (EquationOfState state : states) {
            double[] v = new double[200];
            double[] e = new double[200];
            for (int k = 0; k < v.length; k++) {
                v[k] = first + (last - first) * k / (v.length - 1);
                e[k] = state.energyAt(v[k]);
            }
            curves.add(new CurvePlot.Curve(name(state), v, e, false));
        }
        CurvePlot.save(
                "Equation of state", "volume, Å³", "energy, eV", curves, folder.resolve("eos-" + number + ".png"));
    }
}
