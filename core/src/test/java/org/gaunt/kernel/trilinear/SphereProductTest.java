package org.gaunt.kernel.trilinear;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.gaunt.form.CompiledTrilinearMap;
import org.gaunt.kernel.code.Provider;
import org.gaunt.kernel.code.Target;
import org.gaunt.linalg.Precision;
import org.gaunt.linalg.Workspace;
import org.gaunt.product.GauntProducts;
import org.gaunt.product.ProductSpec;
import org.gaunt.product.ReferenceProduct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ways of computing Gaunt products against the textbook loop of their table: every seat, odd multiplicities, few rows. */
class SphereProductTest {
    private static KernelMap map(String way, int l1, int l2, int l3, int channels) {
        return switch (way) {
            case "grid" -> new GridProductMap(l1, l2, l3, channels);
            case "fourier" -> new FourierProductMap(l1, l2, l3, channels, true);
            case "direct" -> new FourierProductMap(l1, l2, l3, channels, false);
            default -> throw new IllegalArgumentException(way);
        };
    }

    @ParameterizedTest
    @CsvSource({
        "grid, 0, 0, 0, 3, 2, FLOAT64, vector",
        "grid, 1, 1, 2, 1, 5, FLOAT64, vector",
        "grid, 1, 1, 1, 5, 3, FLOAT32, vector",
        "grid, 2, 1, 3, 13, 2, FLOAT64, vector",
        "grid, 2, 3, 2, 19, 2, FLOAT32, vector",
        "grid, 3, 3, 3, 16, 2, FLOAT64, vector",
        "grid, 3, 2, 0, 33, 1, FLOAT64, vector",
        "grid, 4, 4, 4, 8, 2, FLOAT64, vector",
        "grid, 2, 2, 4, 123, 1, FLOAT32, vector",
        "grid, 2, 2, 2, 7, 2, FLOAT64, scalar",
        "grid, 2, 2, 2, 7, 2, FLOAT32, scalar",
        "grid, 2, 2, 2, 4, 0, FLOAT64, vector",
        "grid, 6, 5, 4, 1, 1, FLOAT64, vector",
        "grid, 5, 6, 11, 32, 2, FLOAT64, vector",
        "grid, 4, 4, 8, 96, 1, FLOAT32, vector",
        "fourier, 0, 0, 0, 3, 2, FLOAT64, vector",
        "fourier, 1, 1, 2, 1, 5, FLOAT64, vector",
        "fourier, 1, 1, 1, 5, 3, FLOAT32, vector",
        "fourier, 2, 1, 3, 13, 2, FLOAT64, vector",
        "fourier, 2, 3, 2, 19, 2, FLOAT32, vector",
        "fourier, 3, 3, 3, 16, 2, FLOAT64, vector",
        "fourier, 3, 2, 0, 33, 1, FLOAT64, vector",
        "fourier, 4, 4, 4, 8, 2, FLOAT64, vector",
        "fourier, 2, 2, 4, 123, 1, FLOAT32, vector",
        "fourier, 2, 2, 2, 7, 2, FLOAT64, scalar",
        "fourier, 2, 2, 2, 7, 2, FLOAT32, scalar",
        "fourier, 2, 2, 2, 4, 0, FLOAT64, vector",
        "fourier, 6, 5, 4, 1, 1, FLOAT64, vector",
        "direct, 0, 0, 0, 3, 2, FLOAT64, vector",
        "direct, 1, 1, 2, 1, 5, FLOAT64, vector",
        "direct, 1, 1, 1, 5, 3, FLOAT32, vector",
        "direct, 2, 1, 3, 13, 2, FLOAT64, vector",
        "direct, 2, 3, 2, 19, 2, FLOAT32, vector",
        "direct, 3, 3, 3, 16, 2, FLOAT64, vector",
        "direct, 3, 2, 0, 33, 1, FLOAT64, vector",
        "direct, 4, 4, 4, 8, 2, FLOAT64, vector",
        "direct, 2, 2, 4, 123, 1, FLOAT32, vector",
        "direct, 2, 2, 2, 7, 2, FLOAT64, scalar",
        "direct, 2, 2, 2, 7, 2, FLOAT32, scalar",
        "direct, 2, 2, 2, 4, 0, FLOAT64, vector",
        "direct, 6, 5, 4, 1, 1, FLOAT64, vector",
    })
    void everySeatIsThatOfTheTable(
            String way, int l1, int l2, int l3, int channels, int rows, Precision precision, String provider) {
        KernelMap map = map(way, l1, l2, l3, channels);
        ProductSpec spec = GauntProducts.elementwise(l1, l2, l3, channels);
        CompiledTrilinearMap kernel =
                map.kernel(precision, provider.equals("scalar") ? Target.of(Provider.scalar()) : Target.detect());
        SplittableRandom random = new SplittableRandom(9);
        double[][] operands = new double[3][];
        for (int k = 0; k < 3; k++) {
            assertThat(map.components(k) * channels)
                    .isEqualTo(spec.operands().get(k).dim());
            operands[k] = random.doubles((long) rows * map.components(k) * channels, -1, 1)
                    .map(v -> precision == Precision.FLOAT32 ? (float) v : v)
                    .toArray();
        }
        for (int seat = 0; seat < 3; seat++) {
            Object a = array(operands[seat == 0 ? 1 : 0], precision);
            Object b = array(operands[seat == 2 ? 1 : 2], precision);
            double[] before = random.doubles(operands[seat].length, -1, 1).toArray();
            double[] expected = reference(spec, seat, operands, rows);
            for (boolean accumulate : new boolean[] {false, true}) {
                Object out = array(before, precision);
                Workspace workspace = new Workspace();
                kernel.evaluate(seat, a, b, out, rows, accumulate, workspace);
                kernel.evaluate(seat, a, b, out, rows, accumulate, workspace);
                double tolerance = precision == Precision.FLOAT32 ? 1e-5 : 1e-12;
                for (int i = 0; i < expected.length; i++) {
                    double found = out instanceof float[] f ? f[i] : ((double[]) out)[i];
                    double wanted = accumulate ? before[i] + 2 * expected[i] : expected[i];
                    assertThat(Math.abs(found - wanted))
                            .as("%s, seat %d, [%d]: found %s, expected %s", map, seat, i, found, wanted)
                            .isLessThan(tolerance * Math.max(1, Math.abs(wanted)));
                }
            }
        }
    }

    private static double[] reference(ProductSpec spec, int seat, double[][] operands, int rows) {
        int width = spec.operands().get(seat).dim();
        double[] result = new double[rows * width];
        for (int row = 0; row < rows; row++) {
            double[][] one = new double[3][];
            for (int k = 0; k < 3; k++) {
                int dim = spec.operands().get(k).dim();
                one[k] = Arrays.copyOfRange(operands[k], row * dim, (row + 1) * dim);
            }
            System.arraycopy(ReferenceProduct.evaluate(spec, seat, one), 0, result, row * width, width);
        }
        return result;
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

    @Test
    void pointsAreAsFewAsTheDegreesAllow() {
        assertThat(new GridProductMap(3, 3, 3, 1).grid().betas()).isEqualTo(5);
        assertThat(new GridProductMap(3, 3, 3, 1).grid().alphas()).isEqualTo(12);
        assertThat(new GridProductMap(10, 10, 20, 1).grid().betas()).isEqualTo(21);
    }
}
