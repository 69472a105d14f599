package org.gaunt.sim.lammps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.gaunt.files.InputException;
import org.gaunt.sim.LennardJones;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** LAMMPS prints the same numbers with forces from here as with its own Lennard-Jones style. */
@Timeout(120)
class LammpsRunTest {
    private static final String ATOMS = """
            units metal
            atom_style atomic
            atom_modify map array sort 0 0
            boundary p p p
            lattice fcc 5.26
            %s
            create_box 1 box
            create_atoms 1 box
            mass 1 39.948
            displace_atoms all random 0.05 0.05 0.05 87287
            """;
    private static final String BLOCK = "region box block 0 4 0 4 0 4";
    private static final String TILTED = "region box prism 0 4 0 4 0 4 0.4 -0.3 0.5";
    private static final String OWN = "pair_style lj/cut 8.5125\npair_coeff * * 0.0104 3.405\npair_modify shift yes\n";
    private static final String OURS =
            "pair_style zero 8.5125 nocoeff\npair_coeff * *\nfix gaunt all external pf/callback 1 1\n";
    private static final String THERMO = """
            velocity all create 30.0 4928459 loop geom
            timestep 0.002
            compute atoms all pe/atom %s
            compute largest all reduce max c_atoms
            thermo_style custom step temp pe etotal press pxx pxy pxz pyz fmax c_largest
            thermo_modify format float %%.10g
            thermo 10
            """;
    private static final String DYNAMICS = """
            run 0
            fix move all nve
            run 40
            unfix move
            fix move all npt temp 30 30 0.2 iso 0 0 2
            run 20
            """;
    private static final String MINIMISE = """
            fix move all nve
            run 20
            unfix move
            min_style fire
            minimize 0 1e-4 20 200
            """;

    @TempDir
    private Path folder;

    @BeforeAll
    static void libraryIsThere() {
        try (LammpsLibrary library = new LammpsLibrary(Optional.empty(), List.of("-log", "none", "-screen", "none"))) {
            assertThat(library.setting("world_size")).isEqualTo(1);
        } catch (InputException e) {
            LoggerFactory.getLogger(LammpsRunTest.class).warn("SKIPPED, LAMMPS is not installed: {}", e.getMessage());
            Assumptions.abort("LAMMPS is not installed");
        }
    }

    private static LennardJones argon() {
        return LennardJones.cutAt(LennardJones.CUTOFF);
    }

    private List<String> arguments(String log) {
        return List.of("-log", folder.resolve(log).toString(), "-screen", "none");
    }

    private Path input(String text) throws IOException {
        return Files.writeString(folder.resolve("in.lammps"), text);
    }

    /** The lines of numbers in a log. */
    private List<String> table(String log) throws IOException {
        return Files.readAllLines(folder.resolve(log)).stream()
                .filter(line -> line.strip().matches("\\d+( +[-+.\\deE]+){10}"))
                .toList();
    }

    private void compare(String region, String run, int lines) throws IOException {
        String atoms = ATOMS.formatted(region);
        try (LammpsLibrary own = new LammpsLibrary(Optional.empty(), arguments("own"))) {
            own.file(input(atoms + OWN + THERMO.formatted("pair") + run));
        }
        try (LammpsRun ours = new LammpsRun(
                argon(),
                List.of("Ar"),
                input(atoms + OURS + THERMO.formatted("fix") + run),
                Optional.empty(),
                arguments("ours"))) {
            assertThat(ours.run()).isPositive();
        }
        assertThat(table("own")).hasSize(lines);
        assertThat(table("ours")).isEqualTo(table("own"));
    }

    @Test
    void dynamicsAtConstantEnergyAndPressure() throws IOException {
        compare(BLOCK, DYNAMICS, 1 + 5 + 3);
    }

    @Test
    void aTiltedBoxAndAMinimisation() throws IOException {
        compare(TILTED, MINIMISE, 3 + 3);
    }

    @Test
    void anErrorOfThePotentialEndsTheRunAndIsThrownAfterwards() throws IOException {
        LennardJones weary = new LennardJones(LennardJones.CUTOFF, 5, new int[1]);
        Path file = input(ATOMS.formatted(BLOCK) + OURS + "fix move all nve\nrun 100000\nrun 100000\n");
        try (LammpsRun run = new LammpsRun(weary, List.of("Ar"), file, Optional.empty(), arguments("log"))) {
            assertThatThrownBy(run::run).isInstanceOf(InputException.class).hasMessageContaining("call 6");
        }
        assertThat(weary.calls()[0]).isEqualTo(6);
    }

    @Test
    void whatCanBeCheckedIsCheckedBeforeARun() throws IOException {
        refused(ATOMS.formatted(BLOCK) + OURS + "run 0\n", List.of("Ar", "Ne"), "2 elements for 1 types");
        refused(
                "units real\n" + ATOMS.formatted(BLOCK).lines().skip(1).reduce("", (a, b) -> a + b + "\n") + OURS
                        + "run 0\n",
                List.of("Ar"),
                "units real");
        refused(ATOMS.formatted(BLOCK) + OURS, List.of("Ar"), "never asked for forces");
        assertThatThrownBy(() ->
                        new LammpsRun(argon(), List.of("Xx"), input(ATOMS + OURS), Optional.empty(), arguments("log")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("Xx");
        assertThatThrownBy(() -> new LammpsRun(
                        argon(),
                        List.of("Ar"),
                        input(ATOMS + OURS),
                        Optional.of(folder.resolve("liblammps.so")),
                        arguments("log")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("--lib");
    }

    private void refused(String text, List<String> elements, String message) throws IOException {
        try (LammpsRun run = new LammpsRun(argon(), elements, input(text), Optional.empty(), arguments("log"))) {
            assertThatThrownBy(run::run).isInstanceOf(InputException.class).hasMessageContaining(message);
        }
    }

    /** Deleted atoms leave gaps in the ids, and LAMMPS sorts its atoms as it likes. */
    @Test
    void atomsAreTakenByTheirIds() throws IOException {
        String atoms = ATOMS.formatted(BLOCK).replace("sort 0 0", "sort 5 2.0") + """
                region hole sphere 2 2 2 0.6
                delete_atoms region hole compress no
                """;
        try (LammpsLibrary own = new LammpsLibrary(Optional.empty(), arguments("own"))) {
            own.file(input(atoms + OWN + THERMO.formatted("pair") + "fix move all nve\nrun 30\n"));
        }
        try (LammpsRun ours = new LammpsRun(
                argon(),
                List.of("Ar"),
                input(atoms + OURS + THERMO.formatted("fix") + "fix move all nve\nrun 30\n"),
                Optional.empty(),
                arguments("ours"))) {
            ours.run();
            assertThat(ours.lastStructure().orElseThrow().size()).isBetween(200, 255);
        }
        assertThat(table("ours")).hasSize(4).isEqualTo(table("own"));
    }
}
