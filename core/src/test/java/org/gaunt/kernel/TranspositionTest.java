package org.gaunt.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Array;
import java.util.Random;
import org.gaunt.kernel.code.Provider;
import org.gaunt.kernel.code.Target;
import org.gaunt.linalg.Precision;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every element at its place, and nothing else touched. */
class TranspositionTest {
    private static final int[][] SIZES = {
        {0, 5}, {1, 1}, {2, 2}, {4, 4}, {8, 8}, {16, 16}, {16, 5}, {5, 16}, {17, 33}, {15, 64}, {64, 121}, {441, 64},
        {31, 31}
    };

    @ParameterizedTest
    @MethodSource("org.gaunt.kernel.code.BytecodeLoopsTest#kinds")
    void everyElementGoesToItsPlace(Provider provider, Precision precision) {
        Transposition transposition = Transposition.of(Target.of(provider), precision);
        Random random = new Random(11);
        for (int[] size : SIZES) {
            check(transposition, precision, size[0], size[1], random);
        }
        for (int trial = 0; trial < 50; trial++) {
            check(transposition, precision, random.nextInt(40), random.nextInt(40), random);
        }
    }

    private static void check(Transposition transposition, Precision precision, int m, int n, Random random) {
        int stride = n + random.nextInt(3);
        int tStride = m + random.nextInt(3);
        int start = random.nextInt(4);
        int tStart = random.nextInt(4);
        Object b = precision.newArray(start + m * stride + 1);
        Object t = precision.newArray(tStart + n * tStride + 1);
        for (int k = 0; k < Array.getLength(b); k++) {
            set(b, k, k + 1);
        }
        for (int k = 0; k < Array.getLength(t); k++) {
            set(t, k, -1 - k);
        }
        transposition.apply(m, n, b, start, stride, t, tStart, tStride);
        for (int k = 0; k < Array.getLength(t); k++) {
            int j = tStride == 0 ? 0 : (k - tStart) / tStride;
            int i = tStride == 0 ? 0 : (k - tStart) % tStride;
            boolean inside = k >= tStart && j < n && i < m;
            assertThat(Array.getDouble(t, k))
                    .as("element %d of the transpose of %d x %d", k, m, n)
                    .isEqualTo(inside ? start + i * stride + j + 1 : -1 - k);
        }
    }

    private static void set(Object array, int k, int value) {
        if (array instanceof float[] f) {
            f[k] = value;
        } else {
            ((double[]) array)[k] = value;
        }
    }
}
