package org.gaunt.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.linalg.Precision;
import org.gaunt.o3.Irreps;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Norms of rows that are nearly constant: the mean square less the squared mean is rounding there, of either sign. */
class NearlyConstantRowsTest {
    private static final int CHANNELS = 32;
    private static final int ATOMS = 200;

    private static double[] rows(double mean, double spread) {
        SplittableRandom random = new SplittableRandom(17);
        double[] x = random.doubles((long) ATOMS * CHANNELS, mean - spread, mean + spread)
                .toArray();
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) x[i];
        }
        return x;
    }

    private static double[] apply(Parameters parameters, double[] x, UnaryOperator<Var> norm) {
        for (Parameters.Entry entry : parameters.entries()) {
            double[] values = new double[entry.size()];
            Arrays.fill(values, entry.name().endsWith("bias") ? 0 : 1);
            parameters.set(entry.name(), values);
        }
        float[] single = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            single[i] = (float) x[i];
        }
        try (Tape tape = Tape.open(Precision.FLOAT32)) {
            return norm.apply(tape.leaf(single, ATOMS, CHANNELS, 0)).toDoubles();
        }
    }

    private static double[] wanted(double[] x, double epsilon) {
        double[] y = new double[x.length];
        for (int from = 0; from < x.length; from += CHANNELS) {
            double[] row = Arrays.copyOfRange(x, from, from + CHANNELS);
            double mean = Arrays.stream(row).average().orElseThrow();
            double variance =
                    Arrays.stream(row).map(v -> (v - mean) * (v - mean)).sum() / CHANNELS;
            for (int i = 0; i < CHANNELS; i++) {
                y[from + i] = (row[i] - mean) / Math.sqrt(variance + epsilon);
            }
        }
        return y;
    }

    private static void assertClose(double[] y, double[] wanted, double tolerance) {
        for (int i = 0; i < y.length; i++) {
            assertThat(y[i]).as("number %d", i).isCloseTo(wanted[i], within(tolerance));
        }
    }

    private static double[] separable(double[] x) {
        Scope root = Scope.root();
        SeparableNorm norm = new SeparableNorm(root, Irreps.parse(CHANNELS + "x0e"));
        return apply(root.build(0), x, v -> norm.apply(List.of(v)).getFirst());
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 1e-5", "100, 1e-3, 0.01", "100, 1e-4, 0.01", "1000, 0.01, 0.05"})
    void separableNorm(double mean, double spread, double tolerance) {
        double[] x = rows(mean, spread);
        assertClose(separable(x), wanted(x, 1e-5), tolerance);
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 1e-5", "1000, 0.5, 1e-3", "10000, 1, 1e-2"})
    void equivariantLayerNorm(double mean, double spread, double tolerance) {
        double epsilon = 0.1;
        Scope root = Scope.root();
        EquivariantLayerNorm norm = new EquivariantLayerNorm(root, Irreps.parse(CHANNELS + "x0e"), epsilon);
        double[] x = rows(mean, spread);
        assertClose(apply(root.build(0), x, norm::apply), wanted(x, epsilon), tolerance);
    }

    @Test
    void rowsWithoutAnySpreadAreZero() {
        double[] x = new double[ATOMS * CHANNELS];
        Arrays.fill(x, 0.5);
        assertThat(separable(x)).containsOnly(0.0);
    }
}
