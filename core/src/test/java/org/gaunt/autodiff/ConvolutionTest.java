package org.gaunt.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.gaunt.form.Backend;
import org.gaunt.form.ConvolutionMap;
import org.gaunt.linalg.Precision;
import org.gaunt.o3.Irreps;
import org.gaunt.o3.MulIrrep;
import org.gaunt.product.ProductSpec;
import org.gaunt.product.Products;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Convolutions agree with their forms, in values and in all derivatives to the third order. */
class ConvolutionTest {
    private static final int X = 1;
    private static final int Y = 2;
    private static final int W = 4;
    private static final int SEED = 8;

    private static Var leaf(Tape tape, Precision precision, int rows, int width, RandomGenerator random, int tag) {
        double[] values = random.doubles((long) rows * width, -1, 1).toArray();
        if (precision == Precision.FLOAT64) {
            return tape.leaf(values, rows, width, tag);
        }
        float[] single = new float[values.length];
        for (int i = 0; i < single.length; i++) {
            single[i] = (float) values[i];
        }
        return tape.leaf(single, rows, width, tag);
    }

    private static int[] random(RandomGenerator random, int count, int bound) {
        return random.ints(count, 0, bound).toArray();
    }

    /** Which rows the edges take: of 4 of x, some of w and 3 of the result. */
    enum Order {
        /** Rows of nine weights, receivers as they come. */
        MIXED {
            @Override
            Rows rows(RandomGenerator random, int edges) {
                return new Rows(
                        edges,
                        List.of(random(random, edges, 4), random(random, edges, 9), random(random, edges, 3)),
                        List.of(4, 9, 3));
            }
        },
        /** A row of weights for each edge, the edges of a receiver one after the other: what long sums and cleared rows are for. */
        SORTED {
            @Override
            Rows rows(RandomGenerator random, int edges) {
                int[] receivers = random(random, edges, 3);
                Arrays.sort(receivers);
                return new Rows(
                        edges,
                        List.of(
                                random(random, edges, 4),
                                IntStream.range(0, edges).toArray(),
                                receivers),
                        List.of(4, edges, 3));
            }
        };

        abstract Rows rows(RandomGenerator random, int edges);
    }

    private static ProductSpec spec(String x, String y, int channels) {
        Irreps in = Irreps.parse(x);
        Irreps harmonics = Irreps.parse(y);
        Irreps wide = new Irreps(
                in.terms().stream().map(t -> new MulIrrep(channels, t.ir())).toList());
        Irreps target =
                new Irreps(Irreps.parse("0e+0o+1e+1o+2e+2o+3e+3o" + (x.contains("4") ? "+5o+6e" : "")).terms().stream()
                        .map(t -> new MulIrrep(channels, t.ir()))
                        .toList());
        return ProductSpec.channelwise(wide, harmonics, target);
    }

    private static List<double[]> derivatives(
            ConvolutionMap map, Backend backend, Precision precision, int edges, Order order, boolean byForm) {
        RandomGenerator random = new SplittableRandom(edges);
        Tape tape = Tape.open(backend);
        int c = map.channels();
        Rows rows = order.rows(random, edges);
        Var x = leaf(tape, precision, 4, map.shape().xSize() * c, random, X);
        Var y = leaf(tape, precision, edges, map.shape().ySize(), random, Y);
        Var w = leaf(tape, precision, rows.domain().get(1), map.shape().weights() * c, random, W);
        @Nullable Var[] operands = {x, y, w, null};
        Var z = byForm ? tape.form(map.form(), c, rows, operands, 3)[0] : tape.convolution(map, rows, x, y, w);
        List<double[]> all = new ArrayList<>(List.of(z.toDoubles()));
        Var seed = leaf(tape, precision, 3, z.width(), random, SEED);
        for (int kind : new int[] {X | Y | W, Y | W, Y, X | W}) {
            Gradients first = tape.gradient(List.of(z), List.of(seed), kind, true);
            List<Var> gradients = new ArrayList<>();
            List<Var> directions = new ArrayList<>();
            for (Var input : List.of(x, y, w)) {
                Var gradient = first.of(input);
                assertThat(gradient != null).isEqualTo((input.tags() & kind) != 0);
                if (gradient != null) {
                    all.add(gradient.toDoubles());
                    gradients.add(gradient);
                    directions.add(leaf(tape, precision, input.rows(), input.width(), random, 0));
                }
            }
            for (int tag : new int[] {X, Y, W, SEED}) {
                for (boolean recorded : new boolean[] {false, true}) {
                    Gradients second = tape.gradient(gradients, directions, tag, recorded);
                    Var at = tag == X ? x : tag == Y ? y : tag == W ? w : seed;
                    Var found = second.of(at);
                    if (found == null) {
                        assertThat(kind).isEqualTo(tag); // linear in each
                        continue;
                    }
                    all.add(found.toDoubles());
                    if (recorded && tag == SEED) {
                        Var direction = leaf(tape, precision, found.rows(), found.width(), random, 0);
                        Var third = tape.gradient(List.of(found), List.of(direction), W, false)
                                .of(w);
                        if (third != null) {
                            all.add(third.toDoubles());
                        }
                    }
                }
            }
        }
        return all;
    }

    @ParameterizedTest
    @CsvSource({
        "0e, 0e+1o+2e+3o, 32, FLOAT32, vector, 70, MIXED",
        "0e+1o, 0e+1o+2e+3o, 32, FLOAT32, vector, 70, SORTED",
        "0e+1o, 0e+1o+2e+3o, 1, FLOAT64, vector, 9, MIXED",
        "0e+1o, 0e+1o+2e+3o, 5, FLOAT64, scalar, 9, SORTED",
        "0e+1o+2e, 0e+1o+2e, 13, FLOAT64, vector, 30, SORTED",
        "0e+1o+2e+3o, 0e+1o+2e+3o, 8, FLOAT64, vector, 20, MIXED",
        "0o+1e+1o, 0e+1o+2e, 33, FLOAT32, vector, 21, SORTED",
        "2e, 1o, 19, FLOAT32, scalar, 5, MIXED",
        "4e, 3o+4e+5o, 9, FLOAT64, vector, 6, MIXED",
        "0e+1o, 0e+1o, 64, FLOAT32, vector, 1, SORTED",
        "0e+1o, 0e+1o, 24, FLOAT32, vector, 0, SORTED",
        "0e+1o+2e, 0e+1o+2e, 64, FLOAT32, vector, 50, SORTED",
        "1o+2e+3o, 0e+1o+2e+3o, 96, FLOAT32, vector, 37, SORTED",
        "0e+2e, 0e+2e, 48, FLOAT64, vector, 37, SORTED"
    })
    void agreesWithTheForm(
            String x, String y, int channels, Precision precision, String provider, int edges, Order order) {
        Backend backend = provider.equals("scalar") ? Backend.of("scalar") : Backend.detect();
        ConvolutionMap map = new ConvolutionMap(spec(x, y, channels), channels);
        List<double[]> found = derivatives(map, backend, precision, edges, order, false);
        List<double[]> expected = derivatives(map, backend, precision, edges, order, true);
        double tolerance = precision == Precision.FLOAT32 ? 1e-5 : 1e-13;
        assertThat(found).hasSameSizeAs(expected);
        for (int k = 0; k < found.size(); k++) {
            assertThat(found.get(k)).hasSameSizeAs(expected.get(k));
            double size = 1;
            for (double value : expected.get(k)) {
                size = Math.max(size, Math.abs(value));
            }
            for (int i = 0; i < found.get(k).length; i++) {
                assertThat(Math.abs(found.get(k)[i] - expected.get(k)[i]))
                        .as("result %d [%d]: found %s, expected %s", k, i, found.get(k)[i], expected.get(k)[i])
                        .isLessThan(tolerance * size);
            }
        }
    }

    @Test
    void saysWhichProductsAreNoConvolutions() {
        ProductSpec mixing = Products.fullyConnected(Irreps.parse("2x0e"), Irreps.parse("2x0e"), Irreps.parse("2x0e"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ConvolutionMap(mixing, 2))
                .withMessageContaining("is not a channelwise convolution")
                .withMessageContaining("ProductPlan");
    }
}
