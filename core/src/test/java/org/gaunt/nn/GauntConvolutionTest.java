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
import org.gaunt.linalg.Buffer;
import org.gaunt.linalg.Precision;
import org.gaunt.o3.Irreps;
import org.gaunt.o3.Rotation;
import org.gaunt.o3.SphericalHarmonics;
import org.gaunt.o3.WignerD;
import org.gaunt.product.GauntProducts;
import org.gaunt.product.ProductSpec;
import org.gaunt.product.ReferenceProduct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The convolution in the edge's frame is the Gaunt product with the filter, equivariant, with exact first and second derivatives. */
class GauntConvolutionTest {
    private static final Backend BACKEND = Backend.detect();
    private static final int X = 0;
    private static final int VECTORS = 1;
    private static final int WEIGHTS = 2;

    private final SplittableRandom random = new SplittableRandom(9);

    private double[] numbers(int count) {
        return random.doubles(count, -1, 1).toArray();
    }

    /** Features, vectors, weights. */
    private double[][] inputs(int l1, int l2, int channels) {
        return new double[][] {
            numbers(NODES * (l1 + 1) * (l1 + 1) * channels), numbers(3 * EDGES), numbers(EDGES * (l2 + 1) * channels)
        };
    }

    private static Var leaf(Tape tape, double[] data, int rows, Precision precision, int tag) {
        return tape.leaf(Buffer.copyOf(data, precision), rows, data.length / rows, tag);
    }

    private static Var[] leaves(Tape tape, double[][] in, Precision precision, int tag) {
        return new Var[] {
            leaf(tape, in[X], NODES, precision, tag),
            leaf(tape, in[VECTORS], EDGES, precision, tag),
            leaf(tape, in[WEIGHTS], EDGES, precision, tag)
        };
    }

    private static Var apply(GauntConvolution convolution, Var[] leaves) {
        Var frame = convolution.frame().of(leaves[VECTORS]);
        return convolution.apply(Edges.of(SENDER, RECEIVER, NODES), leaves[X], frame, leaves[WEIGHTS]);
    }

    private static double[] value(GauntConvolution convolution, double[][] in, Precision precision) {
        Tape tape = Tape.open(BACKEND);
        return apply(convolution, leaves(tape, in, precision, 0)).toDoubles();
    }

    /** The gradients of Σ seed z by features, vectors and weights. */
    private static double[][] gradients(GauntConvolution convolution, double[][] in, double[] seed) {
        Tape tape = Tape.open(BACKEND);
        Var[] leaves = leaves(tape, in, Precision.FLOAT64, 1);
        Var z = apply(convolution, leaves);
        Gradients gradients =
                tape.gradient(List.of(z), List.of(leaf(tape, seed, NODES, Precision.FLOAT64, 0)), 1, false);
        return Arrays.stream(leaves)
                .map(l -> java.util.Objects.requireNonNull(gradients.of(l)).toDoubles())
                .toArray(double[][]::new);
    }

    /** The definition: the table of Gaunt coefficients with the filter as second operand. */
    private static double[] byTheTable(int l1, int l2, int l3, int channels, double[][] in) {
        ProductSpec spec = GauntProducts.elementwise(l1, l2, l3, channels);
        SphericalHarmonics harmonics = SphericalHarmonics.of(l2, SphericalHarmonics.Normalization.COMPONENT, true);
        int width = (l1 + 1) * (l1 + 1) * channels;
        double[] sum = new double[NODES * (l3 + 1) * (l3 + 1) * channels];
        int outWidth = sum.length / NODES;
        for (int e = 0; e < EDGES; e++) {
            double[] v = in[VECTORS];
            double[] y = harmonics.values(v[3 * e], v[3 * e + 1], v[3 * e + 2]);
            double[] filter = new double[y.length * channels];
            for (int l = 0; l <= l2; l++) {
                for (int m = l * l; m < (l + 1) * (l + 1); m++) {
                    for (int c = 0; c < channels; c++) {
                        filter[m * channels + c] = y[m] * in[WEIGHTS][(e * (l2 + 1) + l) * channels + c];
                    }
                }
            }
            double[] x = Arrays.copyOfRange(in[X], SENDER[e] * width, (SENDER[e] + 1) * width);
            double[] z = ReferenceProduct.evaluate(spec, 2, new double[][] {x, filter, new double[outWidth]});
            for (int i = 0; i < outWidth; i++) {
                sum[RECEIVER[e] * outWidth + i] += z[i];
            }
        }
        return sum;
    }

    @ParameterizedTest
    @CsvSource({"0,0,0,1", "1,1,1,5", "2,2,2,13", "3,2,1,3", "1,3,4,2", "2,6,4,1", "4,4,4,8"})
    void isTheGauntProductWithTheFilter(int l1, int l2, int l3, int channels) {
        GauntConvolution convolution = new GauntConvolution(l1, l2, l3, channels);
        double[][] in = inputs(l1, l2, channels);
        double[] expected = byTheTable(l1, l2, l3, channels, in);
        assertThat(value(convolution, in, Precision.FLOAT64)).containsExactly(expected, within(1e-12));
        assertThat(value(convolution, in, Precision.FLOAT32)).containsExactly(expected, within(2e-5));
    }

    @ParameterizedTest
    @CsvSource({"2,2,2,3", "1,3,2,1"})
    void gradientsAreThoseOfDifferencesAlsoThroughTheRotation(int l1, int l2, int l3, int channels) {
        GauntConvolution convolution = new GauntConvolution(l1, l2, l3, channels);
        double[][] in = inputs(l1, l2, channels);
        double[] seed = numbers(NODES * (l3 + 1) * (l3 + 1) * channels);
        double[][] found = gradients(convolution, in, seed);
        double step = 1e-5;
        for (int operand = 0; operand < in.length; operand++) {
            for (int i = 0; i < in[operand].length; i++) {
                double[] at = in[operand];
                double before = at[i];
                at[i] = before + step;
                double more = dot(value(convolution, in, Precision.FLOAT64), seed);
                at[i] = before - step;
                double less = dot(value(convolution, in, Precision.FLOAT64), seed);
                at[i] = before;
                assertThat(found[operand][i])
                        .as("operand %d, number %d", operand, i)
                        .isCloseTo((more - less) / (2 * step), within(1e-6));
            }
        }
    }

    /** A training on forces differentiates the gradient by the vectors by the weights. */
    @Test
    void secondDerivativesAreThoseOfDifferences() {
        GauntConvolution convolution = new GauntConvolution(2, 2, 2, 3);
        double[][] in = inputs(2, 2, 3);
        double[] seed = numbers(NODES * 9 * 3);
        double[] direction = numbers(3 * EDGES);
        Tape tape = Tape.open(BACKEND);
        Var[] leaves = leaves(tape, in, Precision.FLOAT64, 1);
        Var z = apply(convolution, leaves);
        Gradients first = tape.gradient(List.of(z), List.of(leaf(tape, seed, NODES, Precision.FLOAT64, 0)), 1, true);
        Var force = java.util.Objects.requireNonNull(first.of(leaves[VECTORS]));
        Gradients second =
                tape.gradient(List.of(force), List.of(leaf(tape, direction, EDGES, Precision.FLOAT64, 0)), 1, false);
        double step = 1e-5;
        for (int operand = 0; operand < in.length; operand++) {
            double[] found =
                    java.util.Objects.requireNonNull(second.of(leaves[operand])).toDoubles();
            for (int i = 0; i < in[operand].length; i++) {
                double[] at = in[operand];
                double before = at[i];
                at[i] = before + step;
                double more = dot(gradients(convolution, in, seed)[VECTORS], direction);
                at[i] = before - step;
                double less = dot(gradients(convolution, in, seed)[VECTORS], direction);
                at[i] = before;
                assertThat(found[i])
                        .as("operand %d, number %d", operand, i)
                        .isCloseTo((more - less) / (2 * step), within(1e-5 * (1 + Math.abs(found[i]))));
            }
        }
    }

    @Test
    void commutesWithRotationsAndInversion() {
        int l = 3;
        GauntConvolution convolution = new GauntConvolution(l, l, l, 1);
        double[][] in = inputs(l, l, 1);
        Rotation rotation = Rotation.random(random);
        double[][] r = rotation.matrix();
        for (double[] row : r) {
            for (int j = 0; j < 3; j++) {
                row[j] = -row[j];
            }
        }
        double[][] d = WignerD.of(Irreps.sphericalHarmonics(l), r);
        double[] turnedFirst = value(
                convolution, new double[][] {turn(in[X], d), turn(in[VECTORS], r), in[WEIGHTS]}, Precision.FLOAT64);
        double[] turnedLast = turn(value(convolution, in, Precision.FLOAT64), d);
        assertThat(turnedFirst).containsExactly(turnedLast, within(1e-12));
    }

    @Test
    void edgesCanShareWeights() {
        GauntConvolution convolution = new GauntConvolution(2, 1, 2, 2);
        int[] rowOf = {0, 1, 0, 1, 1};
        int width = convolution.weightWidth();
        double[][] in = inputs(2, 1, 2);
        double[] shared = Arrays.copyOf(in[WEIGHTS], 2 * width);
        for (int e = 0; e < EDGES; e++) {
            System.arraycopy(shared, rowOf[e] * width, in[WEIGHTS], e * width, width);
        }
        Tape tape = Tape.open(BACKEND);
        Var[] leaves = leaves(tape, in, Precision.FLOAT64, 0);
        Var z = convolution.apply(
                Edges.of(SENDER, RECEIVER, NODES).withWeights(rowOf, 2),
                leaves[X],
                convolution.frame().of(leaves[VECTORS]),
                tape.leaf(shared, 2, width, 0));
        assertThat(z.toDoubles()).containsExactly(value(convolution, in, Precision.FLOAT64), within(1e-14));
    }

    @Test
    void refusesWhatItCannotDo() {
        assertThatThrownBy(() -> new GauntConvolution(2, 1, 4, 8))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2, 1 and 4");
        assertThatThrownBy(() -> new GauntConvolution(9, 1, 2, 8)).hasMessageContaining("at most 8");
        assertThatThrownBy(() -> new GauntConvolution(2, 60, 2, 8)).hasMessageContaining("lower that of the filter");
        assertThatThrownBy(() -> new GauntConvolution(2, 2, 2, 0)).hasMessageContaining("not 0");
        assertThatThrownBy(() -> new EdgeFrame(9)).hasMessageContaining("not 9");
    }
}
