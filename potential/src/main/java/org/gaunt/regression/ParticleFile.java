package org.gaunt.regression;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
        Map<String, Array> arrays = NpzFile.read(file, List.of(POSITIONS, VELOCITIES, TARGETS, CHARGES));
        Array positions = array(arrays, POSITIONS);
        List<Integer> shape = positions.shape();
        if (shape.size() != 3 || shape.get(2) != 3 || shape.get(1) < 2 || shape.get(0) < 1) {
            throw wrongShape(
                    file, POSITIONS, shape, "[systems, particles, 3] with at least one system of two particles");
        }
        for (String name : List.of(VELOCITIES, TARGETS)) {
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
                array(arrays, TARGETS).values());
        requireDistinct(file, particles);
        return particles;
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
