package org.gaunt.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.gaunt.autodiff.Gradients;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Backend;
import org.gaunt.golden.Golden;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The SO(2) convolution of EquiformerV2 gives the same values and gradients as {@link So2Convolution}, from the same weights. Theirs has
 * radial factors in the order of m, then l, and matrices [real, imaginary][result][input]; the scale of the weights is left out there.
 */
class GoldenSo2Test {
    private static final Golden TENSORS = Golden.read("so2.safetensors");

    /** For each of our weights of a convolution the index of theirs among those of its order. */
    private static int[] theirs(int lmax, int m, int in, int out, boolean imaginary) {
        int inputs = (lmax - m + 1) * in;
        int results = (lmax - m + 1) * out;
        return IntStream.range(0, inputs * results)
                .map(k -> (imaginary ? results * inputs : 0) + k % results * inputs + k / results)
                .toArray();
    }

    private static double[] tensor(String name) {
        return TENSORS.get(name).values();
    }

    private static String matrix(int m) {
        return m == 0 ? "weights/fc_m0.weight" : "weights/so2_m_conv." + (m - 1) + ".fc.weight";
    }

    /** Where the factor of a degree and order stands there. */
    private static int radialIndex(int lmax, int l, int m) {
        int before = 0;
        for (int order = 0; order < m; order++) {
            before += lmax - order + 1;
        }
        return before + l - m;
    }

    private static double[] reordered(double[] radial, int lmax, int mmax, int in, int edges) {
        double[] ours = new double[radial.length];
        int width = radial.length / edges;
        for (int e = 0; e < edges; e++) {
            int at = 0;
            for (int l = 0; l <= lmax; l++) {
                for (int m = 0; m <= Math.min(l, mmax); m++) {
                    System.arraycopy(radial, e * width + radialIndex(lmax, l, m) * in, ours, e * width + at++ * in, in);
                }
            }
        }
        return ours;
    }

    private static void close(String what, double[] found, double[] expected) {
        assertThat(found).as(what).hasSameSizeAs(expected);
        for (int i = 0; i < found.length; i++) {
            assertThat(Math.abs(found[i] - expected[i]))
                    .as("%s [%d]: found %s, expected %s", what, i, found[i], expected[i])
                    .isLessThanOrEqualTo(1e-12);
        }
    }

    private static double[] of(@Nullable Var value) {
        assertThat(value).isNotNull();
        return value == null ? new double[0] : value.toDoubles();
    }

    @ParameterizedTest
    @CsvSource({"l2m2, 2, 2, 4, 4", "l3m2, 3, 2, 4, 6", "l4m1, 4, 1, 3, 3"})
    void valuesAndGradients(String name, int lmax, int mmax, int in, int out) {
        So2Convolution layer = new So2Convolution(lmax, mmax, in, out);
        double[] weights = new double[layer.weightSize()];
        double[] byWeights = new double[layer.weightSize()];
        for (int m = 0; m <= mmax; m++) {
            double[] given = tensor(name + "/" + matrix(m));
            double[] gradient = tensor(name + "/grad/" + matrix(m));
            for (boolean imaginary : m == 0 ? new boolean[] {false} : new boolean[] {false, true}) {
                int at = layer.weightOffset(m, imaginary);
                for (int index : theirs(lmax, m, in, out, imaginary)) {
                    weights[at] = given[index] / layer.scale(m);
                    byWeights[at++] = gradient[index] * layer.scale(m);
                }
            }
        }
        int edges = tensor(name + "/vectors").length / 3;
        int[] nodes = IntStream.range(0, edges).toArray();
        double[] x = tensor(name + "/x");
        double[] radial = reordered(tensor(name + "/radial"), lmax, mmax, in, edges);
        try (Tape tape = Tape.open(Backend.detect())) {
            Var features = tape.leaf(x, edges, layer.components() * in, 1);
            Var vectors = tape.leaf(tensor(name + "/vectors"), edges, 3, 1);
            Var factors = tape.leaf(radial, edges, layer.radialWidth(), 1);
            Var matrices = tape.leaf(weights, 1, weights.length, 1);
            Var z = layer.evaluate(
                    Edges.of(nodes, nodes, edges), features, layer.frame().of(vectors), factors, matrices);
            close("result", z.toDoubles(), tensor(name + "/out"));
            Var cotangent = tape.leaf(tensor(name + "/cotangent"), edges, layer.components() * out, 0);
            Gradients gradients = tape.gradient(List.of(z), List.of(cotangent), 1, false);
            close("by x", of(gradients.of(features)), tensor(name + "/grad/x"));
            close(
                    "by the radial factors",
                    of(gradients.of(factors)),
                    reordered(tensor(name + "/grad/radial"), lmax, mmax, in, edges));
            close("by the weights", of(gradients.of(matrices)), byWeights);
            assertThat(Arrays.stream(byWeights).filter(g -> g != 0).count()).isPositive();
        }
    }
}
