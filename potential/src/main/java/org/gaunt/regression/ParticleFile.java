package org.gaunt.regression;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gaunt.files.AtomicFiles;
import org.gaunt.files.InputException;
import org.gaunt.regression.NpzFile.Array;

/**
 * Reads the charged-particle benchmark: a numpy archive with {@code loc30} and {@code vel30}, positions and velocities [system,
 * particle, 3], {@code charges} [system, particle], and {@code loc40}, the positions 1000 integration steps later, which are to be
 * predicted.
 */
public final class ParticleFile {

    private static final String POSITIONS = "loc30";
    private static final String VELOCITIES = "vel30";
    private static final String TARGETS = "loc40";
    private static final String CHARGES = "charges";

    private ParticleFile() {}

    /**
     * Reads a file.
     *
     * @throws InputException when an array is missing, of the wrong type or shape, not finite, or when two particles of a system
     *     are at the same place
     */
    public static Particles read(Path file) {
        return read(file, List.of(POSITIONS, VELOCITIES, TARGETS, CHARGES));
    }

    /**
     * Reads a file for predictions: the positions to predict need not be there, and are not looked at.
     *
     * @return systems whose targets are NaN
     * @throws InputException as {@link #read(Path)} does
     */
    public static Particles readInputs(Path file) {
        return read(file, List.of(POSITIONS, VELOCITIES, CHARGES));
    }

    /**
     * Writes predicted positions: as a numpy archive with the array {@code predicted} [system, particle, 3] and, of several
     * networks, {@code spread}, their standard deviations; or as a table where the name ends in {@code .csv}.
     *
     * @param systems what was predicted
     * @param prediction the positions
     * @throws InputException if the file cannot be written, or its name ends in something else
     */
    public static void write(Path file, Particles systems, ParticlePrediction prediction) {
        String name = String.valueOf(file.getFileName());
        if (name.endsWith(".npz")) {
            List<Integer> shape = List.of(systems.systems(), systems.particles(), 3);
            Map<String, Array> arrays = new LinkedHashMap<>();
            arrays.put("predicted", new Array(shape, prediction.positions()));
            if (prediction.networks() > 1) {
                arrays.put("spread", new Array(shape, prediction.spread()));
            }
            NpzFile.write(file, arrays);
        } else if (name.endsWith(".csv")) {
            AtomicFiles.writeText(file, table(systems.particles(), prediction));
        } else {
            throw InputException.of("predictions of particles are written as a numpy archive or as a table")
                    .file(file)
                    .wanted("a name that ends in .npz or .csv")
                    .build();
        }
    }

    private static String table(int particles, ParticlePrediction prediction) {
        boolean spread = prediction.networks() > 1;
        StringBuilder text = new StringBuilder("system,particle,x,y,z")
                .append(spread ? ",x_spread,y_spread,z_spread" : "")
                .append('\n');
        double[] positions = prediction.positions();
        for (int at = 0; at < positions.length; at += 3) {
            int node = at / 3;
            text.append(node / particles).append(',').append(node % particles);
            append(text, positions, at);
            if (spread) {
                append(text, prediction.spread(), at);
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static void append(StringBuilder text, double[] numbers, int at) {
        for (int c = 0; c < 3; c++) {
            text.append(',').append(numbers[at + c]);
        }
    }

    private static Particles read(Path file, List<String> names) {
        boolean labelled = names.contains(TARGETS);
        Map<String, Array> arrays = NpzFile.read(file, names);
        Array positions = array(arrays, POSITIONS);
        List<Integer> shape = positions.shape();
        if (shape.size() != 3 || shape.get(2) != 3 || shape.get(1) < 2 || shape.get(0) < 1) {
            throw wrongShape(
                    file, POSITIONS, shape, "[systems, particles, 3] with at least one system of two particles");
        }
        for (String name : labelled ? List.of(VELOCITIES, TARGETS) : List.of(VELOCITIES)) {
            if (!array(arrays, name).shape().equals(shape)) {
                throw wrongShape(file, name, array(arrays, name).shape(), shape + ", as " + POSITIONS);
            }
        }
        if (!array(arrays, CHARGES).shape().equals(shape.subList(0, 2))) {
            throw wrongShape(
                    file,
                    CHARGES,
                    array(arrays, CHARGES).shape(),
                    shape.subList(0, 2).toString());
        }
        Particles particles = new Particles(
                shape.get(0),
                shape.get(1),
                positions.values(),
                array(arrays, VELOCITIES).values(),
                array(arrays, CHARGES).values(),
                labelled ? array(arrays, TARGETS).values() : unknown(positions.values().length));
        requireDistinct(file, particles);
        return particles;
    }

    private static double[] unknown(int length) {
        double[] numbers = new double[length];
        Arrays.fill(numbers, Double.NaN);
        return numbers;
    }

    private static Array array(Map<String, Array> arrays, String name) {
        Array array = arrays.get(name);
        if (array == null) {
            throw new IllegalStateException("the reader left out " + name);
        }
        return array;
    }

    private static InputException wrongShape(Path file, String name, List<Integer> found, String wanted) {
        return InputException.of("the array \"" + name + "\" has another shape")
                .file(file)
                .found(found.toString())
                .wanted(wanted)
                .build();
    }

    /** Directions between particles at the same place do not exist. */
    private static void requireDistinct(Path file, Particles p) {
        int n = p.particles();
        for (int s = 0; s < p.systems(); s++) {
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < i; j++) {
                    int a = 3 * (s * n + i);
                    int b = 3 * (s * n + j);
                    double[] r = p.positions();
                    if (r[a] == r[b] && r[a + 1] == r[b + 1] && r[a + 2] == r[b + 2]) {
                        throw InputException.of("two particles are at the same place")
                                .file(file)
                                .found(String.format(
                                        Locale.ROOT,
                                        "particles %d and %d of system %d (counted from 0) at %s, %s, %s",
                                        j,
                                        i,
                                        s,
                                        r[a],
                                        r[a + 1],
                                        r[a + 2]))
                                .wanted("particles apart from each other")
                                .remedy("leave the system out")
                                .build();
                    }
                }
            }
        }
    }
}
