package org.gaunt.kernel.trilinear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.gaunt.o3.SphereGrid;
import org.gaunt.product.ProductSpec;
import org.gaunt.product.ReferenceProduct;
import org.gaunt.product.SphereSignal;
import org.gaunt.product.VectorGauntProducts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Products of vector-valued functions: the table of coefficients against the functions themselves, the kernels against the table. */
class VectorSphereMapTest {
    /** The value of a signal at a point of a grid. */
    private static double[][] values(SphereSignal s, double[] coefficients, SphereGrid grid) {
        double[][] cartesian = s.cartesian();
        int size = (s.degree() + 1) * (s.degree() + 1);
        double[][] fields = new double[s.fields()][];
        for (int f = 0; f < fields.length; f++) {
            double[] expansion = new double[size];
            for (int i = 0; i < size; i++) {
                for (int k = 0; k < coefficients.length; k++) {
                    expansion[i] += cartesian[f * size + i][k] * coefficients[k];
                }
            }
            fields[f] = grid.toGrid(s.degree(), expansion);
        }
        return fields;
    }

    @ParameterizedTest
    @CsvSource({"0,0,0", "0,1,1", "1,0,1", "1,1,0", "1,1,1"})
    void coefficientsAreThoseOfTheFunctions(int t1, int t2, int t3) {
        SphereSignal x = new SphereSignal(t1, 2);
        SphereSignal y = new SphereSignal(t2, 1);
        SphereSignal z = new SphereSignal(t3, 3, x.parity() * y.parity());
        SplittableRandom random = new SplittableRandom(5);
        double[] a = random.doubles(x.components(), -1, 1).toArray();
        double[] b = random.doubles(y.components(), -1, 1).toArray();
        ProductSpec spec = VectorGauntProducts.of(x, y, z, 1, false);
        double[] c = ReferenceProduct.evaluate(spec, 2, new double[][] {a, b, new double[z.components()]});
        SphereGrid grid = SphereGrid.exactFor(6);
        double[][] f = values(x, a, grid);
        double[][] g = values(y, b, grid);
        double[][] h = values(z, c, grid);
        for (int p = 0; p < grid.points(); p++) {
            double[] expected = new double[z.fields()];
            if (t1 + t2 + t3 == 3) {
                for (int k = 0; k < 3; k++) {
                    expected[k] = f[(k + 1) % 3][p] * g[(k + 2) % 3][p] - f[(k + 2) % 3][p] * g[(k + 1) % 3][p];
                }
            } else {
                for (int k = 0; k < (t1 + t2 == 0 ? 1 : 3); k++) {
                    expected[k * t3] += f[k * t1][p] * g[k * t2][p];
                }
            }
            for (int k = 0; k < expected.length; k++) {
                assertThat(h[k][p]).isCloseTo(expected[k], within(1e-12));
            }
        }
    }

    @Test
    void theCrossProductOfConstantVectors() {
        ProductSpec spec = VectorGauntProducts.cross(0, 0, 0, 1);
        double[] z = ReferenceProduct.evaluate(spec, 2, new double[][] {{1, 2, 3}, {-1, 0.5, 2}, {0, 0, 0}});
        double y00 = 1 / Math.sqrt(4 * Math.PI);
        assertThat(z).containsExactly(new double[] {2.5 * y00, -5 * y00, 2.5 * y00}, within(1e-14));
    }

    @ParameterizedTest
    @CsvSource({"0,0,0,2,2,3", "1,1,0,2,1,2", "1,1,1,1,1,2", "1,1,1,2,2,2", "0,1,1,2,1,3", "1,0,1,1,2,1"})
    void kernelsMatchTheTable(int t1, int t2, int t3, int l1, int l2, int l3) {
        for (int channels : new int[] {1, 5}) {
            SphereSignal x = new SphereSignal(t1, l1);
            SphereSignal y = new SphereSignal(t2, l2);
            SphereSignal z = new SphereSignal(t3, l3, x.parity() * y.parity());
            ProductSpec spec = VectorGauntProducts.of(x, y, z, channels, false);
            VectorSphereMap map = new VectorSphereMap(x, y, z, channels);
            for (int rows : new int[] {0, 1, 4}) {
                TrilinearChecks.matches(map, spec, rows);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"13", "19", "33", "123"})
    void manyChannels(int channels) {
        TrilinearChecks.matches(
                new VectorSphereMap(SphereSignal.vector(1), SphereSignal.vector(1), SphereSignal.vector(2), channels),
                VectorGauntProducts.cross(1, 1, 2, channels),
                2);
    }

    @Test
    void badInput() {
        assertThatThrownBy(() -> VectorGauntProducts.of(
                        SphereSignal.scalar(1), SphereSignal.scalar(1), SphereSignal.vector(1), 1, false))
                .hasMessageContaining("no product of values");
        assertThatThrownBy(() -> VectorGauntProducts.of(
                        SphereSignal.vector(1), SphereSignal.vector(1), SphereSignal.vector(1), 1, false))
                .hasMessageContaining("has the parity 1, but the output is vectors to degree 1")
                .hasMessageContaining("take axial vectors");
        assertThatThrownBy(() -> VectorGauntProducts.cross(1, 1, 3, 1)).hasMessageContaining("degree 2");
        assertThatThrownBy(() -> VectorGauntProducts.dot(20, 20, 20, 1)).hasMessageContaining("60");
        assertThatThrownBy(() -> new SphereSignal(2, 1)).hasMessageContaining("rank 2");
    }
}
