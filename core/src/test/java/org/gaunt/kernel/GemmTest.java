package org.gaunt.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.lang.reflect.Array;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.gaunt.kernel.code.LaneKernels;
import org.gaunt.kernel.code.Provider;
import org.gaunt.kernel.code.Target;
import org.gaunt.linalg.Gemm;
import org.gaunt.linalg.Precision;
import org.gaunt.linalg.Workspace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Products against the triple loop in double precision.
 *
 * <p>Tolerances: an element is a sum of K products of numbers in [-1, 1], K at most 400; its error is below
 * (K + 2) units of rounding times the sum of the absolute products, here bounded by K + 2 times K. In single precision
 * {@value #FLOAT_UNIT} per product and step is checked, in double {@value #DOUBLE_UNIT}: about a fourth of that bound
 * for the largest K.
 */
class GemmTest {
    private static final double FLOAT_UNIT = 6e-8;
    private static final double DOUBLE_UNIT = 1.2e-16;
    private static final int PADDING = 7;

    private static final int[][] EDGES = {
        {0, 3, 4},
        {1, 1, 1},
        {1, 64, 1},
        {5, 0, 3},
        {7, 1, 64},
        {13, 64, 1},
        {6, 8, 16},
        {6, 8, 15},
        {5, 9, 17},
        {12, 3, 33},
        {11, 5, 47},
        {25, 33, 31},
        {130, 17, 24},
        {3, 320, 20},
        {200, 2, 2},
        {2, 400, 3},
        {1050, 8, 1}
    };

    @ParameterizedTest
    @MethodSource("org.gaunt.kernel.code.BytecodeLoopsTest#kinds")
    void productsAgreeWithTheTripleLoop(Provider provider, Precision precision) {
        Gemm gemm = PanelGemm.of(Target.of(provider), precision);
        Random random = new Random(20250711);
        for (int[] edge : EDGES) {
            for (boolean accumulate : new boolean[] {false, true}) {
                check(gemm, edge[0], edge[1], edge[2], accumulate, random);
                checkTransposed(gemm, edge[0], edge[1], edge[2], accumulate, random);
            }
        }
        for (int trial = 0; trial < 60; trial++) {
            int rows = random.nextInt(40);
            int k = random.nextInt(50);
            int n = random.nextInt(70);
            check(gemm, rows, k, n, random.nextBoolean(), random);
            checkTransposed(gemm, rows, k, n, random.nextBoolean(), random);
        }
    }

    private static void check(Gemm gemm, int rows, int k, int n, boolean accumulate, Random random) {
        Matrix a = Matrix.scattered(gemm.precision(), rows, k, random);
        Matrix b = Matrix.dense(gemm.precision(), k, n, random.nextBoolean() ? n : n + 3, random);
        Matrix c = Matrix.scattered(gemm.precision(), rows, n, random);
        double alpha = 0.75;
        double[] expected = c.copy();
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < n; j++) {
                double sum = 0;
                for (int p = 0; p < k; p++) {
                    sum += a.get(i, p) * b.get(p, j);
                }
                expected[c.index(i, j)] = alpha * sum + (accumulate ? c.get(i, j) : 0);
            }
        }
        gemm.multiply(
                0,
                rows,
                k,
                n,
                alpha,
                a.array,
                a.rows,
                a.shift,
                b.array,
                b.shift,
                b.stride(),
                c.array,
                c.rows,
                c.shift,
                accumulate,
                new Workspace());
        c.assertEqualTo(expected, k, rows + " x " + k + " x " + n + (accumulate ? ", added" : ""));
    }

    private static void checkTransposed(Gemm gemm, int rows, int m, int n, boolean accumulate, Random random) {
        Matrix x = Matrix.scattered(gemm.precision(), rows, m, random);
        Matrix g = Matrix.scattered(gemm.precision(), rows, n, random);
        Matrix w = Matrix.dense(gemm.precision(), m, n, random.nextBoolean() ? n : n + 3, random);
        double alpha = -1.5;
        double[] expected = w.copy();
        for (int u = 0; u < m; u++) {
            for (int j = 0; j < n; j++) {
                double sum = 0;
                for (int i = 0; i < rows; i++) {
                    sum += x.get(i, u) * g.get(i, j);
                }
                expected[w.index(u, j)] = alpha * sum + (accumulate ? w.get(u, j) : 0);
            }
        }
        gemm.multiplyTransposed(
                0,
                rows,
                m,
                n,
                alpha,
                x.array,
                x.rows,
                x.shift,
                g.array,
                g.rows,
                g.shift,
                w.array,
                w.shift,
                w.stride(),
                accumulate,
                new Workspace());
        w.assertEqualTo(expected, rows, "transposed " + rows + " rows, " + m + " x " + n);
    }

    @ParameterizedTest
    @MethodSource("org.gaunt.kernel.code.BytecodeLoopsTest#kinds")
    void rowsOutsideTheRangeAreNotTouched(Provider provider, Precision precision) {
        Random random = new Random(3);
        Matrix a = Matrix.scattered(precision, 20, 5, random);
        Matrix b = Matrix.dense(precision, 5, 9, 9, random);
        Matrix c = Matrix.scattered(precision, 20, 9, random);
        double[] before = c.copy();
        PanelGemm.of(Target.of(provider), precision)
                .multiply(
                        6,
                        13,
                        5,
                        9,
                        1,
                        a.array,
                        a.rows,
                        a.shift,
                        b.array,
                        b.shift,
                        9,
                        c.array,
                        c.rows,
                        c.shift,
                        false,
                        new Workspace());
        for (int i = 0; i < 20; i++) {
            boolean changed = c.get(i, 0) != before[c.index(i, 0)];
            assertThat(changed).as("row %d", i).isEqualTo(i >= 6 && i < 13);
        }
    }

    @ParameterizedTest
    @MethodSource("org.gaunt.kernel.code.BytecodeLoopsTest#kinds")
    void aResultRowThatIsNamedTwiceReceivesBoth(Provider provider, Precision precision) {
        Object a = precision.newArray(8);
        Object b = precision.newArray(17);
        Object c = precision.newArray(17);
        IntStream.range(0, 8).forEach(i -> LaneKernels.set(a, i, i + 1));
        IntStream.range(0, 17).forEach(i -> LaneKernels.set(b, i, 1));
        PanelGemm.of(Target.of(provider), precision)
                .multiply(0, 8, 1, 17, 1, a, Gemm.rows(8, 1), 0, b, 0, 17, c, new int[8], 0, true, new Workspace());
        for (int j = 0; j < 17; j++) {
            assertThat(Array.getDouble(c, j)).isEqualTo(36);
        }
    }

    @ParameterizedTest
    @MethodSource("org.gaunt.kernel.code.BytecodeLoopsTest#kinds")
    void multiplyingByTheTransposeTakesTwoCalls(Provider provider, Precision precision) {
        Random random = new Random(5);
        Gemm gemm = PanelGemm.of(Target.of(provider), precision);
        Matrix b = Matrix.dense(precision, 5, 11, 13, random);
        Object t = precision.newArray(60);
        gemm.transpose(5, 11, b.array, b.shift, 13, t, 2, 5);
        for (int i = 0; i < 5; i++) {
            for (int j = 0; j < 11; j++) {
                assertThat(Array.getDouble(t, 2 + j * 5 + i)).isEqualTo(b.get(i, j));
            }
        }
    }

    @Test
    void negativeSizesAreRefused() {
        Gemm gemm = PanelGemm.of(Target.of(Provider.scalar()), Precision.FLOAT64);
        double[] x = new double[4];
        int[] rows = Gemm.rows(2, 2);
        assertThatThrownBy(() -> gemm.multiply(0, 2, -1, 2, 1, x, rows, 0, x, 0, 2, x, rows, 0, false, new Workspace()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("inner or left size -1");
        assertThatThrownBy(() ->
                        gemm.multiplyTransposed(2, 0, 1, 2, 1, x, rows, 0, x, rows, 0, x, 0, 2, false, new Workspace()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-2 rows");
    }

    @Test
    void arraysThatAreTooShortAreRefused() {
        Gemm gemm = PanelGemm.of(Target.detect(), Precision.FLOAT32);
        float[] enough = new float[64];
        float[] tooShort = new float[63];
        int[] rows = Gemm.rows(2, 32);
        assertThatThrownBy(() -> gemm.multiply(
                        0, 2, 2, 32, 1, enough, rows, 0, enough, 0, 32, tooShort, rows, 0, true, new Workspace()))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    /** Of two lengths the compiler would keep vectors as objects, in all code of the program. */
    @ParameterizedTest
    @ValueSource(ints = {128, 256, 512})
    void vectorsHaveOneLength(int bits) {
        byte[] bytes = new GemmEmitter(Target.of(new Provider(bits, true)), Precision.FLOAT32).classFile();
        Set<String> species = new TreeSet<>();
        for (PoolEntry entry : ClassFile.of().parse(bytes).constantPool()) {
            if (entry instanceof Utf8Entry text && text.stringValue().startsWith("SPECIES_")) {
                species.add(text.stringValue());
            }
        }
        assertThat(species).containsExactly("SPECIES_" + bits);
    }

    /** Rows in an array of either precision, with numbers between them that no kernel may change. */
    private record Matrix(Precision precision, Object array, int[] rows, int shift, int columns) {
        static Matrix scattered(Precision precision, int rows, int columns, Random random) {
            int stride = columns + PADDING;
            int[] offsets = new int[rows];
            for (int i = 0; i < rows; i++) {
                offsets[i] = ((i * 7 + 3) % 11 + i / 11 * 11) * stride;
            }
            return random(precision, offsets, (rows + 11) * stride, 4, columns, random);
        }

        static Matrix dense(Precision precision, int rows, int columns, int stride, Random random) {
            return random(precision, Gemm.rows(rows + 2, stride), (rows + 1) * stride + 8, 5, columns, random);
        }

        private static Matrix random(
                Precision precision, int[] offsets, int length, int shift, int columns, Random random) {
            Object array = precision.newArray(length);
            for (int i = 0; i < length; i++) {
                LaneKernels.set(array, i, 2 * random.nextDouble() - 1);
            }
            return new Matrix(precision, array, offsets, shift, columns);
        }

        int stride() {
            return rows[1] - rows[0];
        }

        int index(int i, int j) {
            return rows[i] + shift + j;
        }

        double get(int i, int j) {
            return Array.getDouble(array, index(i, j));
        }

        double[] copy() {
            return IntStream.range(0, Array.getLength(array))
                    .mapToDouble(i -> Array.getDouble(array, i))
                    .toArray();
        }

        void assertEqualTo(double[] expected, int terms, String description) {
            double unit = precision == Precision.FLOAT32 ? FLOAT_UNIT : DOUBLE_UNIT;
            double tolerance = unit * (terms + 2) * Math.sqrt(terms + 2.0);
            for (int i = 0; i < expected.length; i++) {
                if (expected[i] != Array.getDouble(array, i)) {
                    assertThat(Array.getDouble(array, i))
                            .as("%s, element %d", description, i)
                            .isCloseTo(expected[i], within(tolerance));
                }
            }
        }
    }
}
