package org.gaunt.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.gaunt.o3.Irreps;
import org.gaunt.o3.MulIrrep;
import org.gaunt.o3.Rotation;
import org.gaunt.o3.Wigner3j;
import org.gaunt.o3.WignerD;
import org.gaunt.product.ClebschGordan.Instruction;
import org.gaunt.product.ClebschGordan.IrrepNormalization;
import org.gaunt.product.ClebschGordan.PathNormalization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Descriptions of products, their numbers, their behaviour under rotation and inversion, and what they refuse. */
class ClebschGordanTest {
    private static final Irreps SCALARS = Irreps.parse("4x0e");
    private static final Irreps VECTORS = Irreps.parse("4x1o");

    private static double[] ones(int n) {
        double[] ones = new double[n];
        Arrays.fill(ones, 1);
        return ones;
    }

    /** A value of e3nn 0.5.1: FullyConnectedTensorProduct("0e+1o", "1o", "0e+1o+1e+2e") with all weights one. */
    @Test
    void numbersOfE3nn() {
        ProductSpec spec = ClebschGordan.fullyConnected(
                        Irreps.parse("0e+1o"), Irreps.parse("1o"), Irreps.parse("0e+1o+1e+2e"))
                .spec();
        double[] x = {2, 1, 0, -1};
        double[] y = {0.5, 0.25, -1};
        double[] z = ReferenceProduct.evaluate(spec, 3, new double[][] {x, y, ones(4), new double[12]});
        assertThat(z)
                .containsExactly(
                        new double[] {0.8660, 1, .5, -2, .1768, .3536, .1768, -1.0607, .1768, -.6124, -.1768, .3536},
                        within(5e-5));
    }

    /** Coefficients that e3nn 0.5.1 gives for "2x1o" x "3x1o" and "2x1o" x "2x1o" into 1e. */
    @Test
    void coefficientsOfE3nn() {
        assertThat(coefficient("3x1o", "4x1e", ConnectionMode.UVW)).isCloseTo(0.707107, within(5e-7));
        assertThat(coefficient("3x1o", "2x1e", ConnectionMode.UVU)).isCloseTo(1, within(1e-15));
        assertThat(coefficient("3x1o", "6x1e", ConnectionMode.UVUV)).isCloseTo(1.732051, within(5e-7));
        assertThat(coefficient("2x1o", "4x1e", ConnectionMode.UUW)).isCloseTo(1.224745, within(5e-7));
        assertThat(coefficient("2x1o", "2x1e", ConnectionMode.UUU)).isCloseTo(1.732051, within(5e-7));
    }

    private static double coefficient(String in2, String out, ConnectionMode mode) {
        return ClebschGordan.of(
                        Irreps.parse("2x1o"),
                        Irreps.parse(in2),
                        Irreps.parse(out),
                        List.of(new Instruction(0, 0, 0, mode, true)))
                .coefficient(0);
    }

    @Test
    void channelwiseIsThatOfPotentials() {
        Irreps x = Irreps.parse("3x0e+3x1o+3x2e");
        Irreps y = Irreps.sphericalHarmonics(2);
        Irreps target = Irreps.parse("0e+1o+2e");
        ProductSpec product = Products.channelwise(x, y, target);
        assertThat(product.out()).hasToString("3x0e+3x0e+3x0e+3x1o+3x1o+3x1o+3x1o+3x2e+3x2e+3x2e+3x2e");
        // by hand: a loop over 3j symbols, the weight of path k at [k][channel]
        double[][] values = {numbers(x.dim(), 1), numbers(y.dim(), 2), numbers(product.weightCount(), 3), {}};
        double[] expected = new double[product.out().dim()];
        for (int k = 0; k < product.paths().size(); k++) {
            List<ProductSpec.Factor> factors = product.paths().get(k).factors();
            int a = factors.get(0).segment();
            int b = factors.get(1).segment();
            int l3 = product.out().get(k).ir().l();
            double[][][] c = Wigner3j.of(a, b, l3);
            for (int u = 0; u < 3; u++) {
                for (int i = 0; i <= 2 * a; i++) {
                    for (int j = 0; j <= 2 * b; j++) {
                        for (int m = 0; m <= 2 * l3; m++) {
                            expected[product.output().offset(k) + 3 * m + u] += Math.sqrt(2 * l3 + 1)
                                    * c[i][j][m]
                                    * values[0][x.offset(a) + 3 * i + u]
                                    * values[1][y.offset(b) + j]
                                    * values[2][3 * k + u];
                        }
                    }
                }
            }
        }
        assertThat(ReferenceProduct.evaluate(product, 3, values)).containsExactly(expected, within(1e-14));
    }

    @Test
    void pathsCanBeLeftOut() {
        Irreps in = Irreps.parse("2x0e+2x1o");
        ClebschGordan all = ClebschGordan.fullyConnected(in, in, in);
        ClebschGordan some = all.filter(p -> p.in1() <= p.in2());
        assertThat(all.instructions()).hasSize(4);
        assertThat(some.instructions()).hasSize(3);
        // 1o is reached by one path instead of two, whose variance doubles
        assertThat(some.coefficient(1)).isCloseTo(all.coefficient(1) * Math.sqrt(2), within(1e-15));
        assertThat(some.weightCount()).isEqualTo(24);
        assertThat(ClebschGordan.elementwise(in, in).weighted(true).weightCount())
                .isEqualTo(8);
    }

    static Stream<ClebschGordan> products() {
        Irreps x = Irreps.parse("2x0e+2x1o+2x1e+2x2e");
        Irreps y = Irreps.parse("2x0o+2x1o+2x1e+2x3o");
        Irreps out = Irreps.parse("3x0e+2x0o+2x1o+1x1e+2x2e+1x2o+1x4e");
        return Stream.of(
                ClebschGordan.fullyConnected(x, y, out),
                ClebschGordan.fullyConnected(x, y, out).with(IrrepNormalization.NORM, PathNormalization.PATH),
                ClebschGordan.full(x, y),
                ClebschGordan.full(x, y).weighted(true),
                ClebschGordan.elementwise(x, y).weighted(true),
                ClebschGordan.channelwise(x, y, ir -> ir.l() < 3),
                ClebschGordan.of(
                        x,
                        y,
                        Irreps.parse("1x1o+1x2e"),
                        List.of(
                                new Instruction(1, 2, 0, ConnectionMode.UVU_TRIANGLE, true),
                                new Instruction(1, 1, 1, ConnectionMode.U_TRIANGLE_W, true))));
    }

    /** Rotating the inputs, or inverting space, does the same to the output. */
    @ParameterizedTest
    @MethodSource("products")
    void equivariant(ClebschGordan product) {
        ProductSpec spec = product.spec();
        boolean weights = product.weightCount() > 0;
        double[] x = numbers(product.in1().dim(), 4);
        double[] y = numbers(product.in2().dim(), 5);
        double[] w = numbers(product.weightCount(), 6);
        Rotation rotation = Rotation.ofAngles(0.3, 1.1, -0.7);
        for (boolean inverted : new boolean[] {false, true}) {
            double[] before = turned(product.out(), evaluate(spec, x, y, w, weights), rotation, inverted);
            double[] after = evaluate(
                    spec,
                    turned(product.in1(), x, rotation, inverted),
                    turned(product.in2(), y, rotation, inverted),
                    w,
                    weights);
            assertThat(after).containsExactly(before, within(1e-13));
        }
    }

    private static double[] evaluate(ProductSpec spec, double[] x, double[] y, double[] w, boolean weights) {
        int z = spec.operands().size() - 1;
        return ReferenceProduct.evaluate(spec, z, weights ? new double[][] {x, y, w, {}} : new double[][] {x, y, {}});
    }

    private static double[] turned(Irreps irreps, double[] row, Rotation rotation, boolean inverted) {
        double[] result = new double[row.length];
        for (int t = 0; t < irreps.size(); t++) {
            MulIrrep term = irreps.get(t);
            double[][] d = WignerD.of(term.ir().l(), rotation);
            double sign = inverted && term.ir().parity() < 0 ? -1 : 1;
            for (int i = 0; i < term.ir().dim(); i++) {
                for (int k = 0; k < term.ir().dim(); k++) {
                    for (int c = 0; c < term.mul(); c++) {
                        result[irreps.offset(t) + i * term.mul() + c] +=
                                sign * d[i][k] * row[irreps.offset(t) + k * term.mul() + c];
                    }
                }
            }
        }
        return result;
    }

    private static double[] numbers(int n, long seed) {
        return new SplittableRandom(seed).doubles(n, -1, 1).toArray();
    }

    private static void refused(ThrowingCallable call, String... parts) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessageContainingAll(parts);
    }

    @Test
    void irrepsThatCannotCouple() {
        refused(
                () -> ClebschGordan.of(
                        VECTORS,
                        VECTORS,
                        Irreps.parse("4x1o"),
                        List.of(new Instruction(0, 0, 0, ConnectionMode.UUU, true))),
                "instruction 0",
                "1o x 1o does not contain 1o",
                "[0e, 1e, 2e]");
    }

    @Test
    void emptyProducts() {
        refused(
                () -> ClebschGordan.fullyConnected(SCALARS, VECTORS, Irreps.parse("2x2e"))
                        .spec(),
                "4x0e x 4x1o -> 2x2e",
                "is empty",
                "choose an output among 1o");
        refused(() -> ClebschGordan.full(Irreps.parse("0x0e"), VECTORS).spec(), "is empty", "choose");
    }

    @Test
    void outputsOutOfReach() {
        ClebschGordan product = ClebschGordan.fullyConnected(SCALARS, VECTORS, Irreps.parse("2x1o+3x2e"));
        refused(product::spec, "term 1 (3x2e)", "contains 1o", "withZeros()");
        double[] z = ReferenceProduct.evaluate(
                product.withZeros().spec(), 3, new double[][] {ones(4), ones(12), ones(32), {}});
        assertThat(z[0]).isNotZero();
        assertThat(Arrays.copyOfRange(z, 6, 21)).containsOnly(0);
    }

    @Test
    void multiplicitiesThatDoNotFit() {
        Irreps five = Irreps.parse("5x1o");
        refused(
                () -> ClebschGordan.of(
                        VECTORS,
                        five,
                        Irreps.parse("4x1e"),
                        List.of(new Instruction(0, 0, 0, ConnectionMode.UUU, true))),
                "mode uuu",
                "4x1o has 4",
                "5x1o has 5");
        refused(
                () -> ClebschGordan.of(
                        VECTORS,
                        five,
                        Irreps.parse("4x1e"),
                        List.of(new Instruction(0, 0, 0, ConnectionMode.UVUV, true))),
                "gives 20 channels",
                "write 20x1e");
        refused(() -> ClebschGordan.elementwise(VECTORS, five), "4x1o has 4", "5x1o has 5");
        refused(
                () -> ClebschGordan.of(
                        VECTORS,
                        five,
                        Irreps.parse("4x1e"),
                        List.of(new Instruction(0, 0, 0, ConnectionMode.UVW, false))),
                "mode uvw into 4x1e needs weights");
    }

    @Test
    void numbersThatMeanNothing() {
        refused(
                () -> ClebschGordan.of(
                        VECTORS,
                        VECTORS,
                        Irreps.parse("4x1e"),
                        List.of(new Instruction(0, 1, 0, ConnectionMode.UUU, true))),
                "term 1 of the second input 4x1o",
                "0 to 0");
        refused(
                () -> ClebschGordan.of(
                        VECTORS,
                        VECTORS,
                        Irreps.parse("4x1e"),
                        List.of(new Instruction(0, 0, 0, ConnectionMode.UUU, true, -2))),
                "path weight",
                "-2.0");
        refused(
                () -> ClebschGordan.full(VECTORS, VECTORS)
                        .with(new ClebschGordan.Variances(List.of(1.0, 2.0), List.of(), List.of())),
                "2 variances [1.0, 2.0] for the 1 terms of the first input");
        refused(() -> ConnectionMode.parse("uwu"), "\"uwu\"", "[uvw, uvu, uvv, uuw, uuu, uvuv, uvu<v, u<vw]");
    }

    @Test
    void degreesBeyondTheTables() {
        refused(
                () -> ClebschGordan.full(Irreps.parse("20e"), Irreps.parse("20e"))
                        .spec(),
                "degrees 20, 20, 21",
                "at most 60");
    }
}
