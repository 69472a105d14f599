package org.gaunt.o3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.gaunt.o3.SphericalHarmonics.Normalization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The grid against the harmonics themselves, and its exactness at, and only up to, the promised degree. */
class SphereGridTest {
    private static double[] random(int length, long seed) {
        return new SplittableRandom(seed).doubles(length, -1, 1).toArray();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 5, 8, 16})
    void valuesAreThoseOfTheHarmonics(int lmax) {
        SphereGrid grid = SphereGrid.exactFor(2 * lmax);
        double[] coefficients = random((lmax + 1) * (lmax + 1), 1);
        double[] values = grid.toGrid(lmax, coefficients);
        SphericalHarmonics harmonics = SphericalHarmonics.of(lmax, Normalization.INTEGRAL, true);
        for (int i = 0; i < grid.betas(); i++) {
            for (int j = 0; j < grid.alphas(); j++) {
                double[] v = grid.direction(i, j);
                double[] y = harmonics.values(v[0], v[1], v[2]);
                double sum = 0;
                for (int k = 0; k < y.length; k++) {
                    sum += y[k] * coefficients[k];
                }
                assertThat(values[i * grid.alphas() + j]).isCloseTo(sum, within(1e-12));
            }
        }
        assertThat(grid.fromGrid(lmax, values)).containsExactly(coefficients, within(1e-13));
    }

    @Test
    void weightsSumToTheSphere() {
        for (int degree = 0; degree <= 60; degree++) {
            SphereGrid grid = SphereGrid.exactFor(degree);
            double sum = 0;
            for (int i = 0; i < grid.betas(); i++) {
                sum += grid.weight(i) * grid.alphas();
            }
            assertThat(sum).isCloseTo(4 * Math.PI, within(1e-12));
            assertThat(grid.exactDegree()).isGreaterThanOrEqualTo(degree);
        }
    }

    @Test
    void productsAreExactWithThePromisedPointsAndNotWithFewer() {
        int l1 = 3;
        int l2 = 2;
        double[] x = random(16, 2);
        double[] y = random(9, 3);
        SphereGrid least = SphereGrid.forProduct(l1, l2, l1 + l2);
        assertThat(least.betas()).isEqualTo(l1 + l2 + 1);
        assertThat(least.alphas()).isEqualTo(2 * (l1 + l2) + 1);
        double[] expected = product(SphereGrid.of(40, 80), x, y);
        assertThat(product(least, x, y)).containsExactly(expected, within(1e-13));
        assertThat(largestDifference(product(SphereGrid.of(least.betas() - 1, least.alphas()), x, y), expected))
                .isGreaterThan(1e-3);
        assertThat(largestDifference(product(SphereGrid.of(least.betas(), least.alphas() - 1), x, y), expected))
                .isGreaterThan(1e-3);
    }

    private static double[] product(SphereGrid grid, double[] x, double[] y) {
        double[] f = grid.toGrid(3, x);
        double[] g = grid.toGrid(2, y);
        for (int p = 0; p < f.length; p++) {
            f[p] *= g[p];
        }
        return grid.fromGrid(5, f);
    }

    private static double largestDifference(double[] a, double[] b) {
        double largest = 0;
        for (int i = 0; i < a.length; i++) {
            largest = Math.max(largest, Math.abs(a[i] - b[i]));
        }
        return largest;
    }

    @Test
    void badSizesAreNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SphereGrid.exactFor(-1))
                .withMessageContaining("-1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SphereGrid.of(0, 5))
                .withMessageContaining("0 and 5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SphereGrid.exactFor(4).toGrid(2, new double[8]))
                .withMessageContaining("8")
                .withMessageContaining("9");
    }
}
