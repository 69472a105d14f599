package org.gaunt.kernel.trilinear;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.gaunt.form.CompiledTrilinearMap;
import org.gaunt.form.TrilinearMap;
import org.gaunt.kernel.code.Provider;
import org.gaunt.kernel.code.Target;
import org.gaunt.linalg.Precision;
import org.gaunt.linalg.Workspace;
import org.gaunt.o3.Wigner3j;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All paths of natural parity, each with its own output, against the coefficients themselves; every seat. */
class SeparatePathsTest {
    /** A nonzero coefficient and the components that it couples. */
    private record Entry(int x, int y, int z, double value) {}

    private static List<Entry> entries(int l1, int l2) {
        List<Entry> entries = new ArrayList<>();
        int start = 0;
        for (int a = 0; a <= l1; a++) {
            for (int b = 0; b <= l2; b++) {
                for (int c = Math.abs(a - b); c <= a + b; c += 2) {
                    double[][][] w = Wigner3j.of(a, b, c);
                    for (int i = 0; i <= 2 * a; i++) {
                        for (int j = 0; j <= 2 * b; j++) {
                            for (int k = 0; k <= 2 * c; k++) {
                                entries.add(
                                        new Entry(a * a + i, b * b + j, start + k, Math.sqrt(2 * c + 1) * w[i][j][k]));
                            }
                        }
                    }
                    start += 2 * c + 1;
                }
            }
        }
        return entries;
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 3, 2, FLOAT64, vector",
        "1, 1, 1, 5, FLOAT64, vector",
        "2, 3, 5, 3, FLOAT32, vector",
        "3, 2, 13, 2, FLOAT64, vector",
        "4, 4, 1, 40, FLOAT64, vector",
        "2, 2, 33, 1, FLOAT32, vector",
        "2, 1, 7, 2, FLOAT64, scalar",
        "2, 2, 4, 0, FLOAT64, vector"
    })
    void everySeatIsThatOfTheCoefficients(
            int l1, int l2, int channels, int rows, Precision precision, String provider) {
        SeparatePathsMap map = new SeparatePathsMap(l1, l2, channels);
        CompiledTrilinearMap kernel =
                map.kernel(precision, provider.equals("scalar") ? Target.of(Provider.scalar()) : Target.detect());
        List<Entry> entries = entries(l1, l2);
        assertThat(map.components(TrilinearMap.Z))
                .isEqualTo(entries.stream().mapToInt(Entry::z).max().orElseThrow() + 1);
        SplittableRandom random = new SplittableRandom(2);
        double[][] values = new double[3][];
        for (int k = 0; k < 3; k++) {
            values[k] = random.doubles((long) rows * map.components(k) * channels, -1, 1)
                    .map(v -> precision == Precision.FLOAT32 ? (float) v : v)
                    .toArray();
        }
        for (int seat = 0; seat < 3; seat++) {
            double[] expected = new double[values[seat].length];
            for (int row = 0; row < rows; row++) {
                for (Entry e : entries) {
                    int[] at = {e.x(), e.y(), e.z()};
                    for (int u = 0; u < channels; u++) {
                        double product = e.value();
                        for (int k = 0; k < 3; k++) {
                            product *= k == seat ? 1 : values[k][(row * map.components(k) + at[k]) * channels + u];
                        }
                        expected[(row * map.components(seat) + at[seat]) * channels + u] += product;
                    }
                }
            }
            Object a = array(values[seat == 0 ? 1 : 0], precision);
            Object b = array(values[seat == 2 ? 1 : 2], precision);
            double[] before = random.doubles(expected.length, -1, 1).toArray();
            Object out = array(before, precision);
            kernel.evaluate(seat, a, b, out, rows, true, new Workspace());
            Object fresh = array(before, precision);
            kernel.evaluate(seat, a, b, fresh, rows, false, new Workspace());
            double tolerance = precision == Precision.FLOAT32 ? 1e-5 : 1e-12;
            for (int i = 0; i < expected.length; i++) {
                assertThat(Math.abs(at(fresh, i) - expected[i]))
                        .as("seat %d [%d]: found %s, expected %s", seat, i, at(fresh, i), expected[i])
                        .isLessThan(tolerance * Math.max(1, Math.abs(expected[i])));
                assertThat(Math.abs(at(out, i) - at(fresh, i) - before[i]))
                        .as("seat %d [%d], added", seat, i)
                        .isLessThan(tolerance * Math.max(1, Math.abs(expected[i])));
            }
        }
    }

    private static double at(Object array, int i) {
        return array instanceof float[] f ? f[i] : ((double[]) array)[i];
    }

    private static Object array(double[] values, Precision precision) {
        if (precision == Precision.FLOAT64) {
            return values.clone();
        }
        float[] single = new float[values.length];
        for (int i = 0; i < single.length; i++) {
            single[i] = (float) values[i];
        }
        return single;
    }
}
