package org.gaunt.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.gaunt.nn.SmallGraph.EDGES;
import static org.gaunt.nn.SmallGraph.NODES;
import static org.gaunt.nn.SmallGraph.RECEIVER;
import static org.gaunt.nn.SmallGraph.SENDER;
import static org.gaunt.nn.SmallGraph.dot;
import static org.gaunt.nn.SmallGraph.turn;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.gaunt.autodiff.Gradients;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Backend;
import org.gaunt.o3.Irreps;
import org.gaunt.o3.Rotation;
import org.gaunt.o3.SphericalHarmonics;
import org.gaunt.o3.Wigner3j;
import org.gaunt.o3.WignerD;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The convolution in the edge's frame is the Clebsch-Gordan product, equivariant, with exact gradients through the rotation. */
class So2ConvolutionTest {
    private static final Backend BACKEND = Backend.detect();

    private final SplittableRandom random = new SplittableRandom(5);

    private double[] numbers(int count) {
        return random.doubles(count, -1, 1).toArray();
    }

    private record Run(double[] z, double[] byVectors, double[] byX, double[] byWeights) {}

    /** Result and, for the function Σ seed z, its gradients. */
    private static Run run(
            So2Convolution layer, int in, int out, double[] x, double[] v, double[] radial, double[] w, double[] seed) {
        Tape tape = Tape.open(BACKEND);
        int n = layer.components();
        Var lx = tape.leaf(x, NODES, n * in, 1);
        Var lv = tape.leaf(v, EDGES, 3, 1);
        Var lw = tape.leaf(w, 1, layer.weightSize(), 1);
        Var z = layer.evaluate(
                Edges.of(SENDER, RECEIVER, NODES),
                lx,
                layer.frame().of(lv),
                tape.leaf(radial, EDGES, layer.radialWidth(), 0),
                lw);
        Gradients gradients = tape.gradient(List.of(z), List.of(tape.leaf(seed, NODES, n * out, 0)), 1, false);
        return new Run(z.toDoubles(), data(gradients, lv), data(gradients, lx), data(gradients, lw));
    }

    private static double[] data(Gradients gradients, Var leaf) {
        Var gradient = gradients.of(leaf);
        return gradient == null ? new double[0] : gradient.toDoubles();
    }

    private static double[] ones(int count) {
        double[] a = new double[count];
        Arrays.fill(a, 1);
        return a;
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "2", "3"})
    void isTheClebschGordanProduct(int lmax) {
        So2Convolution layer = new So2Convolution(lmax, lmax, 1, 1);
        int n = layer.components();
        double[] x = numbers(NODES * n);
        double[] v = numbers(3 * EDGES);
        double[] weights = new double[layer.weightSize()];
        double[] expected = new double[NODES * n];
        SphericalHarmonics harmonics =
                SphericalHarmonics.of(2 * lmax, SphericalHarmonics.Normalization.COMPONENT, true);
        for (int li = 0; li <= lmax; li++) {
            for (int lo = 0; lo <= lmax; lo++) {
                for (int lf = Math.abs(li - lo); lf <= li + lo; lf++) {
                    double path = random.nextDouble(-1, 1);
                    double[][][] c = Wigner3j.of(li, lf, lo);
                    for (int m = 0; m <= Math.min(li, lo); m++) {
                        int at = (li - m) * (lmax - m + 1) + lo - m;
                        double pole = path * Math.sqrt(2 * lf + 1) / layer.scale(m);
                        weights[layer.weightOffset(m, false) + at] += pole * c[li + m][lf][lo + m];
                        if (m > 0) {
                            weights[layer.weightOffset(m, true) + at] += pole * c[li + m][lf][lo - m];
                        }
                    }
                    for (int e = 0; e < EDGES; e++) {
                        double[] y = harmonics.values(v[3 * e], v[3 * e + 1], v[3 * e + 2]);
                        for (int i = 0; i <= 2 * li; i++) {
                            for (int j = 0; j <= 2 * lf; j++) {
                                for (int k = 0; k <= 2 * lo; k++) {
                                    expected[RECEIVER[e] * n + lo * lo + k] +=
                                            path * c[i][j][k] * x[SENDER[e] * n + li * li + i] * y[lf * lf + j];
                                }
                            }
                        }
                    }
                }
            }
        }
        double[] found = run(layer, 1, 1, x, v, ones(EDGES * layer.radialWidth()), weights, numbers(NODES * n))
                .z();
        for (int i = 0; i < expected.length; i++) {
            assertThat(found[i]).as("component %d", i).isCloseTo(expected[i], within(1e-12));
        }
    }

    @ParameterizedTest
    @CsvSource({"2,2,2,3", "2,1,1,2"})
    void gradientsAreThoseOfDifferencesAlsoThroughTheRotation(int lmax, int mmax, int in, int out) {
        So2Convolution layer = new So2Convolution(lmax, mmax, in, out);
        int n = layer.components();
        double[] x = numbers(NODES * n * in);
        double[] v = numbers(3 * EDGES);
        double[] radial = numbers(EDGES * layer.radialWidth());
        double[] w = numbers(layer.weightSize());
        double[] seed = numbers(NODES * n * out);
        Run run = run(layer, in, out, x, v, radial, w, seed);
        double step = 1e-5;
        for (int i = 0; i < v.length; i++) {
            double[] more = v.clone();
            double[] less = v.clone();
            more[i] += step;
            less[i] -= step;
            double difference = (dot(
                                    run(layer, in, out, x, more, radial, w, seed)
                                            .z(),
                                    seed)
                            - dot(run(layer, in, out, x, less, radial, w, seed).z(), seed))
                    / (2 * step);
            assertThat(run.byVectors()[i]).as("vector number %d", i).isCloseTo(difference, within(1e-6));
        }
        // linear in features and in weights
        assertThat(dot(run.byX(), x)).isCloseTo(dot(run.z(), seed), within(1e-9));
        assertThat(dot(run.byWeights(), w)).isCloseTo(dot(run.z(), seed), within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({"2,2", "3,1"})
    void commutesWithRotations(int lmax, int mmax) {
        So2Convolution layer = new So2Convolution(lmax, mmax, 1, 1);
        int n = layer.components();
        double[] x = numbers(NODES * n);
        double[] v = numbers(3 * EDGES);
        double[] radial = numbers(EDGES * layer.radialWidth());
        double[] w = numbers(layer.weightSize());
        double[] seed = numbers(NODES * n);
        Rotation rotation = Rotation.random(random);
        double[][] r = rotation.matrix();
        double[][] d = WignerD.of(Irreps.sphericalHarmonics(lmax), r);
        double[] turnedFirst =
                run(layer, 1, 1, turn(x, d), turn(v, r), radial, w, seed).z();
        double[] turnedLast = turn(run(layer, 1, 1, x, v, radial, w, seed).z(), d);
        for (int i = 0; i < turnedLast.length; i++) {
            assertThat(turnedFirst[i]).isCloseTo(turnedLast[i], within(1e-12));
        }
    }

    /** With parity it commutes with inversion as well; the published form, whose Wi mixes what a mirror tells apart, does not. */
    @ParameterizedTest
    @CsvSource({"1,1", "2,2", "3,1", "3,3"})
    void commutesWithReflectionsOnlyWithParity(int lmax, int mmax) {
        for (boolean parity : new boolean[] {true, false}) {
            So2Convolution layer = new So2Convolution(lmax, mmax, 2, 2, parity);
            int n = layer.components();
            double[] x = numbers(NODES * n * 2);
            double[] v = numbers(3 * EDGES);
            double[] radial = numbers(EDGES * layer.radialWidth());
            double[] w = numbers(layer.weightSize());
            double[] seed = numbers(NODES * n * 2);
            double[] inverted = run(
                            layer,
                            2,
                            2,
                            inverted(x, n),
                            Arrays.stream(v).map(c -> -c).toArray(),
                            radial,
                            w,
                            seed)
                    .z();
            double[] wanted = inverted(run(layer, 2, 2, x, v, radial, w, seed).z(), n);
            double worst = 0;
            for (int i = 0; i < wanted.length; i++) {
                worst = Math.max(worst, Math.abs(inverted[i] - wanted[i]));
            }
            if (parity) {
                assertThat(worst).isLessThan(1e-12);
            } else {
                assertThat(worst).isGreaterThan(1e-2);
            }
        }
    }

    /** Features of natural parity, two channels, after inversion. */
    private static double[] inverted(double[] x, int components) {
        double[] y = x.clone();
        for (int i = 0; i < y.length; i++) {
            int degree = (int) Math.sqrt(i / 2 % components);
            y[i] *= degree % 2 == 0 ? 1 : -1;
        }
        return y;
    }

    @Test
    void withParityThereAreNoImaginaryMatrices() {
        So2Convolution layer = new So2Convolution(2, 2, 3, 4, true);
        assertThat(layer.weightSize()).isEqualTo((9 + 4 + 1) * 12);
        assertThat(new So2Convolution(2, 2, 3, 4).weightSize()).isEqualTo((9 + 8 + 2) * 12);
        assertThatThrownBy(() -> layer.weightOffset(1, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("imaginary matrix of order 1");
    }

    @Test
    void refusesOrdersAboveTheDegree() {
        assertThatThrownBy(() -> new So2Convolution(2, 3, 4, 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("mmax 3");
        assertThat(Irreps.sphericalHarmonics(2).dim()).isEqualTo(new So2Convolution(2, 2, 1, 1).components());
    }

    /** Edges can share rows of radial factors, and layers can share frames. */
    @org.junit.jupiter.api.Test
    void sharedRadialFactorsAndFramesGiveTheSameNumbers() {
        So2Convolution layer = new So2Convolution(2, 1, 2, 3);
        int[] radialOf = {0, 1, 0, 1, 1};
        int width = layer.radialWidth();
        double[] shared = numbers(2 * width);
        double[] radial = new double[EDGES * width];
        for (int e = 0; e < EDGES; e++) {
            System.arraycopy(shared, radialOf[e] * width, radial, e * width, width);
        }
        double[] x = numbers(NODES * layer.components() * 2);
        double[] v = numbers(3 * EDGES);
        double[] w = numbers(layer.weightSize());
        double[] expected = run(layer, 2, 3, x, v, radial, w, numbers(NODES * layer.components() * 3))
                .z();
        Tape tape = Tape.open(BACKEND);
        Var frame = new EdgeFrame(2).of(tape.leaf(v, EDGES, 3, 1));
        Var z = layer.evaluate(
                Edges.of(SENDER, RECEIVER, NODES).withWeights(radialOf, 2),
                tape.leaf(x, NODES, layer.components() * 2, 1),
                frame,
                tape.leaf(shared, 2, width, 1),
                tape.leaf(w, 1, layer.weightSize(), 1));
        assertThat(z.toDoubles()).containsExactly(expected, within(1e-14));
    }
}
