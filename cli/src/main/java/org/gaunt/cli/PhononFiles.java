package org.gaunt.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gaunt.atoms.Cell;
import org.gaunt.cli.plot.CurvePlot;
import org.gaunt.files.AtomicFiles;
import org.gaunt.sim.lattice.BandPath;
import org.gaunt.sim.lattice.PhononMesh;
import org.gaunt.sim.lattice.Phonons;

/**
 * The tables and pictures of one crystal.
 *
 * @param path of the bands
 * @param bands along it
 */
record PhononFiles(PhononMesh mesh, BandPath path, List<Band> bands) {
    /** Wave vectors of a band for 1/Å. */
    private static final double PER_ANGSTROM = 40;

    /** The frequencies at a wave vector of the path; the name is empty between special points. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Band(BandPath.Step step, String name, double[] frequencies) {}

    PhononFiles(Phonons phonons, PhononMesh mesh, BandPath path, Cell cell) {
        this(mesh, path, bands(phonons, path, cell));
    }

    private static List<Band> bands(Phonons phonons, BandPath path, Cell cell) {
        List<Band> bands = new ArrayList<>();
        for (BandPath.Step step : path.steps(cell, PER_ANGSTROM)) {
            bands.add(new Band(step, path.nameAt(step.q()), phonons.frequencies(step.q())));
        }
        return bands;
    }

    /** Each special point once. */
    List<Band> special() {
        Map<String, Band> special = new LinkedHashMap<>();
        bands.stream().filter(band -> !band.name().isEmpty()).forEach(band -> special.putIfAbsent(band.name(), band));
        return List.copyOf(special.values());
    }

    Band lowest() {
        Band lowest = bands.getFirst();
        for (Band band : bands) {
            lowest = band.frequencies()[0] < lowest.frequencies()[0] ? band : lowest;
        }
        return lowest;
    }

    void write(Path folder, int number, double[] kelvin) {
        StringBuilder csv = new StringBuilder("distance_per_A,point,q1,q2,q3");
        int branches = bands.getFirst().frequencies().length;
        for (int b = 1; b <= branches; b++) {
            csv.append(",branch").append(b).append("_THz");
        }
        for (Band band : bands) {
            double[] q = band.step().q();
            csv.append('\n').append(band.step().distance()).append(',').append(band.name());
            csv.append(',').append(q[0]).append(',').append(q[1]).append(',').append(q[2]);
            for (double f : band.frequencies()) {
                csv.append(',').append(f);
            }
        }
        AtomicFiles.writeText(
                folder.resolve("bands-" + number + ".csv"), csv.append('\n').toString());
        double[] x = bands.stream().mapToDouble(band -> band.step().distance()).toArray();
        List<CurvePlot.Curve> curves = new ArrayList<>();
        for (int b = 0; b < branches; b++) {
            int branch = b;
            curves.add(new CurvePlot.Curve(
                    "",
                    x,
                    bands.stream()
                            .mapToDouble(band -> band.frequencies()[branch])
                            .toArray(),
                    false));
        }
        String names = String.join(
                " - ", path.points().stream().map(BandPath.Point::name).toList());
        CurvePlot.save(
                names,
                "distance along the path, 1/Å",
                "frequency, THz",
                curves,
                folder.resolve("bands-" + number + ".png"));

        StringBuilder dos = new StringBuilder("frequency_THz,states_per_THz\n");
        List<PhononMesh.Density> density = mesh.densityOfStates(400, 0.1);
        density.forEach(
                d -> dos.append(d.frequency()).append(',').append(d.density()).append('\n'));
        AtomicFiles.writeText(folder.resolve("dos-" + number + ".csv"), dos.toString());
        CurvePlot.save(
                "Density of states",
                "frequency, THz",
                "states per THz and cell",
                List.of(new CurvePlot.Curve(
                        "",
                        density.stream()
                                .mapToDouble(PhononMesh.Density::frequency)
                                .toArray(),
                        density.stream()
                                .mapToDouble(PhononMesh.Density::density)
                                .toArray(),
                        false)),
                folder.resolve("dos-" + number + ".png"));

        StringBuilder thermal =
                new StringBuilder("temperature_K,free_energy_eV,entropy_eV_per_K,heat_capacity_eV_per_K\n");
        for (double t : kelvin) {
            PhononMesh.Thermal at = mesh.thermal(t);
            thermal.append(t).append(',').append(at.freeEnergy()).append(',');
            thermal.append(at.entropy()).append(',').append(at.heatCapacity()).append('\n');
        }
        AtomicFiles.writeText(folder.resolve("thermal-" + number + ".csv"), thermal.toString());
    }
}
