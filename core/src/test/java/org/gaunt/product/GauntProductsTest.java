package org.gaunt.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.gaunt.o3.Irreps;
import org.gaunt.o3.SphereGrid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The specs of Gaunt products against published numbers and against multiplication on the sphere. */
class GauntProductsTest {
    @Test
    void pathCounts() {
        int[] all = {5, 14, 30, 55, 91, 140};
        int[] truncated = {4, 11, 23, 42, 69, 106};
        for (int l = 1; l <= 6; l++) {
            assertThat(GauntProducts.elementwise(l, l, 2 * l, 1).paths()).hasSize(all[l - 1]);
            assertThat(GauntProducts.elementwise(l, l, l, 1).paths()).hasSize(truncated[l - 1]);
        }
    }

    @Test
    void publishedProduct() {
        double[] x = {1, .5, -.25, 2};
        double[] y = {-1, 1, .5, .25};
        double[] expected = {
            -.03526185, .1410474, .21157109, -.49366589, .46433308, 0, -.15769578, .20485283, 0,
        };
        ProductSpec spec = GauntProducts.elementwise(1, 1, 2, 1);
        assertThat(spec.structure()).isEqualTo(new ProductStructure.Sphere(1, 1, 2));
        assertThat(ReferenceProduct.evaluate(spec, 2, new double[][] {x, y, {}}))
                .containsExactly(expected, within(1e-8));
    }

    @Test
    void theConstantFunctionIsOne() {
        double[] x = new SplittableRandom(5).doubles(16, -1, 1).toArray();
        double[] one = {Math.sqrt(4 * Math.PI)};
        ProductSpec spec = GauntProducts.elementwise(3, 0, 3, 1);
        assertThat(ReferenceProduct.evaluate(spec, 2, new double[][] {x, one, {}}))
                .containsExactly(x, within(1e-14));
    }

    @Test
    void weightsMultiplyDegrees() {
        SplittableRandom random = new SplittableRandom(6);
        double[] x = random.doubles(9 * 2, -1, 1).toArray();
        double[] y = random.doubles(4 * 2, -1, 1).toArray();
        double[] wx = random.doubles(3 * 2, -1, 1).toArray();
        double[] wy = random.doubles(2 * 2, -1, 1).toArray();
        double[] wz = random.doubles(4 * 2, -1, 1).toArray();
        double[] found =
                ReferenceProduct.evaluate(GauntProducts.weighted(2, 1, 3, 2), 5, new double[][] {x, y, wx, wy, wz, {}});
        double[] plain = ReferenceProduct.evaluate(
                GauntProducts.elementwise(2, 1, 3, 2), 2, new double[][] {scaled(x, wx), scaled(y, wy), {}});
        assertThat(found).containsExactly(scaled(plain, wz), within(1e-14));
    }

    private static double[] scaled(double[] x, double[] w) {
        double[] result = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            int component = i / 2;
            int degree = (int) Math.sqrt(component);
            result[i] = x[i] * w[2 * degree + i % 2];
        }
        return result;
    }

    @ParameterizedTest
    @CsvSource({"2, 1, 2", "1, 2, 2", "2, 2, 3", "1, 3, 3", "2, 3, 2", "1, 5, 1"})
    void powersAreThoseOnTheSphere(int l, int order, int l3) {
        double[] x = new SplittableRandom(7).doubles((l + 1L) * (l + 1), -1, 1).toArray();
        SphereGrid grid = SphereGrid.exactFor(l * order + l3);
        double[] f = grid.toGrid(l, x);
        for (int p = 0; p < f.length; p++) {
            f[p] = Math.pow(f[p], order);
        }
        ProductSpec spec = GauntProducts.power(l, order, l3, 1);
        assertThat(ReferenceProduct.evaluate(spec, 1, new double[][] {x, {}}))
                .containsExactly(grid.fromGrid(l3, f), within(1e-13));
    }

    @Test
    void irrepsAreTakenAsTheyAre() {
        ProductSpec spec =
                GauntProducts.of(Irreps.parse("4x0e+4x1o"), Irreps.parse("0e+1o"), Irreps.parse("4x0e+4x1o+4x2e"));
        assertThat(spec.paths()).hasSize(5);
        assertThat(spec.operands().get(1).dim()).isEqualTo(4);
    }

    @Test
    void whatCannotBeIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GauntProducts.elementwise(1, 2, 4, 8))
                .withMessageContaining("reach degree 3")
                .withMessageContaining("4");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GauntProducts.elementwise(20, 20, 40, 8))
                .withMessageContaining("60");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GauntProducts.elementwise(1, 1, 1, 0))
                .withMessageContaining("not 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        GauntProducts.of(Irreps.parse("4x0e+4x1e"), Irreps.parse("0e+1o"), Irreps.parse("4x0e+4x1o")))
                .withMessageContaining("4x0e+4x1e")
                .withMessageContaining("natural");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GauntProducts.of(
                        Irreps.parse("4x0e+4x1o"), Irreps.parse("3x0e+3x1o"), Irreps.parse("4x0e+4x1o")))
                .withMessageContaining("multiplicity 4");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GauntProducts.power(6, 5, 6, 1))
                .withMessageContaining("entries");
    }
}
