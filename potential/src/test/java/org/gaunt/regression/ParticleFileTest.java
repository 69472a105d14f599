package org.gaunt.regression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipOutputStream;
import org.gaunt.files.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParticleFileTest {

    @TempDir
    Path folder;

    private void refused(Path file, String... parts) {
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> ParticleFile.read(file))
                .satisfies(e -> assertThat(e.getMessage()).contains(parts));
    }

    private Path file(String name, Arrays arrays) throws IOException {
        Path file = folder.resolve(name);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            arrays.into(zip);
        }
        return file;
    }

    private interface Arrays {
        void into(ZipOutputStream zip) throws IOException;
    }

    @Test
    void readsWhatWasWritten() throws IOException {
        Particles p = Systems.of(3, 4, 1);
        Particles read = ParticleFile.read(Systems.write(folder.resolve("a.npz"), p));
        assertThat(read.systems()).isEqualTo(3);
        assertThat(read.particles()).isEqualTo(4);
        assertThat(read.positions()).isEqualTo(p.positions());
        assertThat(read.velocities()).isEqualTo(p.velocities());
        assertThat(read.charges()).isEqualTo(p.charges());
        assertThat(read.targets()).isEqualTo(p.targets());
    }

    @Test
    void readsSinglePrecision() throws IOException {
        byte[] floats = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(1.5f)
                .putFloat(-2)
                .array();
        Path file = file("f.npz", zip -> Systems.put(zip, "x", "<f4", "2,", floats));
        NpzFile.Array x = NpzFile.read(file, List.of("x")).get("x");
        assertThat(x).isNotNull();
        assertThat(x.shape()).containsExactly(2);
        assertThat(x.values()).containsExactly(1.5, -2);
    }

    @Test
    void saysWhichArrayIsMissing() throws IOException {
        Path file = file("b.npz", zip -> Systems.put(zip, "positions", "<f8", "1,", Systems.doubles(1)));
        refused(file, "\"loc30\" is missing", "b.npz", "positions", "vel30");
    }

    @Test
    void saysWhichTypeItWants() throws IOException {
        Path file = file("c.npz", zip -> Systems.put(zip, "loc30", "<i8", "1,", Systems.doubles(1)));
        refused(file, "\"loc30\" cannot be used", "<i8", "<f8");
    }

    @Test
    void saysWhichShapeItWants() throws IOException {
        Path file = file("d.npz", zip -> {
            Systems.put(zip, "loc30", "<f8", "1, 2, 3", Systems.doubles(0, 0, 0, 1, 1, 1));
            Systems.put(zip, "vel30", "<f8", "1, 6", Systems.doubles(0, 0, 0, 1, 1, 1));
            Systems.put(zip, "loc40", "<f8", "1, 2, 3", Systems.doubles(0, 0, 0, 1, 1, 1));
            Systems.put(zip, "charges", "<f8", "1, 2", Systems.doubles(1, 1));
        });
        refused(file, "\"vel30\" has another shape", "[1, 6]", "[1, 2, 3], as loc30");
    }

    @Test
    void refusesLessThanItsShapeSays() throws IOException {
        Path file = file("e.npz", zip -> Systems.put(zip, "loc30", "<f8", "1, 2, 3", Systems.doubles(0, 0)));
        refused(file, "16 bytes for shape [1, 2, 3]", "48 bytes");
    }

    @Test
    void refusesWhatIsNotFinite() throws IOException {
        Path file = file("g.npz", zip -> Systems.put(zip, "loc30", "<f8", "2,", Systems.doubles(0, Double.NaN)));
        refused(file, "NaN at place 1");
    }

    @Test
    void refusesParticlesAtTheSamePlace() throws IOException {
        Particles p = Systems.of(2, 3, 1);
        System.arraycopy(p.positions(), 9, p.positions(), 15, 3);
        refused(Systems.write(folder.resolve("h.npz"), p), "same place", "particles 0 and 2 of system 1");
    }

    @Test
    void refusesAnotherKindOfFile() throws IOException {
        Path file = Files.writeString(folder.resolve("i.npz"), "not an archive");
        refused(file, "not a numpy archive", "i.npz");
        refused(folder.resolve("missing.npz"), "no such file");
    }

    @Test
    void predictionsNeedNoTargets() throws IOException {
        Particles p = Systems.of(1, 2, 1);
        Path file = file("j.npz", zip -> {
            Systems.put(zip, "loc30", "<f8", "1, 2, 3", Systems.doubles(p.positions()));
            Systems.put(zip, "vel30", "<f8", "1, 2, 3", Systems.doubles(p.velocities()));
            Systems.put(zip, "charges", "<f8", "1, 2", Systems.doubles(p.charges()));
        });
        refused(file, "\"loc40\" is missing");
        Particles read = ParticleFile.readInputs(file);
        assertThat(read.positions()).isEqualTo(p.positions());
        assertThat(read.targets()).containsOnly(Double.NaN);
    }

    @Test
    void writesPredictionsAsAnArchiveOrATable() throws IOException {
        Particles p = Systems.of(2, 3, 1);
        double[] spread = new double[18];
        java.util.Arrays.setAll(spread, i -> i / 8.0);
        ParticlePrediction two = new ParticlePrediction(2, p.targets(), spread);
        Path archive = folder.resolve("p.npz");
        ParticleFile.write(archive, p, two);
        Map<String, NpzFile.Array> read = NpzFile.read(archive, List.of("predicted", "spread"));
        assertThat(read.get("predicted").shape()).containsExactly(2, 3, 3);
        assertThat(read.get("predicted").values()).isEqualTo(p.targets());
        assertThat(read.get("spread").values()).isEqualTo(spread);
        byte[] bytes = Files.readAllBytes(archive);
        ParticleFile.write(archive, p, two);
        assertThat(Files.readAllBytes(archive)).isEqualTo(bytes);

        Path table = folder.resolve("p.csv");
        ParticleFile.write(table, p, two);
        List<String> lines = Files.readAllLines(table);
        assertThat(lines).hasSize(7);
        assertThat(lines.getFirst()).isEqualTo("system,particle,x,y,z,x_spread,y_spread,z_spread");
        assertThat(lines.get(5))
                .isEqualTo(
                        "1,1," + p.targets()[12] + "," + p.targets()[13] + "," + p.targets()[14] + ",1.5,1.625,1.75");
        ParticleFile.write(table, p, new ParticlePrediction(1, p.targets(), new double[18]));
        assertThat(Files.readAllLines(table).getFirst()).isEqualTo("system,particle,x,y,z");
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> ParticleFile.write(folder.resolve("p.xyz"), p, two))
                .withMessageContaining("p.xyz")
                .withMessageContaining(".npz or .csv");
    }
}
