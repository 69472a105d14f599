package org.gaunt.regression;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Random systems of charged particles whose later positions follow a simple equivariant rule, and their files. */
final class Systems {

    private Systems() {}

    /** Systems that move along their velocity and away from equal charges. */
    static Particles of(int systems, int particles, long seed) {
        Random random = new Random(seed);
        int nodes = systems * particles;
        double[] x = random.doubles(3L * nodes, -2, 2).toArray();
        double[] v = random.doubles(3L * nodes, -0.5, 0.5).toArray();
        double[] q = random.ints(nodes, 0, 2).mapToDouble(i -> 2 * i - 1).toArray();
        double[] y = new double[3 * nodes];
        for (int i = 0; i < nodes; i++) {
            for (int c = 0; c < 3; c++) {
                y[3 * i + c] = x[3 * i + c] + v[3 * i + c];
                int first = i - i % particles;
                for (int j = first; j < first + particles; j++) {
                    double r2 = 0.5;
                    for (int d = 0; d < 3; d++) {
                        r2 += Math.pow(x[3 * i + d] - x[3 * j + d], 2);
                    }
                    y[3 * i + c] += 0.3 * q[i] * q[j] * (x[3 * i + c] - x[3 * j + c]) / r2;
                }
            }
        }
        return new Particles(systems, particles, x, v, q, y);
    }

    /** Writes one array into an archive as numpy does. */
    static void put(ZipOutputStream zip, String name, String descr, String shape, byte[] values) throws IOException {
        String header = "{'descr': '" + descr + "', 'fortran_order': False, 'shape': (" + shape + "), }";
        StringBuilder padded = new StringBuilder(header);
        while ((10 + padded.length() + 1) % 64 != 0) {
            padded.append(' ');
        }
        padded.append('\n');
        zip.putNextEntry(new ZipEntry(name + ".npy"));
        zip.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
        zip.write(ByteBuffer.allocate(2)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) padded.length())
                .array());
        zip.write(padded.toString().getBytes(StandardCharsets.US_ASCII));
        zip.write(values);
        zip.closeEntry();
    }

    static byte[] doubles(double... values) {
        ByteBuffer buffer = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        buffer.asDoubleBuffer().put(values);
        return buffer.array();
    }

    /** Writes systems in the format of the benchmark. */
    static Path write(Path file, Particles p) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            String shape = p.systems() + ", " + p.particles();
            put(zip, "loc30", "<f8", shape + ", 3", doubles(p.positions()));
            put(zip, "vel30", "<f8", shape + ", 3", doubles(p.velocities()));
            put(zip, "loc40", "<f8", shape + ", 3", doubles(p.targets()));
            put(zip, "charges", "<f8", shape, doubles(p.charges()));
        }
        return file;
    }
}
