package org.gaunt.decomposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.gaunt.decomposition.SharedProducts.Mode;
import org.gaunt.o3.Irreps;
import org.gaunt.o3.Rotation;
import org.gaunt.o3.WignerD;
import org.gaunt.product.CpFactors;
import org.gaunt.product.ProductSpec;
import org.gaunt.product.ReferenceProduct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CpDecompositionTest {
    @ParameterizedTest
    @CsvSource({"1, 5", "2, 15", "3, 34", "4, 65"})
    void theSquaredNormCountsPaths(int lmax, int paths) {
        double norm = SparseTensor.ofPaths(lmax).norm();
        assertThat(norm * norm).isCloseTo(paths, within(1e-11));
    }

    /** The errors that others reached for these ranks are not exceeded; rank 8 is exact, as for quaternions. */
    @ParameterizedTest
    @CsvSource({"1, 4, 0.572", "1, 5, 0.431", "1, 6, 0.297", "1, 7, 0.02", "1, 8, 1e-12"})
    void errorsOfRanks(int lmax, int rank, double error) {
        CpFactors f = CpDecomposition.standard().ofRank(SparseTensor.ofPaths(lmax), rank);
        assertThat(f.rank()).isEqualTo(rank);
        assertThat(f.relativeError()).isLessThan(error);
        assertThat(f.relativeError()).isCloseTo(measured(SparseTensor.ofPaths(lmax), f), within(1e-12));
    }

    private static double measured(SparseTensor t, CpFactors f) {
        double[][][] difference = new double[t.size(0)][t.size(1)][t.size(2)];
        double sum = 0;
        for (int e = 0; e < t.nonzeros(); e++) {
            difference[t.index(e, 0)][t.index(e, 1)][t.index(e, 2)] = t.value(e);
        }
        for (int i = 0; i < t.size(0); i++) {
            for (int j = 0; j < t.size(1); j++) {
                for (int k = 0; k < t.size(2); k++) {
                    double d = difference[i][j][k] - f.coefficient(i, j, k);
                    sum += d * d;
                }
            }
        }
        return Math.sqrt(sum) / t.norm();
    }

    /** Far fewer products than the table has entries, and exact at degree 2. */
    @Test
    void degreeTwo() {
        SparseTensor t = SparseTensor.ofPaths(2);
        assertThat(t.nonzeros()).isEqualTo(137);
        assertThat(new CpDecomposition(2, 400, 1).ofRank(t, 28).relativeError()).isLessThan(0.06);
        assertThat(CpDecomposition.standard().within(t, 36, 1e-9).relativeError())
                .isLessThan(1e-9);
    }

    @Test
    void theRankFollowsFromTheTolerance() {
        CpDecomposition search = new CpDecomposition(3, 1000, 3);
        SparseTensor t = SparseTensor.ofPaths(1);
        assertThat(search.toTolerance(t, 1e-10, 20).rank()).isEqualTo(8);
        assertThat(search.toTolerance(t, 0.05, 20).rank()).isEqualTo(7);
        assertThat(search.toTolerance(t, 0.5, 20).rank()).isEqualTo(5);
    }

    /** The loss of equivariance stays below its bound, for many rotations and inputs. */
    @Test
    void equivarianceIsBounded() {
        SharedProducts products = SharedProducts.to(1);
        CpFactors f = CpDecomposition.standard().ofRank(products.tensor(), 6);
        ProductSpec spec = products.factored(f, Mode.UUU_UNWEIGHTED, 1, 1, 1);
        Random random = new Random(4);
        double worst = 0;
        for (int trial = 0; trial < 200; trial++) {
            double[][] d =
                    WignerD.of(Irreps.parse("0e+1e"), Rotation.random(random).matrix());
            double[] x = random.doubles(4, -1, 1).toArray();
            double[] y = random.doubles(4, -1, 1).toArray();
            double[] after = product(spec, times(d, x), times(d, y));
            double[] before = times(d, product(spec, x, y));
            double difference = 0;
            for (int i = 0; i < 4; i++) {
                difference += (after[i] - before[i]) * (after[i] - before[i]);
            }
            worst = Math.max(worst, Math.sqrt(difference) / (norm(x) * norm(y)));
        }
        assertThat(worst).isPositive().isLessThan(f.equivarianceBound());
        assertThat(f.equivarianceBound()).isCloseTo(2 * f.relativeError() * Math.sqrt(5), within(1e-12));
    }

    /** Sharing weights alone is exactly equivariant. */
    @Test
    void sharedWeightsAreEquivariant() {
        ProductSpec spec = SharedProducts.to(2).exact(Mode.UUU, 1, 1, 1);
        Random random = new Random(5);
        double[][] d =
                WignerD.of(Irreps.parse("0e+1e+2e"), Rotation.random(random).matrix());
        double[] x = random.doubles(9, -1, 1).toArray();
        double[] y = random.doubles(9, -1, 1).toArray();
        double[] w = {0.7};
        double[] after =
                ReferenceProduct.evaluate(spec, 3, new double[][] {times(d, x), times(d, y), w, new double[9]});
        double[] before = times(d, ReferenceProduct.evaluate(spec, 3, new double[][] {x, y, w, new double[9]}));
        assertThat(after).containsExactly(before, within(1e-13));
    }

    private static double[] product(ProductSpec spec, double[] x, double[] y) {
        return ReferenceProduct.evaluate(spec, 2, new double[][] {x, y, new double[4]});
    }

    private static double norm(double[] v) {
        double sum = 0;
        for (double a : v) {
            sum += a * a;
        }
        return Math.sqrt(sum);
    }

    private static double[] times(double[][] matrix, double[] vector) {
        double[] result = new double[matrix.length];
        for (int i = 0; i < result.length; i++) {
            for (int j = 0; j < vector.length; j++) {
                result[i] += matrix[i][j] * vector[j];
            }
        }
        return result;
    }

    @Test
    void badInput() {
        CpDecomposition search = new CpDecomposition(1, 60, 1);
        SparseTensor t = SparseTensor.ofPaths(1);
        assertThatThrownBy(() -> search.within(t, 5, 1e-3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rank 5 is too small")
                .hasMessageContaining("0.0010");
        assertThatThrownBy(() -> search.toTolerance(t, 1e-3, 6)).hasMessageContaining("no rank to 6");
        assertThatThrownBy(() -> search.ofRank(t, 0)).hasMessageContaining("rank 1 or more");
        assertThatThrownBy(() -> search.within(t, 5, Double.NaN)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> SparseTensor.ofPaths(List.of(1), List.of(1), List.of(3)))
                .hasMessageContaining("do not couple");
        CpFactors f = search.ofRank(t, 3);
        assertThatThrownBy(() -> SharedProducts.to(2).factored(f, Mode.UUU, 1, 1, 1))
                .hasMessageContaining("9 components");
        assertThatThrownBy(() -> SharedProducts.to(1).exact(Mode.UUU, 2, 3, 2)).hasMessageContaining("need 2, not 3");
        assertThatThrownBy(() -> SharedProducts.to(1).exact(Mode.UVU, 2, 0, 2)).hasMessageContaining("1 or more");
        assertThatThrownBy(() -> new CpDecomposition(0, 1, 1)).hasMessageContaining("at least one start");
        double[][] bad = {{Double.NaN}};
        assertThatThrownBy(() -> new CpFactors(bad, bad, bad, 1, 0)).hasMessageContaining("finite");
    }
}
