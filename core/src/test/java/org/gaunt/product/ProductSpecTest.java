package org.gaunt.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.gaunt.decomposition.CpDecomposition;
import org.gaunt.decomposition.SharedProducts;
import org.gaunt.o3.Irrep;
import org.gaunt.o3.Irreps;
import org.gaunt.o3.Layout;
import org.gaunt.product.ProductSpec.Coefficient;
import org.gaunt.product.ProductSpec.Factor;
import org.gaunt.product.ProductSpec.Operand;
import org.gaunt.product.ProductSpec.Path;
import org.gaunt.product.ProductSpec.Role;
import org.gaunt.product.ProductSpec.Segment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a product remembers: irreps, roles and layouts; and what it refuses. */
class ProductSpecTest {
    private static final Irreps X = Irreps.parse("3x0e+3x1o+3x2e");
    private static final Irreps HARMONICS = Irreps.parse("0e+1o");

    /** Irreps and the number of weights of what every factory makes. */
    static Stream<Arguments> factories() {
        Irreps even = Irreps.parse("3x0e+3x1e+3x2e");
        return Stream.of(
                Arguments.of(
                        Products.channelwise(X, HARMONICS, X), X, HARMONICS, "3x0e+3x0e+3x1o+3x1o+3x1o+3x2e+3x2e", 21),
                Arguments.of(
                        Products.fullyConnected(X, HARMONICS, Irreps.parse("2x1e+1o")), X, HARMONICS, "2x1e+1x1o", 15),
                Arguments.of(Products.elementwise(X, X.filter(ir -> true)), X, X, null, 0),
                Arguments.of(Products.full(Irreps.parse("2x1o"), HARMONICS), Irreps.parse("2x1o"), HARMONICS, null, 0),
                Arguments.of(Products.gaunt(2, 2, 1, 3), X, X, "3x0e+3x1o", 0),
                Arguments.of(GauntProducts.weighted(2, 2, 2, 3), X, X, "3x0e+3x1o+3x2e", 27),
                Arguments.of(GauntProducts.of(X, HARMONICS, X), X, HARMONICS, "3x0e+3x1o+3x2e", 0),
                Arguments.of(MatrixProducts.elementwise(2, 2, 1, 3), even, even, "3x0e+3x1e", 0),
                Arguments.of(MatrixProducts.of(X, X, X), even, even, "3x0e+3x1e+3x2e", 0),
                Arguments.of(
                        VectorGauntProducts.cross(0, 1, 1, 2),
                        Irreps.parse("2x1o"),
                        Irreps.parse("2x1o+2x0e+2x1e+2x2e"),
                        "2x1e+2x0o+2x1o+2x2o",
                        0),
                Arguments.of(VectorGauntProducts.dot(0, 0, 0, 1), Irreps.parse("1o"), Irreps.parse("1o"), "1x0e", 0),
                Arguments.of(
                        SharedProducts.to(1).exact(SharedProducts.Mode.UVW, 2, 3, 4),
                        Irreps.parse("2x0e+2x1e"),
                        Irreps.parse("3x0e+3x1e"),
                        "4x0e+4x1e",
                        24),
                Arguments.of(
                        SharedProducts.to(1)
                                .factored(
                                        CpDecomposition.standard()
                                                .ofRank(SharedProducts.to(1).tensor(), 8),
                                        SharedProducts.Mode.UVU,
                                        5,
                                        1,
                                        5),
                        Irreps.parse("5x0e+5x1e"),
                        Irreps.parse("0e+1e"),
                        "5x0e+5x1e",
                        5));
    }

    @ParameterizedTest
    @MethodSource("factories")
    void everyFactoryRemembersItsIrreps(ProductSpec spec, Irreps x, Irreps y, String out, int weights) {
        assertThat(spec.in(0)).isEqualTo(x);
        assertThat(spec.in(1)).isEqualTo(y);
        if (out != null) {
            assertThat(spec.out()).hasToString(out);
        }
        assertThat(spec.weightCount()).isEqualTo(weights).isEqualTo(spec.cost().weights());
        assertThat(spec.inputs()).hasSize(2).allMatch(o -> o.role() == Role.INPUT && o.layout() == Layout.IR_MUL);
        assertThat(spec.output()).isSameAs(spec.operands().getLast());
        for (Operand o : spec.operands()) {
            assertThat(o.dim()).isEqualTo(o.irreps().dim());
        }
        assertThat(spec.toString()).contains(x + " x " + y + " -> " + spec.out());
        assertThat(spec.describe().lines())
                .anyMatch(line -> line.contains("input") && line.contains(x.toString()))
                .anyMatch(line ->
                        line.contains("output") && line.contains(spec.out().toString()));
    }

    @ParameterizedTest
    @EnumSource(ConnectionMode.class)
    void everyModeRemembersItsIrreps(ConnectionMode mode) {
        Irreps vectors = Irreps.parse("3x1o");
        int out = mode.outputs(3, 3) < 0 ? 4 : mode.outputs(3, 3);
        ProductSpec spec = ClebschGordan.of(
                        vectors,
                        vectors,
                        Irreps.of(out, new Irrep(2, 1)),
                        List.of(new ClebschGordan.Instruction(0, 0, 0, mode, true)))
                .spec();
        assertThat(spec.in(0)).isEqualTo(vectors);
        assertThat(spec.in(1)).isEqualTo(vectors);
        assertThat(spec.out()).hasToString(out + "x2e");
        assertThat(spec.name()).contains(mode.toString());
    }

    @Test
    void printsItself() {
        ProductSpec spec = Products.fullyConnected(Irreps.parse("8x0e+8x1o"), HARMONICS, Irreps.parse("4x0e+2x1o"));
        assertThat(spec)
                .hasToString("Clebsch-Gordan product uvw: 8x0e+8x1o x 1x0e+1x1o -> 4x0e+2x1o, 4 paths, 96 weights");
        assertThat(spec.describe()).isEqualTo("""
                        Clebsch-Gordan product uvw
                          x  input   8x0e+8x1o  32 numbers
                          y  input   1x0e+1x1o  4 numbers
                          w  weight             96 numbers
                          z  output  4x0e+2x1o  10 numbers
                        4 paths
                          8x0e x 1x0e -> 4x0e  u,v,uvw->w  32 weights, 1 coefficient
                          8x0e x 1x1o -> 2x1o  u,v,uvw->w  16 weights, 3 coefficients
                          8x1o x 1x0e -> 2x1o  u,v,uvw->w  16 weights, 3 coefficients
                          8x1o x 1x1o -> 4x0e  u,v,uvw->w  32 weights, 3 coefficients
                        """);
        assertThat(spec.withLayout(Layout.MUL_IR).describe()).contains("32 numbers in e3nn's order");
        ProductSpec many = GauntProducts.elementwise(6, 6, 6, 1);
        assertThat(many.describe()).endsWith("and " + (many.paths().size() - 100) + " more\n");
    }

    /** Rows in e3nn's order give the result in e3nn's order, for every derivative. */
    @Test
    void layoutsAreHonoured() {
        ProductSpec inside = Products.channelwise(X, HARMONICS, X);
        ProductSpec border = inside.withLayout(Layout.MUL_IR);
        assertThat(border.withLayout(Layout.IR_MUL)).isEqualTo(inside);
        Random random = new Random(7);
        double[][] rows = inside.operands().stream()
                .map(o -> random.doubles(o.dim(), -1, 1).toArray())
                .toArray(double[][]::new);
        double[][] converted = new double[rows.length][];
        for (int k = 0; k < rows.length; k++) {
            converted[k] = Layout.IR_MUL.convertTo(
                    Layout.MUL_IR, inside.operands().get(k).irreps(), rows[k]);
        }
        for (int k = 0; k < rows.length; k++) {
            assertThat(ReferenceProduct.evaluate(border, k, converted))
                    .containsExactly(
                            Layout.IR_MUL.convertTo(
                                    Layout.MUL_IR,
                                    inside.operands().get(k).irreps(),
                                    ReferenceProduct.evaluate(inside, k, rows)),
                            within(1e-14));
        }
    }

    private static final Operand VECTOR = Operand.of("x", Role.INPUT, Irreps.parse("2x1o"));
    private static final Operand SCALAR = Operand.of("z", Role.OUTPUT, Irreps.parse("2x0e"));

    private static Path square(int operandX, int operandZ, Coefficient... coefficients) {
        return new Path(
                List.of(new Factor(operandX, 0, "u"), new Factor(operandX, 0, "u"), new Factor(operandZ, 0, "u")),
                List.of(coefficients));
    }

    private static void refused(List<Operand> operands, Path path, String... message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ProductSpec("square", operands, List.of(path)))
                .satisfies(e ->
                        assertThat(e.getMessage()).contains("product square").contains(message));
    }

    @Test
    void rolesMustBeRight() {
        Path square = square(0, 1, new Coefficient(List.of(0, 0, 0), 1));
        assertThat(new ProductSpec("square", List.of(VECTOR, SCALAR), List.of(square)).out())
                .hasToString("2x0e");
        refused(
                List.of(VECTOR, Operand.of("z", Role.INPUT, Irreps.parse("2x0e"))),
                square,
                "operand z is number 1 of 2 and has the role INPUT",
                "it is the last operand");
        refused(List.of(SCALAR, VECTOR), square(1, 0), "operand z is number 0 of 2 and has the role OUTPUT");
        refused(
                List.of(Operand.of("w", Role.WEIGHT, Irreps.parse("2x1o")), SCALAR),
                square,
                "the weights w have the irreps 2x1o",
                "even scalars");
        refused(List.of(VECTOR, Operand.of("x", Role.OUTPUT, Irreps.parse("2x0e"))), square, "two operands named x");
        refused(
                List.of(VECTOR, SCALAR),
                new Path(List.of(new Factor(0, 0, "u")), List.of()),
                "path 0 has 0 factors of the output, operand z");
    }

    @Test
    void irrepsMustCouple() {
        Path square = square(0, 1, new Coefficient(List.of(0, 0, 0), 1));
        refused(
                List.of(VECTOR, Operand.of("z", Role.OUTPUT, Irreps.parse("2x1o"))),
                square,
                "1o x 1o does not contain 1o",
                "the parities do not multiply to it");
        refused(
                List.of(VECTOR, Operand.of("z", Role.OUTPUT, Irreps.parse("2x3e"))),
                square,
                "1o x 1o does not contain 3e",
                "the triangle rule");
        refused(
                List.of(VECTOR, SCALAR),
                square(0, 1, new Coefficient(List.of(0, 3, 0), 1)),
                "component 3 of 1o",
                "operand x",
                "0 to 2");
        refused(
                List.of(VECTOR, SCALAR),
                square(0, 1, new Coefficient(List.of(0, 0, 0), Double.NaN)),
                "the coefficient NaN");
        refused(
                List.of(VECTOR, SCALAR),
                new Path(List.of(new Factor(0, 1, "u"), new Factor(1, 0, "u")), List.of()),
                "segment 1 of operand x, which has 1: 2x1o");
        refused(
                List.of(VECTOR, Operand.of("z", Role.OUTPUT, Irreps.parse("3x0e"))),
                square,
                "subscript u stands for 2 and for 3 channels");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ProductSpec("square", List.of(VECTOR, SCALAR), List.of()))
                .withMessageContaining("no paths: 2x1o cannot couple to 2x0e");
        assertThatIllegalArgumentException()
                .isThrownBy(VECTOR::withoutChannels)
                .withMessageContaining("2x1o")
                .withMessageContaining("every multiplicity is 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Segment(new Irrep(1, -1), List.of(-1)))
                .withMessageContaining("[-1]");
    }

    @Test
    void otherPathsAreGeneral() {
        ProductSpec gaunt = GauntProducts.elementwise(1, 1, 1, 4);
        ProductSpec some = gaunt.withName("some").withPaths(gaunt.paths().subList(0, 2));
        assertThat(some.structure()).isEqualTo(ProductStructure.general());
        assertThat(some.out()).isEqualTo(gaunt.out());
        assertThat(some.paths()).hasSize(2);
    }
}
