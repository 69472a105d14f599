package org.gaunt.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.gaunt.atoms.Cell;
import org.gaunt.atoms.Units;
import org.gaunt.sim.lattice.BandPath;
import org.gaunt.sim.lattice.PhononMesh;
import org.gaunt.sim.lattice.Phonons;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gaunt phonons}. */
@Command(
        name = "phonons",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Computes the harmonic phonons of crystals that were relaxed with their cells.",
            "",
            "Atoms of one cell are displaced within a supercell. Frequencies in THz, imaginary ones with an i; free energy, entropy and"
                    + " heat capacity of a cell. Files of structure N: bands-N.csv and .png along a path, dos-N.csv and .png,"
                    + " thermal-N.csv.",
            ""
        },
        footer = {
            "",
            "Example:",
            "  gaunt relax model.safetensors crystal.xyz relaxed.xyz --cell full --fmax 0.0005 --precision float64",
            "  gaunt phonons model.safetensors relaxed.xyz --supercell 4,4,4 --precision float64 --output phonons"
        })
final class PhononsCommand implements Runnable {
    /** Forces above which the frequencies are those of another place, eV/Å. */
    private static final double RELAXED = 0.02;

    /** Frequencies below count as imaginary, THz. */
    private static final double IMAGINARY = -0.05;

    @Mixin
    private CrystalOptions crystals = new CrystalOptions();

    @Option(
            names = "--supercell",
            split = ",",
            paramLabel = "N",
            description = "Cells along the three vectors, as 4,4,4 (default: as many as reach 12 Å).")
    private int @Nullable [] supercell;

    @Option(
            names = "--delta",
            paramLabel = "D",
            defaultValue = "0.01",
            description = "Displacement, Å (default: ${DEFAULT-VALUE}).")
    private double delta = 0.01;

    @Option(
            names = "--mesh",
            split = ",",
            paramLabel = "N",
            description =
                    "Wave vectors of densities and thermal properties, as 20,20,20 (default: 50 Å over the lengths of the cell).")
    private int @Nullable [] mesh;

    @Option(
            names = "--path",
            paramLabel = "TEXT",
            description =
                    "Path of the bands, as \"G 0 0 0 X 0.5 0 0.5\" in units of the reciprocal vectors (default: the usual one of cubic"
                            + " and hexagonal primitive cells, else along the reciprocal vectors).")
    private @Nullable String path;

    @Option(
            names = "--temperatures",
            split = ",",
            paramLabel = "K",
            description = "Temperatures of thermal properties (default: 0 to 1000 K in steps of 50).")
    private double @Nullable [] temperatures;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "Folder for the files (default: none are written).")
    private @Nullable Path output;

    @Spec
    private CommandSpec spec;

    // picocli fills in the specification before anything runs
    @SuppressWarnings("NullAway.Init")
    PhononsCommand() {}

    @Override
    public void run() {
        check("--supercell", supercell);
        check("--mesh", mesh);
        if (!(delta > 0 && delta < 1)) {
            throw new ParameterException(
                    spec.commandLine(), "--delta: found " + delta + ", wanted a number above 0 and below 1 (Å)");
        }
        double[] kelvin = temperatures == null ? new double[21] : temperatures;
        for (int k = 0; temperatures == null && k < kelvin.length; k++) {
            kelvin[k] = 50.0 * k;
        }
        if (Arrays.stream(kelvin).anyMatch(t -> !(t >= 0) || Double.isInfinite(t))) {
            throw new ParameterException(
                    spec.commandLine(), "--temperatures: found " + Arrays.toString(kelvin) + ", wanted at least 0 K");
        }
        BandPath asked;
        try {
            asked = path == null ? null : BandPath.parse(path);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--path: " + e.getMessage(), e);
        }
        List<Map<String, Object>> all = new ArrayList<>();
        crystals.forEach((potential, crystal) -> {
            Cell cell = crystal.structure().cell();
            int[] cells = supercell != null ? supercell : cell == null ? new int[] {1, 1, 1} : reach(cell, 12, 1);
            Phonons phonons = Phonons.of(potential, crystal.structure(), cells, delta);
            if (phonons.largestForce() > RELAXED) {
                spec.commandLine()
                        .getErr()
                        .printf(
                                Locale.ROOT,
                                "warning: %s is not relaxed, with a force of %.2g eV/Å; relax it with this model first%n",
                                crystal.title(),
                                phonons.largestForce());
            }
            Cell there = Objects.requireNonNull(cell, "phonons of a structure without a cell");
            PhononMesh points = phonons.mesh(mesh != null ? mesh : reach(there, 50, 2));
            BandPath along = asked != null ? asked : BandPath.of(there);
            PhononFiles files = new PhononFiles(phonons, points, along, there);
            report(crystal, cells, files, kelvin, all);
            if (output != null) {
                files.write(output, crystal.number(), kelvin);
            }
        });
        if (crystals.json()) {
            spec.commandLine().getOut().println(Json.write(all));
        }
    }

    private void check(String option, int @Nullable [] numbers) {
        if (numbers != null
                && (numbers.length != 3 || Arrays.stream(numbers).min().orElse(0) < 1)) {
            throw new ParameterException(
                    spec.commandLine(),
                    option + ": found " + Arrays.toString(numbers) + ", wanted three numbers of at least 1, as 4,4,4");
        }
    }

    /** So many along each vector that a length is reached. */
    private static int[] reach(Cell cell, double length, int least) {
        int[] count = new int[3];
        for (int v = 0; v < 3; v++) {
            double square = 0;
            for (int k = 0; k < 3; k++) {
                square += cell.get(v, k) * cell.get(v, k);
            }
            count[v] = Math.max(least, (int) Math.ceil(length / Math.sqrt(square) - 1e-6));
        }
        return count;
    }

    private void report(
            CrystalOptions.Crystal crystal,
            int[] cells,
            PhononFiles files,
            double[] kelvin,
            List<Map<String, Object>> all) {
        PhononFiles.Band lowest = files.lowest();
        PhononMesh.Thermal room = files.mesh().thermal(300);
        if (lowest.frequencies()[0] < IMAGINARY) {
            spec.commandLine()
                    .getErr()
                    .printf(
                            Locale.ROOT,
                            "warning: %s is unstable: %.3fi THz at q = (%.4g, %.4g, %.4g)%s; thermal properties leave out imaginary modes (%.2g %% of the mesh)%n",
                            crystal.title(),
                            -lowest.frequencies()[0],
                            lowest.step().q()[0],
                            lowest.step().q()[1],
                            lowest.step().q()[2],
                            lowest.name().isEmpty() ? "" : " " + lowest.name(),
                            100 * files.mesh().imaginaryPart());
        }
        if (crystals.json()) {
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("formula", crystal.structure().formula());
            tree.put("supercell", cells);
            Map<String, Object> special = new LinkedHashMap<>();
            files.special().forEach(band -> special.put(band.name(), band.frequencies()));
            tree.put("frequencies", special);
            tree.put("lowest", lowest.frequencies()[0]);
            tree.put("lowest_q", lowest.step().q());
            List<Map<String, Object>> thermal = new ArrayList<>();
            for (double t : kelvin) {
                thermal.add(tree(files.mesh().thermal(t)));
            }
            tree.put("thermal", thermal);
            all.add(tree);
            return;
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(crystal.title() + ", supercell " + cells[0] + " x " + cells[1] + " x " + cells[2]
                + ": frequencies, THz");
        for (PhononFiles.Band band : files.special()) {
            StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "  %-3s", band.name()));
            for (double f : band.frequencies()) {
                line.append(String.format(Locale.ROOT, " %9.4f%s", Math.abs(f), f < IMAGINARY ? "i" : " "));
            }
            out.println(line.toString().stripTrailing());
        }
        out.printf(
                Locale.ROOT,
                "at 300 K, of a cell: free energy %.5f eV, entropy %.4f J/mol/K, heat capacity %.4f J/mol/K%n",
                room.freeEnergy(),
                1000 * room.entropy() / Units.KJ_PER_MOL,
                1000 * room.heatCapacity() / Units.KJ_PER_MOL);
    }

    private static Map<String, Object> tree(PhononMesh.Thermal thermal) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("temperature", thermal.temperature());
        tree.put("free_energy", thermal.freeEnergy());
        tree.put("entropy", thermal.entropy());
        tree.put("heat_capacity", thermal.heatCapacity());
        return tree;
    }
}
