package org.gaunt.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.gaunt.form.Backend;
import org.gaunt.nn.Initializer;
import org.gaunt.nn.Parameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MuonTest {
    private static final Adam.Settings ADAM = new Adam.Settings(0.9, 0.999, 1e-8, 0, true);

    /** A matrix after three other weights. */
    private static Parameters parameters(int rows, int columns) {
        return Parameters.builder()
                .add("vector", false, 3)
                .add(
                        "matrix",
                        false,
                        Initializer.NORMAL,
                        List.of(new Parameters.Matrix(0, rows, columns)),
                        rows,
                        columns)
                .build(7);
    }

    private static double[] gradient(int size, long seed) {
        Random random = new Random(seed);
        return IntStream.range(0, size).mapToDouble(i -> random.nextGaussian()).toArray();
    }

    private static double[] product(double[] a, double[] b, int rows, int inner, int columns) {
        double[] c = new double[rows * columns];
        for (int i = 0; i < rows; i++) {
            for (int k = 0; k < inner; k++) {
                for (int j = 0; j < columns; j++) {
                    c[i * columns + j] += a[i * inner + k] * b[k * columns + j];
                }
            }
        }
        return c;
    }

    private static double[] transpose(double[] a, int rows, int columns) {
        double[] t = new double[a.length];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                t[j * rows + i] = a[i * columns + j];
            }
        }
        return t;
    }

    /** The iteration as it stands in the literature, in double precision and without any shape in mind. */
    private static double[] orthogonal(double[] g, int rows, int columns) {
        double norm = Math.sqrt(
                IntStream.range(0, g.length).mapToDouble(i -> g[i] * g[i]).sum());
        double[] x = java.util.Arrays.stream(g).map(v -> v / norm).toArray();
        for (int k = 0; k < 5; k++) {
            double[] a = product(x, transpose(x, rows, columns), rows, columns, rows);
            double[] ax = product(a, x, rows, rows, columns);
            double[] aax = product(a, ax, rows, rows, columns);
            for (int i = 0; i < x.length; i++) {
                x[i] = 3.4445 * x[i] - 4.7750 * ax[i] + 2.0315 * aax[i];
            }
        }
        return x;
    }

    @ParameterizedTest
    @CsvSource({"8, 8", "5, 13", "33, 7", "64, 19", "19, 130", "96, 200", "1, 4", "4, 1"})
    void movesMatricesAlongTheOrthogonalFormOfTheirMeanGradient(int rows, int columns) {
        Parameters p = parameters(rows, columns);
        double[] before = p.values().clone();
        Muon muon = new Muon(p, 0.9, ADAM, Backend.shared());
        double[] mean = new double[rows * columns];
        for (int t = 0; t < 3; t++) {
            double[] g = gradient(p.size(), t);
            muon.step(p.values(), g, 0.01);
            double[] nesterov = new double[mean.length];
            for (int i = 0; i < mean.length; i++) {
                mean[i] = 0.9 * mean[i] + 0.1 * g[3 + i];
                nesterov[i] = 0.9 * mean[i] + 0.1 * g[3 + i];
            }
            double[] o = orthogonal(nesterov, rows, columns);
            for (int i = 0; i < o.length; i++) {
                before[3 + i] -= 0.01 * 0.2 * Math.sqrt(Math.max(rows, columns)) * o[i];
            }
        }
        for (int i = 3; i < before.length; i++) {
            assertThat(p.values()[i]).isCloseTo(before[i], within(1e-6));
        }
    }

    /** Singular values from 1 to 1e-6: squares of the least drown in the rounding of the Gram matrix. */
    @ParameterizedTest
    @CsvSource({"40, 24", "24, 40", "31, 31"})
    void smallSingularValuesKeepTheirDirections(int rows, int columns) {
        int small = Math.min(rows, columns);
        double[] left = unit(rows, small, 5);
        double[] right = unit(columns, small, 6);
        for (int i = 0; i < rows; i++) {
            for (int k = 0; k < small; k++) {
                left[i * small + k] *= Math.pow(10, -6.0 * k / (small - 1));
            }
        }
        double[] g = product(left, transpose(right, columns, small), rows, small, columns);
        Parameters p = parameters(rows, columns);
        double[] before = p.get("matrix");
        double[] gradient = new double[p.size()];
        System.arraycopy(g, 0, gradient, 3, g.length);
        new Muon(p, 0, ADAM, Backend.shared()).step(p.values(), gradient, 1);
        double[] o = orthogonal(g, rows, columns);
        double length = 0.2 * Math.sqrt(Math.max(rows, columns));
        for (int i = 0; i < o.length; i++) {
            assertThat((before[i] - p.get("matrix")[i]) / length).isCloseTo(o[i], within(2e-4));
        }
    }

    /** Orthonormal columns, by Gram and Schmidt. */
    private static double[] unit(int rows, int columns, long seed) {
        double[] q = gradient(rows * columns, seed);
        for (int c = 0; c < columns; c++) {
            for (int before = 0; before <= c; before++) {
                double dot = 0;
                for (int r = 0; r < rows; r++) {
                    dot += q[r * columns + before] * q[r * columns + c];
                }
                for (int r = 0; r < rows; r++) {
                    q[r * columns + c] = before < c
                            ? q[r * columns + c] - dot * q[r * columns + before]
                            : q[r * columns + c] / Math.sqrt(dot);
                }
            }
        }
        return q;
    }

    @Test
    void theOrthogonalFormIsNearlyOrthogonal() {
        double[] o = orthogonal(gradient(12 * 20, 3), 12, 20);
        double[] square = product(o, transpose(o, 12, 20), 12, 20, 12);
        for (int i = 0; i < 12; i++) {
            assertThat(square[13 * i]).isBetween(0.4, 1.6);
        }
    }

    @Test
    void leavesOtherWeightsToAdam() {
        Parameters p = parameters(6, 4);
        Parameters q = parameters(6, 4);
        Muon muon = new Muon(p, 0.95, ADAM, Backend.shared());
        Adam adam = new Adam(q, ADAM);
        for (int t = 0; t < 5; t++) {
            double[] g = gradient(p.size(), t);
            muon.step(p.values(), g, 0.02);
            adam.step(q.values(), g, 0.02);
        }
        assertThat(p.get("vector")).containsExactly(q.get("vector"));
        assertThat(p.get("matrix")).isNotEqualTo(q.get("matrix"));
    }

    @Test
    void aMatrixWithoutGradientStaysAsItIs() {
        Parameters p = parameters(6, 4);
        double[] before = p.get("matrix");
        new Muon(p, 0.95, ADAM, Backend.shared()).step(p.values(), new double[p.size()], 0.02);
        assertThat(p.get("matrix")).containsExactly(before);
    }

    @Test
    void goesOnFromItsStateToTheBitHoweverTheWorkIsShared() {
        Parameters through = parameters(17, 5);
        Parameters broken = parameters(17, 5);
        Muon one = new Muon(through, 0.95, ADAM, Backend.shared());
        Muon first = new Muon(broken, 0.95, ADAM, Backend.shared());
        for (int t = 0; t < 4; t++) {
            one.step(through.values(), gradient(through.size(), t), 0.02);
            first.step(broken.values(), gradient(through.size(), t), 0.02);
        }
        Muon second = new Muon(parameters(17, 5), 0.95, ADAM, Backend.shared());
        second.restore(first.state());
        AtomicInteger tasks = new AtomicInteger();
        for (int t = 4; t < 9; t++) {
            one.step(through.values(), gradient(through.size(), t), 0.02);
            second.step(broken.values(), gradient(through.size(), t), 0.02, (count, task) -> {
                tasks.addAndGet(count);
                IntStream.range(0, count).map(k -> count - 1 - k).forEach(task);
            });
        }
        assertThat(tasks).hasPositiveValue();
        assertThat(broken.values()).containsExactly(through.values());
        assertThat(second.steps()).isEqualTo(9);
    }
}
