package org.gaunt.sim.md.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.gaunt.atoms.Structure;
import org.gaunt.atoms.Structures;
import org.gaunt.files.InputException;
import org.gaunt.potential.Potential;
import org.gaunt.potential.eval.Committee;
import org.gaunt.sim.LennardJones;
import org.gaunt.sim.md.Argon;
import org.gaunt.sim.md.CellShape;
import org.gaunt.sim.md.Ensemble;
import org.gaunt.sim.md.MdSettings;
import org.gaunt.sim.md.MolecularDynamics;
import org.gaunt.sim.md.TemperatureRamp;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run in a folder that is stopped, killed, gone on with, or refused. */
class MdRunTest {
    private static final Potential ARGON = LennardJones.cutAt(5.2);
    private static final int STEPS = 60;

    @TempDir
    private Path folder;

    /** Ends a run on the spot: nothing is saved or closed in order. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    private static MolecularDynamics dynamics(Ensemble ensemble, CellShape shape) {
        MdSettings settings = MdSettings.DEFAULT
                .withShape(shape)
                .withTemperature(
                        ensemble.hasTemperature()
                                ? TemperatureRamp.parse("30:60:200/ps")
                                : TemperatureRamp.constant(30))
                .withThermostatTime(50)
                .withBarostat(800, 0.3)
                .withTimestep(4);
        settings = ensemble.hasPressure() ? settings.withPressure(ensemble, 0.1) : settings.withEnsemble(ensemble);
        return new MolecularDynamics(ARGON, Argon.crystal(2, 5.4), Set.of(), settings);
    }

    private MdOutput output(String name) {
        return output(name, false);
    }

    private MdOutput output(String name, boolean averages) {
        return MdOutput.of(folder.resolve(name))
                .withEvery(10, 5)
                .withDcd(true)
                .withAverages(averages ? 5 : 0, averages, averages, 200)
                .withCheckpointMinutes(0);
    }

    private static Map<String, byte[]> bytes(Path folder) throws IOException {
        Map<String, byte[]> all = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                all.put(String.valueOf(file.getFileName()), Files.readAllBytes(file));
            }
        }
        return all;
    }

    private static void requireSame(Path found, Path wanted) throws IOException {
        Map<String, byte[]> a = bytes(found);
        Map<String, byte[]> b = bytes(wanted);
        assertThat(a.keySet()).isEqualTo(b.keySet());
        a.forEach((name, content) -> assertThat(content).as(name).isEqualTo(b.get(name)));
    }

    @ParameterizedTest
    @CsvSource({
        "NVE, ISOTROPIC, 17, false",
        "NVT_LANGEVIN, ISOTROPIC, 30, false",
        "NVT_BUSSI, ISOTROPIC, 1, false",
        "NVT_NHC, ISOTROPIC, 44, false",
        "NPT_SCR, ISOTROPIC, 23, false",
        "NPT_SCR, TRICLINIC, 59, false",
        "NPT_MTK, ANISOTROPIC, 8, false",
        "NPT_MTK, TRICLINIC, 31, true"
    })
    void goesOnToTheBit(Ensemble ensemble, CellShape shape, int stop, boolean averages) throws IOException {
        try (MdRun through = new MdRun(dynamics(ensemble, shape), output("through", averages), Map.of())) {
            through.runTo(STEPS, () -> false);
        }
        assertThat(bytes(folder.resolve("through")).keySet())
                .contains("log.csv", "trajectory.xyz", "trajectory.dcd", "final.xyz", "state.safetensors")
                .hasSize(averages ? 8 : 5);

        MolecularDynamics stopped = dynamics(ensemble, shape);
        try (MdRun run = new MdRun(stopped, output("stopped", averages), Map.of())) {
            run.runTo(STEPS, () -> stopped.state().step() == stop);
        }
        assertThat(stopped.state().step()).isEqualTo(stop);
        assertThat(folder.resolve("stopped/final.xyz")).doesNotExist();
        MolecularDynamics again = dynamics(ensemble, shape);
        try (MdRun run = new MdRun(again, output("stopped", averages), Map.of())) {
            assertThat(run.startedAt()).isEqualTo(stop);
            run.runTo(STEPS, () -> false);
        }
        requireSame(folder.resolve("stopped"), folder.resolve("through"));

        // killed after any step, with half a line behind what was saved
        MolecularDynamics killed = dynamics(ensemble, shape);
        MdRun run = new MdRun(killed, output("killed", averages), Map.of());
        assertThatThrownBy(() -> run.runTo(STEPS, () -> {
                    if (killed.state().step() == stop) {
                        throw new Killed();
                    }
                    return false;
                }))
                .isInstanceOf(Killed.class);
        for (String file : List.of("log.csv", "trajectory.xyz", "trajectory.dcd")) {
            Files.writeString(folder.resolve("killed").resolve(file), "12,3.", StandardOpenOption.APPEND);
        }
        try (MdRun second = new MdRun(dynamics(ensemble, shape), output("killed", averages), Map.of())) {
            assertThat(second.startedAt()).isEqualTo(stop - stop % 10);
            second.runTo(STEPS, () -> false);
        }
        requireSame(folder.resolve("killed"), folder.resolve("through"));
    }

    @Test
    void theNumberOfStepsIsATotal() throws IOException {
        for (int total : new int[] {20, STEPS, STEPS}) {
            try (MdRun run = new MdRun(dynamics(Ensemble.NVT_BUSSI, CellShape.ISOTROPIC), output("a"), Map.of())) {
                run.runTo(total, () -> false);
            }
        }
        List<String> log = Files.readAllLines(folder.resolve("a/log.csv"));
        assertThat(log).hasSize(1 + 1 + STEPS / 10);
        assertThat(log.getLast()).startsWith(STEPS + ",");
        // the ramp has reached 60 K after 150 fs and stays there
        assertThat(log.get(3)).contains(",46.0000,");
        assertThat(log.getLast().split(",", -1)[3]).isEqualTo("60.0000");
    }

    @Test
    void framesHaveWhatOneNeeds() {
        MolecularDynamics md = dynamics(Ensemble.NVE, CellShape.ISOTROPIC);
        try (MdRun run = new MdRun(md, output("frames"), Map.of())) {
            run.runTo(15, () -> false);
        }
        List<Structure> frames = Structures.read(folder.resolve("frames/trajectory.xyz"));
        assertThat(frames).hasSize(4);
        Structure last = frames.getLast();
        assertThat(last.positions()).isEqualTo(md.state().structure().positions());
        assertThat(last.labels().energy()).isEqualTo(md.state().potentialEnergy());
        assertThat(last.labels().forces()).isEqualTo(md.state().forces());
        assertThat(last.labels().stress()).isEqualTo(md.state().stress());
        assertThat(last.info()).containsEntry("step", "15").containsEntry("time", "60.0000");
        // momenta are read as they are written: another run begins with the same kinetic energy
        MolecularDynamics next = new MolecularDynamics(ARGON, last, Set.of(), MdSettings.DEFAULT);
        assertThat(next.state().kineticEnergy())
                .isBetween(md.state().kineticEnergy() * (1 - 1e-12), md.state().kineticEnergy() * (1 + 1e-12));
    }

    @Test
    void otherSettingsAreNamed() {
        try (MdRun run = new MdRun(dynamics(Ensemble.NVE, CellShape.ISOTROPIC), output("b"), Map.of("model", "x"))) {
            run.runTo(4, () -> false);
        }
        assertThatThrownBy(() -> new MdRun(
                        dynamics(Ensemble.NVT_BUSSI, CellShape.ISOTROPIC),
                        output("b").withEvery(10, 4),
                        Map.of("model", "y")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("ensemble: nve -> nvt-bussi")
                .hasMessageContaining("frames-every: 5 -> 4")
                .hasMessageContaining("model: x -> y")
                .hasMessageContaining("thermostat-time: nothing -> 50.0");
    }

    @Test
    void otherFilesAreLeftAlone() throws IOException {
        Files.writeString(folder.resolve("precious.txt"), "mine");
        assertThatThrownBy(() -> new MdRun(dynamics(Ensemble.NVE, CellShape.ISOTROPIC), MdOutput.of(folder), Map.of()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("precious.txt");
        assertThat(bytes(folder).keySet()).containsExactly("precious.txt");
    }

    @Test
    void filesThatLostTheirEndAreRefused() throws IOException {
        try (MdRun run = new MdRun(dynamics(Ensemble.NVE, CellShape.ISOTROPIC), output("c"), Map.of())) {
            run.runTo(8, () -> false);
        }
        Files.writeString(folder.resolve("c/log.csv"), "");
        assertThatThrownBy(() -> new MdRun(dynamics(Ensemble.NVE, CellShape.ISOTROPIC), output("c"), Map.of()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("shorter than when the run was saved");
    }

    @Test
    void aFullDiskIsSaid() {
        Path full = Path.of("/dev/full");
        Assumptions.assumeTrue(Files.exists(full), "there is no /dev/full");
        try (AppendFile file = new AppendFile(full, 0)) {
            assertThatThrownBy(() -> file.append("text"))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("cannot write the file")
                    .hasMessageContaining("free some space")
                    .hasMessageContaining("the run resumes from where it was saved last");
        }
    }

    @Test
    void aCommitteeStopsWhereItDisagrees() throws IOException {
        Potential other = LennardJones.cutAt(4.5);
        MolecularDynamics md = new MolecularDynamics(
                new Committee(List.of(ARGON, other)),
                Argon.crystal(2, 5.4),
                Set.of(),
                MdSettings.DEFAULT.withTemperature(60).withTimestep(4));
        MdOutput output = output("spread").withSpreads(1e-9, 0.004);
        try (MdRun run = new MdRun(md, output, Map.of())) {
            run.runTo(1000, () -> false);
            assertThat(run.tooUncertain()).isTrue();
        }
        assertThat(md.state().step()).isBetween(1L, 999L);
        assertThat(md.state().forceSpread()).isGreaterThan(0.004);
        List<Structure> collected = Structures.read(folder.resolve("spread/uncertain.xyz"));
        assertThat(collected.getLast().info())
                .containsEntry("step", Long.toString(md.state().step()));
        assertThat(collected.getLast().labels().hasEnergy()).isFalse();
        assertThat(collected.getLast().labels().hasForces()).isFalse();
        assertThat(Files.readAllLines(folder.resolve("spread/log.csv")).getFirst())
                .endsWith("energy_spread_eV_per_atom,force_spread_eV_per_A");
    }
}
