package org.gaunt.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Backend;
import org.gaunt.linalg.Precision;
import org.gaunt.o3.Irrep;
import org.gaunt.o3.Irreps;
import org.gaunt.o3.Layout;
import org.gaunt.o3.Rotation;
import org.gaunt.o3.SphericalHarmonics;
import org.gaunt.o3.WignerD;
import org.gaunt.product.ProductSpec;
import org.gaunt.product.Products;
import org.gaunt.product.ReferenceProduct;
import org.junit.jupiter.api.Test;

/** Layers over edges and atoms with weights of their own: numbers, gradients, equivariance, and what they refuse. */
class GraphLayersTest {
    private static final Backend BACKEND = Backend.detect();
    private static final int[] SENDER = {1, 2, 0, 2, 0, 1};
    private static final int[] RECEIVER = {0, 0, 1, 1, 2, 2};

    private final SplittableRandom random = new SplittableRandom(11);

    private double[] numbers(int count) {
        return random.doubles(count, -1, 1).toArray();
    }

    /** Checks gradients of a loss by all weights against differences. */
    static void gradients(Parameters parameters, Function<Tape, Var> loss) {
        parameters.clearGradient();
        try (Tape tape = Tape.open(BACKEND, Precision.FLOAT64)) {
            tape.backward(loss.apply(tape));
        }
        double[] found = parameters.gradient().clone();
        double[] w = parameters.values();
        double h = 1e-5;
        for (int i = 0; i < w.length; i += Math.max(1, w.length / 40)) {
            double before = w[i];
            w[i] = before + h;
            double above = value(loss);
            w[i] = before - h;
            double below = value(loss);
            w[i] = before;
            double difference = (above - below) / (2 * h);
            assertThat(found[i])
                    .as("gradient %d", i)
                    .isCloseTo(difference, within(1e-7 * Math.max(1, Math.abs(difference))));
        }
    }

    private static double value(Function<Tape, Var> loss) {
        try (Tape tape = Tape.open(BACKEND, Precision.FLOAT64)) {
            return loss.apply(tape).item();
        }
    }

    /** Rows of irreps, laid out [term][component][channel], turned by a rotation. */
    private static double[] turned(double[] x, Irreps irreps, double[][] rotation) {
        double[][] d = WignerD.of(irreps, rotation);
        double[] slow = Layout.IR_MUL.convertTo(Layout.MUL_IR, irreps, x);
        double[] result = new double[x.length];
        int width = irreps.dim();
        for (int from = 0; from < x.length; from += width) {
            for (int i = 0; i < width; i++) {
                for (int j = 0; j < width; j++) {
                    result[from + i] += d[i][j] * slow[from + j];
                }
            }
        }
        return Layout.MUL_IR.convertTo(Layout.IR_MUL, irreps, result);
    }

    private static void equivariant(Irreps in, Irreps out, double[] x, Function<double[], double[]> f) {
        double[][] rotation = Rotation.ofAngles(0.3, 0.7, -0.4).matrix();
        double[] before = f.apply(turned(x, in, rotation));
        double[] after = turned(f.apply(x), out, rotation);
        assertThat(before).containsExactly(after, within(1e-12));
    }

    /** Each edge by the textbook loop, for both directions of vectors. */
    @Test
    void convolution() {
        Irreps in = Irreps.parse("3x0e+3x1o");
        Irreps harmonics = Irreps.sphericalHarmonics(2);
        Irreps keep = Irreps.parse("0e+1o+2e");
        ProductSpec spec = Products.channelwise(in, harmonics, keep);
        Convolution layer = new Convolution(in, harmonics, keep);
        Convolution back = Convolution.towardsSender(in, harmonics, keep);
        double[] x = numbers(3 * in.dim());
        double[] v = numbers(3 * SENDER.length);
        double[] w = numbers(2 * layer.weightWidth());
        int[] row = {0, 1, 0, 1, 1, 0};
        double[] y = harmonics(v, 1);
        double[] expected = new double[3 * layer.out().dim()];
        for (int e = 0; e < SENDER.length; e++) {
            double[] one = ReferenceProduct.evaluate(spec, 3, new double[][] {
                part(x, SENDER[e], in.dim()),
                part(y, e, harmonics.dim()),
                part(w, row[e], layer.weightWidth()),
                new double[layer.out().dim()]
            });
            for (int i = 0; i < one.length; i++) {
                expected[RECEIVER[e] * one.length + i] += one[i];
            }
        }
        Edges edges = Edges.of(SENDER, RECEIVER, 3).withWeights(row, 2);
        assertThat(apply(layer, edges, x, y, w)).containsExactly(expected, within(1e-12));
        assertThat(apply(back, edges, x, harmonics(v, -1), w)).containsExactly(expected, within(1e-12));
        // one row of features for each of two elements, as before the first layer
        int[] element = {0, 1, 1};
        double[] ofElements = numbers(2 * in.dim());
        double[] gathered = new double[x.length];
        int[] source = new int[SENDER.length];
        for (int a = 0; a < 3; a++) {
            System.arraycopy(ofElements, element[a] * in.dim(), gathered, a * in.dim(), in.dim());
        }
        Arrays.setAll(source, e -> element[SENDER[e]]);
        assertThat(apply(layer, edges.withSenders(source, 2), ofElements, y, w))
                .containsExactly(apply(layer, edges, gathered, y, w));
    }

    private static double[] part(double[] all, int row, int width) {
        return Arrays.copyOfRange(all, row * width, (row + 1) * width);
    }

    private static double[] harmonics(double[] v, int sign) {
        double[] y = new double[v.length / 3 * 9];
        for (int e = 0; e < v.length / 3; e++) {
            double[] one = SphericalHarmonics.of(2, SphericalHarmonics.Normalization.COMPONENT, true)
                    .values(sign * v[3 * e], sign * v[3 * e + 1], sign * v[3 * e + 2]);
            System.arraycopy(one, 0, y, 9 * e, 9);
        }
        return y;
    }

    private static double[] apply(Convolution layer, Edges edges, double[] x, double[] y, double[] w) {
        try (Tape t = Tape.open(BACKEND, Precision.FLOAT64)) {
            int width = layer.in().dim();
            return layer.apply(
                            edges,
                            t.input(x, x.length / width, width),
                            t.input(y, y.length / 9, 9),
                            t.input(w, w.length / layer.weightWidth(), layer.weightWidth()))
                    .toDoubles();
        }
    }

    @Test
    void edgesAreChecked() {
        assertThatThrownBy(() -> Edges.of(new int[] {0, 3}, new int[] {0, 1}, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the sender of edge 1 is 3, but rows are numbered 0 to 2");
        assertThatThrownBy(() -> Edges.of(new int[] {0}, new int[] {0, 1}, 3)).hasMessageContaining("1 senders");
        Edges edges = Edges.of(SENDER, RECEIVER, 3);
        assertThatThrownBy(() -> edges.withWeights(new int[] {0}, 1)).hasMessageContaining("for 6 edges");
        Convolution layer = new Convolution(Irreps.parse("3x0e"), Irreps.sphericalHarmonics(1), Irreps.parse("0e+1o"));
        try (Tape t = Tape.open(BACKEND)) {
            Var y = t.input(new double[6][4]);
            Var w = t.input(new double[6][layer.weightWidth()]);
            assertThatThrownBy(() -> layer.apply(edges, t.input(new double[3][4]), y, w))
                    .hasMessageContaining("rows of 4 numbers, which are not 3x0e");
            assertThatThrownBy(() -> layer.apply(edges, t.input(new double[3][3]), y, t.input(new double[6][5])))
                    .hasMessageContaining("rows of 5 numbers, but 6 belong there");
        }
    }

    @Test
    void so2Convolution() {
        So2Convolution layer = new So2Convolution(2, 2, 2, 3);
        double[] x = numbers(3 * layer.components() * 2);
        double[] v = numbers(3 * SENDER.length);
        double[] radial = numbers(SENDER.length * layer.radialWidth());
        Edges edges = Edges.of(SENDER, RECEIVER, 3);
        gradients(layer.parameters(), t -> {
            Var frame = layer.frame().of(t.input(v, SENDER.length, 3));
            Var factors = t.input(radial, SENDER.length, layer.radialWidth());
            return layer.apply(edges, t.input(x, 3, layer.components() * 2), frame, factors)
                    .squared()
                    .sum();
        });
        assertThat(layer.parameters().entry("weight").matrices()).hasSize(5);
    }

    @Test
    void speciesScaleShift() {
        SpeciesScaleShift layer = new SpeciesScaleShift(2);
        layer.parameters().set("scales", new double[] {2, 3});
        layer.parameters().set("shifts", new double[] {-1, 10});
        int[] species = {0, 1, 1};
        try (Tape t = Tape.open(BACKEND)) {
            Var y = layer.apply(t.input(new double[][] {{1}, {2}, {3}}), species);
            assertThat(y.precision()).isEqualTo(Precision.FLOAT64);
            assertThat(y.toDoubles()).containsExactly(1, 16, 19);
        }
        gradients(
                layer.parameters(),
                t -> layer.apply(t.input(new double[][] {{1}, {2}, {3}}), species)
                        .squared()
                        .sum());
    }

    @Test
    void gauntProduct() {
        Scope root = Scope.root();
        List<Irrep> out = List.of(Irrep.parse("0e"), Irrep.parse("1o"));
        for (ManyBodyProduct.Way way : ManyBodyProduct.Way.values()) {
            GauntProduct layer = new GauntProduct(root.at(way.name()), 2, out, 3, 4, 2, way);
            assertThat(layer.out()).hasToString("4x0e+4x1o");
        }
        Parameters all = root.build(1);
        GauntProduct layer = new GauntProduct(Scope.root(), 2, out, 3, 4, 2, ManyBodyProduct.Way.GRID);
        assertThatThrownBy(layer::parameters).hasMessageContaining("build");
        Scope own = Scope.root();
        GauntProduct product = new GauntProduct(own, 2, out, 3, 4, 2, ManyBodyProduct.Way.GRID);
        Parameters parameters = own.build(2);
        assertThat(all.size()).isEqualTo(2 * parameters.size());
        double[] a = numbers(3 * 36);
        int[] species = {0, 1, 0};
        gradients(
                parameters,
                t -> product.apply(t.input(a, 3, 36), species).squared().sum());
        equivariant(product.in(), product.out(), a, x -> {
            try (Tape t = Tape.open(BACKEND, Precision.FLOAT64)) {
                return product.apply(t.input(x, 3, 36), species).toDoubles();
            }
        });
    }

    @Test
    void equivariantLayerNorm() {
        Irreps irreps = Irreps.parse("4x0e+4x1o+4x0e+4x0o+4x2e");
        EquivariantLayerNorm layer = new EquivariantLayerNorm(irreps, 1e-5);
        assertThat(layer.parameters().entry("affine_bias").shape()).containsExactly(2, 4);
        double[] w = numbers(layer.parameters().size());
        System.arraycopy(w, 0, layer.parameters().values(), 0, w.length);
        double[] x = numbers(3 * irreps.dim());
        Function<double[], double[]> f = rows -> {
            try (Tape t = Tape.open(BACKEND, Precision.FLOAT64)) {
                return layer.apply(t.input(rows, 3, irreps.dim())).toDoubles();
            }
        };
        equivariant(irreps, irreps, x, f);
        gradients(
                layer.parameters(),
                t -> layer.apply(t.input(x, 3, irreps.dim())).squared().sum());
        double[] y = f.apply(x);
        // the second scalars and the vectors of the last row, by their definition
        int row = 2 * irreps.dim();
        double mean = 0;
        double square = 0;
        double vectors = 0;
        for (int c = 0; c < 4; c++) {
            mean += x[row + 16 + c] / 4;
        }
        for (int c = 0; c < 4; c++) {
            square += Math.pow(x[row + 16 + c] - mean, 2) / 4;
        }
        for (int i = 0; i < 12; i++) {
            vectors += x[row + 4 + i] * x[row + 4 + i] / 12;
        }
        for (int c = 0; c < 4; c++) {
            double scalar = (x[row + 16 + c] - mean) / Math.sqrt(square + 1e-5) * w[8 + c] + w[20 + 4 + c];
            assertThat(y[row + 16 + c]).isCloseTo(scalar, within(1e-12));
            assertThat(y[row + 4 + c]).isCloseTo(x[row + 4 + c] / Math.sqrt(vectors + 1e-5) * w[4 + c], within(1e-12));
        }
        assertThatThrownBy(() -> new EquivariantLayerNorm(Irreps.parse("4x0e+3x1o"), 1e-5))
                .hasMessageContaining("same multiplicity in all terms");
        Irreps vectorsAlone = Irreps.parse("4x1o+4x2e");
        EquivariantLayerNorm plain = new EquivariantLayerNorm(vectorsAlone, 0.1);
        assertThat(plain.weights()).hasSize(1);
        double[] z = numbers(2 * vectorsAlone.dim());
        equivariant(vectorsAlone, vectorsAlone, z, rows -> {
            try (Tape t = Tape.open(BACKEND, Precision.FLOAT64)) {
                return plain.apply(t.input(rows, 2, vectorsAlone.dim())).toDoubles();
            }
        });
    }

    @Test
    void separableNorm() {
        Irreps irreps = Irreps.parse("6x0e+4x1o+2x2e");
        Scope root = Scope.root();
        SeparableNorm layer = new SeparableNorm(root.at("norm"), irreps);
        Parameters parameters = root.build(0);
        assertThat(parameters.entries().stream().map(Parameters.Entry::name))
                .containsExactly("norm.0e.factor", "norm.1o.factor", "norm.2e.factor");
        double[] w = numbers(parameters.size());
        System.arraycopy(w, 0, parameters.values(), 0, w.length);
        double[] x = numbers(3 * irreps.dim());
        Function<Tape, Function<double[], Var>> f = t -> rows -> {
            Var all = t.input(rows, 3, irreps.dim());
            List<Var> parts = List.of(all.slice(0, 6), all.slice(6, 18), all.slice(18, 28));
            List<Var> done = layer.apply(parts);
            return done.get(0).concat(done.get(1), done.get(2));
        };
        gradients(parameters, t -> f.apply(t).apply(x).squared().sum());
        equivariant(irreps, irreps, x, rows -> {
            try (Tape t = Tape.open(BACKEND, Precision.FLOAT64)) {
                return f.apply(t).apply(rows).toDoubles();
            }
        });
        try (Tape t = Tape.open(BACKEND)) {
            assertThatThrownBy(() -> layer.apply(List.of(t.input(new double[1][6]))))
                    .hasMessageContaining("1 values for the 3 terms");
        }
    }
}
