package org.gaunt.sim.lammps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.gaunt.atoms.AtomColumn;
import org.gaunt.atoms.Cell;
import org.gaunt.atoms.Structure;
import org.gaunt.atoms.Structures;
import org.gaunt.files.InputException;
import org.gaunt.sim.LennardJones;
import org.gaunt.sim.md.MdSettings;
import org.gaunt.sim.md.MolecularDynamics;
import org.gaunt.sim.md.io.MdOutput;
import org.gaunt.sim.md.io.MdRun;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Our own dynamics and averages against those of LAMMPS, from the same positions and velocities of liquid-like argon. */
@Timeout(120)
class LammpsDynamicsTest {
    @TempDir
    private Path folder;

    private static double[][] numbers(Path file, String pattern) throws IOException {
        return Files.readAllLines(file).stream()
                .map(String::strip)
                .filter(line -> line.matches(pattern))
                .map(line -> Arrays.stream(line.split(" +", -1))
                        .mapToDouble(Double::parseDouble)
                        .toArray())
                .toArray(double[][]::new);
    }

    private static String columns(int count) {
        return "[-+.\\deE]+( +[-+.\\deE]+){" + (count - 1) + "}";
    }

    private void lammps() throws IOException {
        Path input = folder.resolve("in");
        Files.writeString(input, """
            units metal
            atom_style atomic
            boundary p p p
            lattice fcc 5.26
            region box block 0 4 0 4 0 4
            create_box 1 box
            create_atoms 1 box
            mass 1 39.948
            displace_atoms all random 0.05 0.05 0.05 87287
            pair_style lj/cut 8.5125
            pair_coeff * * 0.0104 3.405
            pair_modify shift yes
            velocity all create 60.0 4928459 loop geom
            timestep 0.002
            dump d all custom 100 %s id xu yu zu vx vy vz
            dump_modify d sort id format float %%.16g
            compute msd all msd
            compute vacf all vacf
            compute g all rdf 250 1 1 cutoff 5
            fix g all ave/time 10 1 10 c_g[*] file %s mode vector ave running
            thermo_style custom step temp pe etotal press vol c_msd[4] c_vacf[4]
            thermo_modify format float %%.12g
            thermo 10
            fix move all nve
            run 100
            """.formatted(folder.resolve("dump"), folder.resolve("rdf")));
        try (LammpsLibrary library = new LammpsLibrary(
                Optional.empty(), List.of("-log", folder.resolve("log").toString(), "-screen", "none"))) {
            library.file(input);
        } catch (InputException e) {
            LoggerFactory.getLogger(LammpsDynamicsTest.class)
                    .warn("SKIPPED, LAMMPS is not installed: {}", e.getMessage());
            Assumptions.abort("LAMMPS is not installed");
        }
    }

    private static Structure argon(double[][] frame) {
        double[] x = new double[3 * frame.length];
        double[] v = new double[3 * frame.length];
        int[] numbers = new int[frame.length];
        Arrays.fill(numbers, 18);
        for (int i = 0; i < x.length; i++) {
            x[i] = frame[i / 3][1 + i % 3];
            v[i] = frame[i / 3][4 + i % 3] / 1000; // Å/ps
        }
        double edge = 4 * 5.26;
        return Structure.builder(numbers, x)
                .cell(Cell.box(edge, edge, edge))
                .pbc(true, true, true)
                .columns(List.of(AtomColumn.reals("velocities", 3, v)))
                .build();
    }

    @Test
    void sameTrajectoryAndAverages() throws IOException {
        lammps();
        double[][] dump = numbers(folder.resolve("dump"), columns(7));
        assertThat(dump).hasDimensions(512, 7);
        MolecularDynamics md = new MolecularDynamics(
                LennardJones.cutAt(LennardJones.CUTOFF),
                argon(Arrays.copyOf(dump, 256)),
                Set.of(),
                MdSettings.DEFAULT.withTimestep(2));
        MdOutput output = MdOutput.of(folder.resolve("md")).withAverages(5, true, true, 200);
        try (MdRun run = new MdRun(md, output, Map.of())) {
            run.runTo(100, () -> false);
        }
        double[] wanted = argon(Arrays.copyOfRange(dump, 256, 512)).positions();
        double[] found =
                Structures.read(folder.resolve("md/trajectory.xyz")).getLast().positions();
        double farthest = 0;
        for (int i = 0; i < wanted.length; i++) {
            assertThat(found[i]).isCloseTo(wanted[i], within(1e-6));
            farthest = Math.max(farthest, Math.abs(wanted[i] - dump[i / 3][1 + i % 3]));
        }
        assertThat(farthest).isGreaterThan(0.5);

        double[][] thermo = numbers(folder.resolve("log"), columns(8));
        double[][] log = table("log");
        assertThat(thermo).hasDimensions(11, 8);
        for (int k = 0; k < 11; k++) {
            assertThat(log[k][0]).isEqualTo(thermo[k][0]);
            assertThat(log[k][2]).isCloseTo(thermo[k][1], within(5e-4)); // K; its constant is an older one
            assertThat(log[k][4]).isCloseTo(thermo[k][2], within(1e-6)); // eV
            assertThat(log[k][8]).isCloseTo(thermo[k][4] * 1e-4, within(1e-6)); // GPa
        }
        // the longest lag has one start, that of LAMMPS
        assertThat(table("msd")[10][1]).isCloseTo(thermo[10][6], within(1e-6 * thermo[10][6]));
        assertThat(table("vacf")[10][1]).isCloseTo(thermo[10][7] * 1e-6, within(1e-6 * thermo[0][7] * 1e-6));
        double[][] rdf = table("rdf");
        double[][] theirs = numbers(folder.resolve("rdf"), columns(4));
        double[][] last = Arrays.copyOfRange(theirs, theirs.length - 250, theirs.length);
        assertThat(rdf).hasDimensions(250, 2);
        for (int bin = 0; bin < 250; bin++) {
            assertThat(rdf[bin][0]).isCloseTo(last[bin][1], within(1e-9));
            assertThat(rdf[bin][1]).isCloseTo(last[bin][2], within(1e-4));
        }
    }

    /** A table of ours, without its head; empty fields are NaN. */
    private double[][] table(String name) throws IOException {
        return Files.readAllLines(folder.resolve("md/" + name + ".csv")).stream()
                .skip(1)
                .map(line -> Arrays.stream(line.split(",", -1))
                        .mapToDouble(word -> word.isEmpty() ? Double.NaN : Double.parseDouble(word))
                        .toArray())
                .toArray(double[][]::new);
    }
}
