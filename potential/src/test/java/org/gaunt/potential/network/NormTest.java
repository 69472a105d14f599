package org.gaunt.potential.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import org.gaunt.atoms.Structure;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Backend;
import org.gaunt.linalg.Precision;
import org.gaunt.nn.Parameters;
import org.gaunt.nn.WeightValues;
import org.gaunt.o3.Irreps;
import org.gaunt.potential.data.GraphBatch;
import org.gaunt.potential.data.GraphBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Norms of rows that are nearly constant: the mean square less the squared mean is rounding there, of either sign. */
class NormTest {
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

    private static double[] apply(Parameters parameters, double[] x, BiFunction<NetworkInput, Var, Var> norm) {
        WeightValues weights = new WeightValues(parameters, Precision.FLOAT32);
        for (Parameters.Entry entry : parameters.entries()) {
            Arrays.fill(weights.of(entry.name()).floats(), entry.name().endsWith("bias") ? 0 : 1);
        }
        double[] positions = new double[3 * ATOMS];
        Arrays.setAll(positions, i -> 3 * i);
        int[] hydrogen = new int[ATOMS];
        Arrays.fill(hydrogen, 1);
        Structure structure = Structure.builder(hydrogen, positions).build();
        GraphBatch batch = GraphBatch.of(new GraphBuilder(List.of(1), 3, List.of()).build(List.of(structure)));
        Tape tape = Tape.open(Backend.detect());
        NetworkInput in =
                new NetworkInput(tape, batch, Precision.FLOAT32, parameters, weights, new HashMap<>(), 0, false, null);
        float[] single = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            single[i] = (float) x[i];
        }
        return norm.apply(in, tape.leaf(single, ATOMS, CHANNELS, 0)).toDoubles();
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

    @ParameterizedTest
    @CsvSource({"0, 1, 1e-5", "100, 1e-3, 0.01", "100, 1e-4, 0.01", "1000, 0.01, 0.05"})
    void separateNormOfNearlyConstantRows(double mean, double spread, double tolerance) {
        SeparateNorm norm = new SeparateNorm("norm", Irreps.parse(CHANNELS + "x0e"));
        Parameters.Builder parameters = Parameters.builder();
        norm.declare(parameters);
        double[] x = rows(mean, spread);
        double[] y = apply(
                parameters.build(), x, (in, v) -> norm.apply(in, List.of(v)).getFirst());
        assertClose(y, wanted(x, 1e-5), tolerance);
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 1e-5", "1000, 0.5, 1e-3", "10000, 1, 1e-2"})
    void degreeNormOfNearlyConstantRows(double mean, double spread, double tolerance) {
        DegreeNorm norm = new DegreeNorm("norm", 0, CHANNELS);
        Parameters.Builder parameters = Parameters.builder();
        norm.declare(parameters);
        double[] x = rows(mean, spread);
        assertClose(apply(parameters.build(), x, norm::apply), wanted(x, DegreeNorm.EPSILON), tolerance);
    }

    @Test
    void rowsWithoutAnySpreadAreZero() {
        SeparateNorm norm = new SeparateNorm("norm", Irreps.parse(CHANNELS + "x0e"));
        Parameters.Builder parameters = Parameters.builder();
        norm.declare(parameters);
        double[] x = new double[ATOMS * CHANNELS];
        Arrays.fill(x, 0.5);
        assertThat(apply(
                        parameters.build(),
                        x,
                        (in, v) -> norm.apply(in, List.of(v)).getFirst()))
                .containsOnly(0.0);
    }
}
