package org.gaunt.sim.md.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.gaunt.atoms.Cell;
import org.gaunt.atoms.Structure;
import org.gaunt.atoms.Structures;
import org.gaunt.sim.md.Argon;
import org.gaunt.sim.md.MdSettings;
import org.gaunt.sim.md.MolecularDynamics;
import org.gaunt.sim.md.SmoothGas;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file read record by record, as Fortran does. */
class DcdFileTest {
    @TempDir
    private Path folder;

    private static ByteBuffer record(ByteBuffer file) {
        int length = file.getInt();
        ByteBuffer record = file.slice(file.position(), length).order(ByteOrder.LITTLE_ENDIAN);
        file.position(file.position() + length);
        assertThat(file.getInt()).isEqualTo(length);
        return record;
    }

    private ByteBuffer run(Structure structure, int steps) throws IOException {
        MdSettings settings = MdSettings.DEFAULT.withTimestep(2).withTemperature(50);
        MdOutput output = MdOutput.of(folder).withEvery(5, 5).withDcd(true);
        try (MdRun run =
                new MdRun(new MolecularDynamics(new SmoothGas(), structure, Set.of(), settings), output, Map.of())) {
            run.runTo(steps, () -> false);
        }
        return ByteBuffer.wrap(Files.readAllBytes(folder.resolve("trajectory.dcd")))
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    @Test
    void headerAndFrames() throws IOException {
        // a cell whose first edge is not along x: positions turn with it
        Structure crystal = Argon.crystal(2, 5.4).toBuilder()
                .cell(Cell.of(10.5, 1, 0.5, -0.3, 10.7, 0.2, 0.4, -0.6, 10.9))
                .build();
        ByteBuffer file = run(crystal, 10);
        ByteBuffer header = record(file);
        byte[] magic = new byte[4];
        header.get(magic);
        assertThat(new String(magic, StandardCharsets.US_ASCII)).isEqualTo("CORD");
        assertThat(header.getInt(4)).isEqualTo(3); // frames
        assertThat(header.getInt(12)).isEqualTo(5); // steps between them
        assertThat(header.getFloat(40)).isCloseTo(2 / 48.88821f, within(1e-6f));
        assertThat(header.getInt(44)).isOne(); // has cells
        assertThat(header.getInt(80)).isEqualTo(24);
        ByteBuffer title = record(file);
        assertThat(title.remaining()).isEqualTo(4 + 80 * title.getInt(0));
        assertThat(record(file).getInt(0)).isEqualTo(32);

        var frames = Structures.read(folder.resolve("trajectory.xyz"));
        assertThat(frames).hasSize(3);
        for (Structure frame : frames) {
            ByteBuffer cell = record(file);
            double a = cell.getDouble(0);
            double gamma = cell.getDouble(8);
            double b = cell.getDouble(16);
            assertThat(a).isCloseTo(Math.sqrt(10.5 * 10.5 + 1.25), within(1e-12));
            assertThat(a * b * Math.cos(Math.toRadians(gamma)))
                    .isCloseTo(10.5 * -0.3 + 1 * 10.7 + 0.5 * 0.2, within(1e-9));
            float[][] x = new float[3][32];
            for (int axis = 0; axis < 3; axis++) {
                record(file).asFloatBuffer().get(x[axis]);
            }
            for (int i = 1; i < 32; i++) { // distances, and the component along the first edge
                double found = 0;
                double wanted = 0;
                double along = 0;
                for (int k = 0; k < 3; k++) {
                    found += Math.pow(x[k][i] - x[k][0], 2);
                    double d = frame.position(i, k) - frame.position(0, k);
                    wanted += d * d;
                    along += d * crystal.cell().get(0, k) / a;
                }
                assertThat(Math.sqrt(found)).isCloseTo(Math.sqrt(wanted), within(1e-5));
                assertThat((double) x[0][i] - x[0][0]).isCloseTo(along, within(1e-5));
            }
        }
        assertThat(file.hasRemaining()).isFalse();
    }

    @Test
    void isolatedStructuresHaveNoCell() throws IOException {
        Structure cluster = Argon.icosahedron();
        ByteBuffer file = run(cluster, 0);
        assertThat(record(file).getInt(44)).isZero();
        record(file);
        record(file);
        assertThat(record(file).getFloat(4)).isEqualTo((float) cluster.position(1, 0));
    }
}
