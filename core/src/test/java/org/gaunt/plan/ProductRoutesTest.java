package org.gaunt.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.gaunt.autodiff.Gradients;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Backend;
import org.gaunt.form.Operand.Access;
import org.gaunt.o3.Irreps;
import org.gaunt.product.Choice;
import org.gaunt.product.ClebschGordan;
import org.gaunt.product.GauntProducts;
import org.gaunt.product.MatrixProducts;
import org.gaunt.product.ProductSpec;
import org.gaunt.product.Products;
import org.gaunt.product.Route;
import org.gaunt.product.VectorGauntProducts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every route of a product gives what its table gives: values, gradients and gradients of gradients. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProductRoutesTest {
    private final Backend backend = Backend.detect();

    static Stream<Arguments> products() {
        return Stream.of(
                        GauntProducts.elementwise(2, 1, 3, 5),
                        GauntProducts.weighted(1, 2, 2, 13),
                        MatrixProducts.elementwise(2, 2, 2, 5),
                        MatrixProducts.weighted(1, 2, 3, 3),
                        VectorGauntProducts.cross(1, 1, 1, 5),
                        VectorGauntProducts.dot(1, 1, 2, 3))
                .flatMap(spec -> Products.choose(spec).estimates().stream()
                        .map(Choice.Estimate::route)
                        .flatMap(route -> Stream.of(0, 1, 4).map(rows -> Arguments.of(spec, route, rows))));
    }

    @ParameterizedTest
    @MethodSource("products")
    void routesAgreeInAllDerivatives(ProductSpec spec, Route route, int rows) {
        List<double[]> expected = run(spec, Route.SPARSE, rows);
        List<double[]> actual = run(spec, route, rows);
        assertThat(actual).hasSameSizeAs(expected);
        for (int k = 0; k < expected.size(); k++) {
            assertThat(actual.get(k)).as("result %d of %s", k, route).containsExactly(expected.get(k), within(1e-11));
        }
    }

    /** Values, gradients by all operands, and the gradients of a function of all of these. */
    private List<double[]> run(ProductSpec spec, Route route, int rows) {
        ProductPlan plan =
                ProductPlan.of(spec, Collections.nCopies(spec.operands().size(), Access.row()), route);
        Tape tape = Tape.open(backend);
        Random random = new Random(5);
        int count = spec.operands().size() - 1;
        Var[] inputs = new Var[count];
        for (int k = 0; k < count; k++) {
            inputs[k] = leaf(tape, random, rows, spec.operands().get(k).dim(), 1);
        }
        Var value = plan.apply(tape, rows, inputs);
        Var seed = leaf(tape, random, rows, value.width(), 1);
        Gradients first = tape.gradient(List.of(value), List.of(seed), 1, true);
        List<Var> values = new ArrayList<>(List.of(value));
        List<Var> seeds = new ArrayList<>(List.of(leaf(tape, random, rows, value.width(), 0)));
        for (Var input : inputs) {
            Var gradient = first.of(input);
            assertThat(gradient).isNotNull();
            values.add(gradient);
            seeds.add(leaf(tape, random, rows, input.width(), 0));
        }
        Gradients second = tape.gradient(values, seeds, 1, false);
        List<double[]> results =
                new ArrayList<>(values.stream().map(Var::toDoubles).toList());
        for (Var input : inputs) {
            Var gradient = second.of(input);
            assertThat(gradient).isNotNull();
            results.add(gradient.toDoubles());
        }
        Var bySeed = second.of(seed);
        assertThat(bySeed).isNotNull();
        results.add(bySeed.toDoubles());
        return results;
    }

    private static Var leaf(Tape tape, Random random, int rows, int width, int tag) {
        return tape.leaf(random.doubles((long) rows * width, -1, 1).toArray(), rows, width, tag);
    }

    @Test
    void sharesWeights() {
        ProductSpec spec = GauntProducts.weighted(2, 2, 2, 3);
        List<Access> access =
                List.of(Access.row(), Access.row(), Access.shared(), Access.shared(), Access.shared(), Access.row());
        double[][] results = new double[2][];
        for (int k = 0; k < 2; k++) {
            Tape tape = Tape.open(Backend.of("scalar"));
            Random random = new Random(6);
            Var[] inputs = new Var[5];
            for (int o = 0; o < 5; o++) {
                inputs[o] =
                        leaf(tape, random, o < 2 ? 4 : 1, spec.operands().get(o).dim(), 0);
            }
            ProductPlan plan = ProductPlan.of(spec, access, k == 0 ? Route.SPARSE : Route.GRID);
            results[k] = plan.apply(tape, 4, inputs).toDoubles();
        }
        assertThat(results[1]).containsExactly(results[0], within(1e-12));
    }

    @Test
    void saysWhichRoutesThereAre() {
        ProductSpec spec = GauntProducts.elementwise(1, 1, 1, 2);
        List<Access> rows = Collections.nCopies(3, Access.row());
        assertThatThrownBy(() -> ProductPlan.of(spec, rows, Route.MATRIX))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("small matrices")
                .hasMessageContaining("grid");
        assertThatThrownBy(
                        () -> ProductPlan.of(spec, List.of(Access.gather(0), Access.row(), Access.row()), Route.GRID))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("gather it before the product");
    }

    /** Small products are cheapest from their table, large ones on the grid; what has no structure has the table alone. */
    @Test
    void choosesByCost() {
        assertThat(Products.choose(GauntProducts.elementwise(1, 1, 1, 8)).route())
                .isEqualTo(Route.SPARSE);
        Choice large = Products.choose(GauntProducts.elementwise(8, 8, 8, 8));
        assertThat(large.route()).isNotEqualTo(Route.SPARSE);
        assertThat(large.reason()).contains("multiply-adds", "ns");
        assertThat(large.estimates()).isSortedAccordingTo((a, b) -> Double.compare(a.nanoseconds(), b.nanoseconds()));
        Irreps irreps = Irreps.parse("4x0e+4x1o");
        Choice mixed = Products.choose(
                ClebschGordan.fullyConnected(irreps, irreps, irreps).spec());
        assertThat(mixed.route()).isEqualTo(Route.GEMM);
        assertThat(mixed.estimates()).hasSize(1);
        assertThat(mixed.reason()).contains("nothing is known");
    }
}
