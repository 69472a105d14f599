package org.gaunt.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Solvers of linear systems, eigenvalues and least squares, against the equations that they solve. */
class SolversTest {
    private static final long SEED = 11;

    /** MᵀM of a random matrix of given rows. */
    private static double[][] gram(int n, int rows) {
        Random random = new Random(SEED + n);
        double[][] m = new double[rows][n];
        for (double[] row : m) {
            for (int i = 0; i < n; i++) {
                row[i] = random.nextGaussian();
            }
        }
        double[][] a = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                for (double[] row : m) {
                    a[i][j] += row[i] * row[j];
                }
            }
        }
        return a;
    }

    private static double[] flat(double[][] a) {
        return java.util.Arrays.stream(a)
                .flatMapToDouble(java.util.Arrays::stream)
                .toArray();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 40})
    void choleskySolvesTheEquations(int n) {
        double[][] a = gram(n, n + 3);
        int columns = 3;
        double[] right = new Random(SEED).doubles((long) n * columns, -1, 1).toArray();
        double[] x = right.clone();
        Cholesky.of(flat(a), n).solve(x, columns);
        for (int i = 0; i < n; i++) {
            for (int c = 0; c < columns; c++) {
                double sum = 0;
                for (int k = 0; k < n; k++) {
                    sum += a[i][k] * x[k * columns + c];
                }
                assertThat(sum).isCloseTo(right[i * columns + c], within(1e-9));
            }
        }
    }

    @Test
    void choleskyRefusesWhatItCannotDecompose() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cholesky.of(new double[] {1, 2, 2, 1}, 2))
                .withMessageContaining("not positive definite")
                .withMessageContaining("row 1 is -3.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cholesky.of(new double[] {Double.NaN}, 1))
                .withMessageContaining("NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cholesky.of(new double[3], 2))
                .withMessageContaining("3 numbers");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cholesky.of(new double[] {1}, 1).solve(new double[3], 2))
                .withMessageContaining("3 numbers");
    }

    /** A singular matrix has as many zero eigenvalues as directions are missing. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 30})
    void eigenvectorsAreThoseOfTheMatrix(int n) {
        for (int rows : new int[] {n + 2, Math.max(1, n / 2)}) {
            double[][] a = gram(n, rows);
            SymmetricEigen eigen = SymmetricEigen.of(a);
            int zeros = 0;
            for (int v = 0; v < n; v++) {
                zeros += Math.abs(eigen.value(v)) < 1e-12 * eigen.largest() ? 1 : 0;
                for (int i = 0; i < n; i++) {
                    double sum = 0;
                    double dot = 0;
                    for (int k = 0; k < n; k++) {
                        sum += a[i][k] * eigen.component(v, k);
                        dot += eigen.component(v, k) * eigen.component(i, k);
                    }
                    assertThat(sum).isCloseTo(eigen.value(v) * eigen.component(v, i), within(1e-12 * eigen.largest()));
                    assertThat(dot).as("vectors %d and %d", v, i).isCloseTo(i == v ? 1 : 0, within(1e-13));
                }
            }
            assertThat(zeros).isEqualTo(Math.max(0, n - rows));
        }
    }

    @Test
    void eigenvaluesOfOtherSigns() {
        SymmetricEigen eigen = SymmetricEigen.of(new double[][] {{0, 2, 0}, {2, 0, 0}, {0, 0, 0}});
        double[] values = {eigen.value(0), eigen.value(1), eigen.value(2)};
        java.util.Arrays.sort(values);
        assertThat(values).containsExactly(new double[] {-2, 0, 2}, within(1e-15));
        assertThat(eigen.largest()).isCloseTo(2, within(1e-15));
        assertThat(SymmetricEigen.of(new double[0][0]).size()).isZero();
    }

    @Test
    void eigenvaluesOfWhatIsNotSymmetricAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SymmetricEigen.of(new double[][] {{1, 2}, {3, 4}}))
                .withMessageContaining("not symmetric")
                .withMessageContaining("[1][0] is 3.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SymmetricEigen.of(new double[][] {{1, 2}}))
                .withMessageContaining("square");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SymmetricEigen.of(new double[][] {{Double.NaN}}))
                .withMessageContaining("NaN");
    }

    /** Two unknowns of which only the sum is known: the shortest solution halves it. */
    @Test
    void undeterminedDirectionsAreLeftOut() {
        double[][] normal = {{2, 2, 0}, {2, 2, 0}, {0, 0, 3}};
        double[] x = LeastSquares.solveNormal(normal, new double[] {4, 4, 6});
        assertThat(x).containsExactly(new double[] {1, 1, 2}, within(1e-14));
        assertThat(normal[0]).containsExactly(2, 2, 0);
        double[][] full = gram(6, 9);
        double[] wanted = new Random(SEED).doubles(6, -1, 1).toArray();
        double[] right = new double[6];
        for (int i = 0; i < 6; i++) {
            for (int k = 0; k < 6; k++) {
                right[i] += full[i][k] * wanted[k];
            }
        }
        assertThat(LeastSquares.solveNormal(full, right)).containsExactly(wanted, within(1e-10));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LeastSquares.solveNormal(full, new double[5]))
                .withMessageContaining("right side of 5");
    }
}
