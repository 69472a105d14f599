package org.gaunt.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.zip.CRC32C;
import org.gaunt.form.Backend;
import org.gaunt.form.ConvolutionMap;
import org.gaunt.form.Form;
import org.gaunt.form.LinearMap;
import org.gaunt.form.MonomialTree;
import org.gaunt.form.Operand;
import org.gaunt.form.Operand.Access;
import org.gaunt.form.PolynomialMap;
import org.gaunt.form.TrilinearMap;
import org.gaunt.kernel.code.Provider;
import org.gaunt.kernel.trilinear.GridProductMap;
import org.gaunt.kernel.trilinear.MatrixMap;
import org.gaunt.kernel.trilinear.SeparatePathsMap;
import org.gaunt.kernel.trilinear.TableMap;
import org.gaunt.linalg.Precision;
import org.gaunt.o3.Irreps;
import org.gaunt.product.ProductSpec;
import org.gaunt.product.Products;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The bits of all kernel families on fixed inputs, for every length of vector: checksums of values, gradients and the derivatives of
 * gradients. Code that is generated in another way must give the same numbers; where numbers are meant to change, the checksums in
 * {@code bits/kernels.txt} are replaced by those that the failing test prints.
 */
class KernelBitsTest {
    private final CRC32C sum = new CRC32C();

    @Test
    void bitsAreThoseOfBefore() throws IOException {
        // other processors round sines in constants in another way, and code without fused multiply-add everything
        assumeTrue(System.getProperty("os.arch").equals("amd64")
                && Provider.scalar().fused());
        Map<String, String> expected = new TreeMap<>();
        try (InputStream in = KernelBitsTest.class.getResourceAsStream("/bits/kernels.txt")) {
            assertThat(in).isNotNull();
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .forEach(line -> expected.put(
                            line.substring(0, line.lastIndexOf(' ')), line.substring(line.lastIndexOf(' ') + 1)));
        }
        Map<String, String> found = new TreeMap<>();
        for (String provider : List.of("scalar", "vector128", "vector256", "vector512")) {
            Backend backend;
            try {
                backend = Backend.of(provider);
            } catch (IllegalArgumentException e) { // not on this processor
                expected.keySet().removeIf(key -> key.startsWith(provider));
                continue;
            }
            for (Precision precision : Precision.values()) {
                families(backend, precision)
                        .forEach((family, bits) -> found.put(provider + " " + precision + " " + family, bits));
            }
        }
        assertThat(lines(found)).isEqualTo(lines(expected));
    }

    private static String lines(Map<String, String> bits) {
        StringBuilder lines = new StringBuilder();
        bits.forEach((key, value) -> lines.append(key).append(' ').append(value).append('\n'));
        return lines.toString();
    }

    private Map<String, String> families(Backend backend, Precision precision) {
        Map<String, String> bits = new TreeMap<>();
        for (int channels : new int[] {5, 32, 67}) {
            bits.put("form x" + channels, checksum(backend, tape -> form(tape, precision, channels)));
            bits.put("polynomial x" + channels, checksum(backend, tape -> polynomial(tape, precision, channels)));
            bits.put("convolution x" + channels, checksum(backend, tape -> convolution(tape, precision, channels)));
        }
        bits.put("linear", checksum(backend, tape -> linear(tape, precision)));
        for (int channels : new int[] {1, 7, 64}) {
            Map<String, TrilinearMap> maps = Map.of(
                    "grid", new GridProductMap(3, 2, 4, channels),
                    "matrix", new MatrixMap(2, List.of(0, 1, 2), List.of(1, 2), List.of(0, 1, 3), channels),
                    "paths", new SeparatePathsMap(2, 2, channels),
                    "table", table(channels));
            maps.forEach((name, map) -> bits.put(
                    "trilinear " + name + " x" + channels, checksum(backend, tape -> trilinear(tape, precision, map))));
        }
        return bits;
    }

    private String checksum(Backend backend, Function<Tape, List<Var>> work) {
        sum.reset();
        try (Tape tape = Tape.open(backend)) {
            for (Var v : work.apply(tape)) {
                for (double value : v.toDoubles()) {
                    long raw = Double.doubleToRawLongBits(value);
                    for (int k = 0; k < 64; k += 8) {
                        sum.update((int) (raw >>> k));
                    }
                }
            }
            return Long.toHexString(sum.getValue());
        }
    }

    private static Var leaf(Tape tape, Precision precision, int rows, int width, SplittableRandom random, int tag) {
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

    private static int[] index(SplittableRandom random, int count, int bound) {
        return random.ints(count, 0, bound).toArray();
    }

    /** A value, its gradients by the inputs, and the gradients of these by inputs and cotangent. */
    private static List<Var> derivatives(
            Tape tape, Precision precision, SplittableRandom random, Var value, List<Var> inputs) {
        List<Var> all = new ArrayList<>(List.of(value));
        Var cotangent = leaf(tape, precision, value.rows(), value.width(), random, 1 << 10);
        Gradients first = tape.gradient(List.of(value), List.of(cotangent), -1, true);
        List<Var> gradients = new ArrayList<>();
        List<Var> directions = new ArrayList<>();
        for (Var input : inputs) {
            Var gradient = first.of(input);
            if (gradient != null) {
                gradients.add(gradient);
                directions.add(leaf(tape, precision, input.rows(), input.width(), random, 0));
            }
        }
        all.addAll(gradients);
        for (Var by : inputs) {
            add(all, tape.gradient(gradients, directions, 1 << inputs.indexOf(by), false), by);
        }
        add(all, tape.gradient(gradients, directions, 1 << 10, false), cotangent);
        return all;
    }

    private static void add(List<Var> all, Gradients gradients, Var by) {
        Var found = gradients.of(by);
        if (found != null) {
            all.add(found);
        }
    }

    private List<Var> form(Tape tape, Precision precision, int channels) {
        SplittableRandom r = new SplittableRandom(1);
        int rows = 23;
        Form form = Form.of(
                "bits",
                List.of(
                        new Operand("x", 3, true, Access.gather(0)),
                        new Operand("y", 4, false, Access.row()),
                        new Operand("w", 2, true, Access.row()),
                        new Operand("s", 1, true, Access.shared()),
                        new Operand("z", 2, true, Access.gather(1))),
                g -> {
                    int total = g.constant(0);
                    for (int k = 0; k < 2; k++) {
                        int inner = g.constant(0);
                        for (int i = 0; i < 3; i++) {
                            int m = g.add(g.scale(0.3 + i, g.input(1, i)), g.mul(g.input(1, 3), g.input(1, k)));
                            inner = g.add(inner, g.mul(m, g.input(0, i)));
                        }
                        int root = g.sqrt(g.add(g.constant(1), g.mul(inner, inner)));
                        int activated = g.mul(g.input(2, k), g.sigmoid(g.mul(root, g.input(3, 0))));
                        int decayed = g.mul(g.exp(g.scale(-1, root)), g.reciprocal(root));
                        total = g.add(
                                total,
                                g.mul(g.input(4, k), g.add(activated, g.add(decayed, g.mul(inner, g.input(0, k))))));
                    }
                    return total;
                });
        Rows over = new Rows(rows, List.of(index(r, rows, 6), index(r, rows, 5)), List.of(6, 5));
        Var x = leaf(tape, precision, 6, 3 * channels, r, 1);
        Var y = leaf(tape, precision, rows, 4, r, 2);
        Var w = leaf(tape, precision, rows, 2 * channels, r, 4);
        Var s = leaf(tape, precision, 1, channels, r, 8);
        @Nullable Var[] operands = {x, y, w, s, null};
        Var z = tape.form(form, channels, over, operands, 4)[0];
        return derivatives(tape, precision, r, z, List.of(x, y, w, s));
    }

    private List<Var> polynomial(Tape tape, Precision precision, int channels) {
        SplittableRandom r = new SplittableRandom(2);
        List<int[]> monomials = new ArrayList<>();
        for (int k = 0; k < 60; k++) {
            int[] monomial = new int[2 + r.nextInt(3)];
            for (int i = 1; i < monomial.length; i++) {
                monomial[i] = r.nextInt(7);
            }
            java.util.Arrays.sort(monomial, 1, monomial.length);
            monomial[0] = r.nextInt(3);
            monomials.add(monomial);
        }
        PolynomialMap map = new PolynomialMap(MonomialTree.of(3, monomials), 7, channels);
        int rows = 19;
        Var a = leaf(tape, precision, rows, 7 * channels, r, 1);
        Var t = leaf(tape, precision, 3, map.tree().coefficients() * channels, r, 2);
        Var b = tape.polynomial(map, Rows.of(rows, index(r, rows, 3), 3), a, t);
        return derivatives(tape, precision, r, b, List.of(a, t));
    }

    private List<Var> convolution(Tape tape, Precision precision, int channels) {
        SplittableRandom r = new SplittableRandom(3);
        Irreps in = Irreps.parse(channels + "x0e+" + channels + "x1o+" + channels + "x2e");
        ProductSpec spec = Products.channelwise(in, Irreps.parse("0e+1o+2e+3o"), in);
        ConvolutionMap map = new ConvolutionMap(spec);
        int edges = 53;
        int[] receivers = index(r, edges, 8);
        java.util.Arrays.sort(receivers);
        List<Var> all = new ArrayList<>();
        for (boolean paired : new boolean[] {true, false}) {
            int weights = paired ? 27 : edges;
            int[] weight = paired
                    ? index(r, edges, weights)
                    : java.util.stream.IntStream.range(0, edges).toArray();
            Rows rows = new Rows(edges, List.of(index(r, edges, 8), weight, receivers), List.of(8, weights, 8));
            Var x = leaf(tape, precision, 8, map.shape().xSize() * channels, r, 1);
            Var y = leaf(tape, precision, edges, map.shape().ySize(), r, 2);
            Var w = leaf(tape, precision, weights, map.shape().weights() * channels, r, 4);
            Var z = tape.convolution(map, rows, x, y, w);
            all.addAll(derivatives(tape, precision, r, z, List.of(x, y, w)));
        }
        return all;
    }

    private List<Var> linear(Tape tape, Precision precision) {
        SplittableRandom r = new SplittableRandom(4);
        List<Var> all = new ArrayList<>();
        for (String[] irreps : new String[][] {
            {"1x0e+7x1o", "1x1o+33x0e"},
            {"96x0e+40x1o+3x2e", "64x0e+17x0e+32x1o+9x2e"},
            {"130x0e", "1x0e"},
            {"3x0e", "70x0e"}
        }) {
            LinearMap map = LinearMap.ofIrreps(Irreps.parse(irreps[0]), Irreps.parse(irreps[1]), 1);
            for (int rows : new int[] {11, 150}) {
                Groups groups = Groups.of(index(r, rows, 3), 3);
                Var x = leaf(tape, precision, rows, map.inWidth(), r, 1);
                Var w = leaf(tape, precision, 3, map.weightSize(), r, 2);
                Var z = tape.linear(map, groups, x, w);
                all.addAll(derivatives(tape, precision, r, z, List.of(x, w)));
            }
        }
        return all;
    }

    private TrilinearMap table(int channels) {
        SplittableRandom r = new SplittableRandom(5);
        List<TableMap.Entry> entries = new ArrayList<>();
        for (int k = 0; k < 90; k++) {
            entries.add(new TableMap.Entry(r.nextInt(5), r.nextInt(7), r.nextInt(8), r.nextDouble(-1, 1)));
        }
        return new TableMap(5, 7, 8, channels, List.of(new TableMap.Block(0, 5, 0, 7, entries)));
    }

    private List<Var> trilinear(Tape tape, Precision precision, TrilinearMap map) {
        SplittableRandom r = new SplittableRandom(6);
        int rows = 21;
        Var x = leaf(tape, precision, rows, map.components(TrilinearMap.X) * map.channels(), r, 1);
        Var y = leaf(tape, precision, rows, map.components(TrilinearMap.Y) * map.channels(), r, 2);
        Var z = tape.trilinear(map, rows, x, y);
        return derivatives(tape, precision, r, z, List.of(x, y));
    }
}
