package org.gaunt.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.gaunt.autodiff.Gradients;
import org.gaunt.autodiff.Groups;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Backend;
import org.gaunt.linalg.Precision;
import org.gaunt.o3.Irrep;
import org.gaunt.o3.Irreps;
import org.gaunt.optim.Adam;
import org.gaunt.optim.Muon;
import org.gaunt.product.ClebschGordan;
import org.gaunt.product.GauntProducts;
import org.gaunt.product.MatrixProducts;
import org.gaunt.product.ProductSpec;
import org.gaunt.product.ReferenceProduct;
import org.junit.jupiter.api.Test;

/** Layers own their weights: names, starts, gradients, and what a training does with them. */
class LayersTest {
    private static final Backend BACKEND = Backend.detect();

    private static double[][] numbers(int seed, int rows, int width) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] all = new double[rows][width];
        for (double[] row : all) {
            Arrays.setAll(row, i -> random.nextDouble(-1, 1));
        }
        return all;
    }

    /** The gradient that backward leaves in weights is that of differences of the loss. */
    private static void gradients(Parameters parameters, java.util.function.Function<Tape, Var> loss) {
        parameters.clearGradient();
        try (Tape tape = Tape.open(BACKEND, Precision.FLOAT64)) {
            tape.backward(loss.apply(tape));
        }
        assertThat(parameters.hasGradient()).isTrue();
        double[] found = parameters.gradient().clone();
        double[] w = parameters.values();
        double h = 1e-5;
        for (int i = 0; i < w.length; i += Math.max(1, w.length / 50)) {
            double before = w[i];
            w[i] = before + h;
            double above = value(loss);
            w[i] = before - h;
            double below = value(loss);
            w[i] = before;
            assertThat(found[i]).as("gradient %d", i).isCloseTo((above - below) / (2 * h), within(1e-7));
        }
    }

    private static double value(java.util.function.Function<Tape, Var> loss) {
        try (Tape tape = Tape.open(BACKEND, Precision.FLOAT64)) {
            return loss.apply(tape).item();
        }
    }

    @Test
    void frontDoor() {
        double[][] x = numbers(1, 64, 32);
        double[][] z = numbers(2, 64, 32);
        double[][] target = new double[64][];
        var truth = new TensorProduct("8x0e+8x1o", "8x0e+8x1o", "4x0e+2x1o");
        truth.parameters().initialize(7);
        try (Tape t = Tape.open()) {
            double[] all = truth.apply(t.input(x), t.input(z)).toDoubles();
            Arrays.setAll(target, row -> Arrays.copyOfRange(all, 10 * row, 10 * row + 10));
        }
        var layer = new TensorProduct("8x0e+8x1o", "8x0e+8x1o", "4x0e+2x1o");
        var adam = new Adam(layer.parameters(), 0.01);
        double first = 0;
        double last = 0;
        for (int step = 0; step < 300; step++) {
            try (Tape t = Tape.open()) {
                Var y = layer.apply(t.input(x), t.input(z));
                Var loss = y.minus(target).squared().mean();
                t.backward(loss);
                adam.step();
                first = step == 0 ? loss.item() : first;
                last = loss.item();
            }
        }
        assertThat(first).isGreaterThan(0.1);
        assertThat(last).isLessThan(first / 20);
    }

    @Test
    void tensorProductGradients() {
        var layer = new TensorProduct("3x0e+2x1o", "2x0e+1x1o+1x2e", "2x0e+3x1o+1x1e");
        double[][] x = numbers(1, 5, 9);
        double[][] y = numbers(2, 5, 10);
        gradients(
                layer.parameters(),
                t -> layer.apply(t.input(x), t.input(y)).squared().sum());
        assertThat(layer.weights().getFirst().name()).isEqualTo("weight");
        assertThat(layer.parameters().size()).isEqualTo(layer.product().weightCount());
    }

    @Test
    void tensorProductWithoutWeights() {
        var layer = new TensorProduct(ClebschGordan.elementwise(Irreps.parse("3x0e+2x1o"), Irreps.parse("5x1o")));
        assertThat(layer.weights()).isEmpty();
        assertThat(layer.parameters().size()).isZero();
        try (Tape t = Tape.open(BACKEND, Precision.FLOAT64)) {
            Var z = layer.apply(t.input(numbers(1, 4, 9)), t.input(numbers(2, 4, 15)));
            assertThat(z.width()).isEqualTo(layer.out().dim());
        }
    }

    /** Weights of each row are those of all rows where they are equal. */
    @Test
    void weightsFromElsewhere() {
        var layer = new TensorProduct(
                ClebschGordan.channelwise(Irreps.parse("4x0e+4x1o"), Irreps.parse("1x0e+1x1o"), ir -> ir.l() < 2));
        double[] own = layer.weights().getFirst().values();
        double[][] each = new double[6][];
        Arrays.fill(each, own);
        try (Tape t = Tape.open(BACKEND, Precision.FLOAT64)) {
            Var x = t.input(numbers(1, 6, 16));
            Var y = t.input(numbers(2, 6, 4));
            double[] expected = layer.apply(x, y).toDoubles();
            double[] found = layer.apply(x, y, t.input(each)).toDoubles();
            for (int i = 0; i < found.length; i++) {
                assertThat(found[i]).isCloseTo(expected[i], within(1e-13));
            }
        }
    }

    /** Products of other kinds than Clebsch-Gordan's, by their cheapest routes, against the textbook loop. */
    @Test
    void anyProduct() {
        Irreps irreps = Irreps.parse("2x0e+2x1o+2x2e");
        for (ProductSpec spec : List.of(
                GauntProducts.of(irreps, irreps, irreps),
                MatrixProducts.of(irreps, irreps, irreps),
                ClebschGordan.fullyConnected(irreps, irreps, irreps).spec())) {
            ProductLayer layer = ProductLayer.chosen(spec);
            int weights = layer.parameters().size();
            assertThat(weights == 0).isEqualTo(layer.weights().isEmpty());
            double[][] x = numbers(1, 3, irreps.dim());
            double[][] y = numbers(2, 3, irreps.dim());
            try (Tape t = Tape.open(BACKEND, Precision.FLOAT64)) {
                double[] z = layer.apply(t.input(x), t.input(y)).toDoubles();
                int width = layer.out().dim();
                for (int row = 0; row < 3; row++) {
                    double[][] operands = weights == 0
                            ? new double[][] {x[row], y[row], new double[width]}
                            : new double[][] {x[row], y[row], layer.parameters().values(), new double[width]};
                    double[] expected = ReferenceProduct.evaluate(spec, operands.length - 1, operands);
                    assertThat(Arrays.copyOfRange(z, row * width, (row + 1) * width))
                            .as(spec.name())
                            .containsExactly(expected, within(1e-11));
                }
                assertThatThrownBy(() -> layer.apply(t.input(x)))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("takes 2 operands, but 1 were given");
            }
        }
    }

    @Test
    void linearWithGroupsAndBiases() {
        Scope root = Scope.root();
        Irreps in = Irreps.parse("3x0e+2x1o");
        Irreps out = Irreps.parse("2x0e+4x1o+1x0e");
        var layer = new Linear(
                root.at("a.b"), in, out, Linear.Settings.usual().withGroups(3).withBias());
        Parameters p = root.build(5);
        assertThat(p.entries().stream().map(Parameters.Entry::name)).containsExactly("a.b.weight", "a.b.bias");
        assertThat(p.entry("a.b.weight").shape()).containsExactly(3, 9 + 8);
        double[][] x = numbers(3, 7, 9);
        Groups groups = Groups.of(new int[] {0, 2, 2, 0, 0, 2, 0}, 3);
        gradients(p, t -> layer.apply(t.input(x), groups).squared().sum());
        try (Tape t = Tape.open(BACKEND)) {
            assertThatThrownBy(() -> layer.apply(t.input(x)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("weights for 3 groups of rows, but its rows are in 1");
            assertThatThrownBy(() -> layer.apply(t.input(new double[2][8]), groups))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("rows of 8 numbers, which are not 3x0e+2x1o: that has 9");
        }
    }

    @Test
    void netGradients() {
        var net = new FullyConnectedNet(List.of(4, 5, 3), Nonlinearity.SILU);
        assertThat(net.parameters().entries().stream().map(Parameters.Entry::name))
                .containsExactly("layer0.weight", "layer1.weight");
        double[][] x = numbers(3, 6, 4);
        gradients(net.parameters(), t -> net.apply(t.input(x)).squared().sum());
    }

    /** A loss of gradients by inputs, as of forces, has gradients by weights. */
    @Test
    void lossOfForces() {
        var net = new FullyConnectedNet(List.of(4, 5, 1), Nonlinearity.SILU);
        double[][] x = numbers(3, 6, 4);
        double[][] labels = numbers(4, 6, 4);
        gradients(net.parameters(), t -> {
            Var r = t.input(x);
            Var energy = net.apply(r).sum();
            return t.gradient(energy, r, true)
                    .negative()
                    .minus(labels)
                    .squared()
                    .sum();
        });
    }

    @Test
    void contractionGradients() {
        var layer = new SymmetricContraction(2, List.of(Irrep.parse("0e"), Irrep.parse("1o")), 3, 4, 2);
        double[][] a = numbers(3, 5, 36);
        int[] species = {0, 1, 1, 0, 1};
        gradients(
                layer.parameters(),
                t -> layer.apply(t.input(a), species).squared().sum());
    }

    @Test
    void layerNormGradients() {
        LayerNorm layer = new LayerNorm(6);
        double[] w = numbers(5, 1, 12)[0];
        System.arraycopy(w, 0, layer.parameters().values(), 0, 12);
        double[][] x = numbers(3, 4, 6);
        gradients(layer.parameters(), t -> layer.apply(t.input(x)).squared().sum());
        gradients(
                layer.parameters(),
                t -> layer.applyWithSilu(t.input(x)).squared().sum());
    }

    /** The fused loops compute what the algebra of values does. */
    @Test
    void layerNormIsThatOfItsParts() {
        LayerNorm own = new LayerNorm(6);
        double[] w = numbers(5, 1, 12)[0];
        System.arraycopy(w, 0, own.parameters().values(), 0, 12);
        try (Tape t = Tape.open(BACKEND, Precision.FLOAT64)) {
            Var x = t.input(numbers(3, 7, 6));
            Var y = x.layerNorm(1e-5)
                    .times(own.weights().get(0).on(t))
                    .plus(own.weights().get(1).on(t));
            close(own.apply(x), y);
            close(own.applyWithSilu(x), y.silu());
        }
    }

    @Test
    void embedding() {
        var layer = new Embedding(3, 4);
        int[] kinds = {2, 2, 0, 1};
        gradients(layer.parameters(), t -> layer.apply(t, kinds).squared().sum());
    }

    /** The fast gate of equal channels computes what the general one does, of sums too. */
    @Test
    void gatesAgree() {
        Irreps features = Irreps.parse("4x0e+4x0o+4x1o+4x2e+4x1e");
        Gate fast = Gate.of(features);
        Gate general = Gate.general(features);
        assertThat(fast.in()).isEqualTo(general.in());
        assertThat(fast.out()).isEqualTo(general.out());
        int[] index = {1, 0, 1, 1, 2};
        try (Tape t = Tape.open(BACKEND, Precision.FLOAT64)) {
            Var x = t.input(numbers(1, 5, fast.in().dim()));
            Var y = t.input(numbers(2, 5, fast.in().dim()));
            Var few = t.input(numbers(3, 3, fast.in().dim()));
            close(fast.apply(x), general.apply(x));
            close(fast.apply(x, y), general.apply(x, y));
            close(fast.apply(x, few, index), general.apply(x, few, index));
            close(fast.apply(x, y), fast.apply(x.plus(y)));
        }
    }

    private static void close(Var found, Var expected) {
        double[] f = found.toDoubles();
        double[] e = expected.toDoubles();
        assertThat(f).hasSameSizeAs(e);
        for (int i = 0; i < f.length; i++) {
            assertThat(f[i]).isCloseTo(e[i], within(1e-13));
        }
    }

    @Test
    void scopesGiveNamesAndStarts() {
        Scope root = Scope.root();
        new Linear(root.at("up"), Irreps.parse("2x0e"), Irreps.parse("3x0e"));
        new Embedding(root.at("species"), 2, 2);
        Parameters p = root.build(3);
        Parameters same = Parameters.builder()
                .add("up.weight", false, Initializer.NORMAL, 6)
                .add("species.weight", false, Initializer.NORMAL, 2, 2)
                .build(3);
        assertThat(p.values()).containsExactly(same.values());
        assertThat(p.initialize(4).values()).isNotEqualTo(same.values());
        assertThatThrownBy(() -> root.weight("late", Initializer.ZERO, 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("\"late\" was declared after");
        Scope open = Scope.root();
        var layer = new Linear(open, Irreps.parse("2x0e"), Irreps.parse("3x0e"));
        assertThatThrownBy(layer::parameters)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("build the root of its scope");
        assertThatThrownBy(() -> new Linear(open, Irreps.parse("2x0e"), Irreps.parse("3x0e")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("defined twice");
        assertThatThrownBy(() -> open.at("x").build(0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("build the root");
    }

    /** Several tapes compute with copies of the weights and give gradients to arrays. */
    @Test
    void boundCopies() {
        var net = new FullyConnectedNet(List.of(4, 5, 3), Nonlinearity.SILU);
        double[][] x = numbers(3, 6, 4);
        double[] other = net.parameters().copy().initialize(9).values();
        WeightValues copies = new WeightValues(net.parameters(), Precision.FLOAT32);
        copies.load(other);
        double[] sums = new double[net.parameters().size()];
        double bound;
        try (Tape t = Tape.open(BACKEND)) {
            t.bind(copies);
            Var loss = net.apply(t.input(x)).squared().sum();
            bound = loss.item();
            Var one = t.constant(Precision.FLOAT32, 1, 1, 1);
            Gradients gradients = t.gradient(List.of(loss), List.of(one), Tape.PARAMETERS, false);
            copies.addGradients(t, gradients, sums);
        }
        assertThat(net.parameters().hasGradient()).isFalse();
        net.parameters().initialize(9);
        try (Tape t = Tape.open(BACKEND)) {
            Var loss = net.apply(t.input(x)).squared().sum();
            assertThat(loss.item()).isEqualTo(bound);
            t.backward(loss);
        }
        assertThat(sums).containsExactly(net.parameters().gradient());
    }

    /**
     * A loop that opens a tape in each step allocates bookkeeping only, no arrays of numbers; once the kernels are compiled, because
     * the interpreter makes an object of every vector.
     */
    @Test
    void stepsAllocateNoArrays() {
        var layer = new TensorProduct("8x0e+8x1o", "8x0e+8x1o", "4x0e+2x1o");
        var adam = new Adam(layer.parameters(), 0.01);
        int rows = 4096;
        float[] x = new float[rows * 32];
        Arrays.fill(x, 0.5f);
        Backend own = Backend.detect();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        long end = System.nanoTime() + 120_000_000_000L;
        while (least > 100_000 && System.nanoTime() < end) {
            long before = threads.getCurrentThreadAllocatedBytes();
            try (Tape t = Tape.open(own)) {
                Var y = layer.apply(t.input(x, rows, 32), t.input(x, rows, 32));
                t.backward(y.silu().reshape(10, rows).squared().mean());
                adam.step();
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(least).as("bytes allocated by a step").isLessThan(100_000);
    }

    /** Both optimisers train the matrices that layers declare. */
    @Test
    void optimisersStep() {
        double[][] x = numbers(1, 32, 4);
        double[][] y = numbers(2, 32, 3);
        for (boolean muon : new boolean[] {false, true}) {
            var net = new FullyConnectedNet(List.of(4, 16, 3), Nonlinearity.SILU);
            var adam = new Adam(net.parameters(), 0.02);
            var other = new Muon(net.parameters(), 0.02);
            double first = 0;
            double last = 0;
            for (int step = 0; step < 100; step++) {
                try (Tape t = Tape.open(BACKEND)) {
                    Var loss = net.apply(t.input(x)).minus(y).squared().mean();
                    t.backward(loss);
                    if (muon) {
                        other.step();
                    } else {
                        adam.step();
                    }
                    first = step == 0 ? loss.item() : first;
                    last = loss.item();
                }
            }
            assertThat(last).isLessThan(first / 2);
            assertThat(muon ? other.steps() : adam.steps()).isEqualTo(100);
        }
    }

    @Test
    void adamWantsAGradient() {
        var layer = new Linear("2x0e", "3x0e");
        var adam = new Adam(layer.parameters(), 0.1);
        assertThatThrownBy(new Muon(layer.parameters(), 0.1)::step)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("call Tape.backward(loss) before step()");
        assertThatThrownBy(adam::step)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("call Tape.backward(loss) before step()");
        assertThatThrownBy(() -> new Adam(layer.parameters(), -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-1");
    }
}
