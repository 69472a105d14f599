package org.gaunt.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.gaunt.decomposition.CpDecomposition;
import org.gaunt.decomposition.SharedProducts;
import org.gaunt.decomposition.SharedProducts.Mode;
import org.gaunt.form.Operand.Access;
import org.gaunt.linalg.Precision;
import org.gaunt.product.CpFactors;
import org.gaunt.product.ProductSpec;
import org.gaunt.product.Route;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Products with shared path weights, exact and decomposed: values, gradients and second derivatives. */
class SharedWeightsTest {
    private static final CpFactors RANK_SIX =
            CpDecomposition.standard().ofRank(SharedProducts.to(1).tensor(), 6);

    private static List<Access> rows(ProductSpec spec) {
        return Collections.nCopies(spec.operands().size(), Access.row());
    }

    static Stream<Arguments> factored() {
        return Stream.of(
                Arguments.of(Mode.UUU_UNWEIGHTED, new int[] {5, 5, 5}),
                Arguments.of(Mode.UUU, new int[] {19, 19, 19}),
                Arguments.of(Mode.UVU, new int[] {1, 1, 1}),
                Arguments.of(Mode.UVU, new int[] {13, 1, 13}));
    }

    @ParameterizedTest
    @MethodSource("factored")
    void byFactors(Mode mode, int[] channels) {
        ProductSpec spec = SharedProducts.to(1).factored(RANK_SIX, mode, channels);
        ProductPlan plan = ProductPlan.of(spec, rows(spec), Route.FACTORED);
        assertThat(plan.toString()).contains("CpMap");
        for (int rows : new int[] {0, 1, 4}) {
            ProductPlanTest.check(plan, rows(spec), rows, Precision.FLOAT64, "vector");
        }
        ProductPlanTest.check(plan, rows(spec), 3, Precision.FLOAT32, "vector");
        ProductPlanTest.check(plan, rows(spec), 2, Precision.FLOAT64, "scalar");
        if (spec.operands().size() > 3) {
            List<Access> shared = new ArrayList<>(rows(spec));
            shared.set(2, Access.shared());
            ProductPlanTest.check(ProductPlan.of(spec, shared, Route.FACTORED), shared, 3, Precision.FLOAT64, "vector");
        }
    }

    @Test
    void exactInAllModes() {
        for (Mode mode : Mode.values()) {
            int[] channels = switch (mode) {
                case UVW -> new int[] {2, 3, 4};
                case UVU -> new int[] {2, 3, 2};
                case UVV -> new int[] {3, 2, 2};
                case UUW -> new int[] {3, 3, 2};
                case UUU, UUU_UNWEIGHTED -> new int[] {3, 3, 3};
            };
            ProductSpec spec = new SharedProducts(List.of(0, 1), List.of(1), List.of(0, 1)).exact(mode, channels);
            ProductPlanTest.check(ProductPlan.of(spec), rows(spec), 3, Precision.FLOAT64, "vector");
        }
    }

    /** Modes that mix channels have no kernel by factors; the message lists what there is. */
    @Test
    void mixingChannelsNeedsTheTable() {
        ProductSpec spec = SharedProducts.to(1).factored(RANK_SIX, Mode.UVW, 2, 2, 2);
        assertThatThrownBy(() -> ProductPlan.of(spec, rows(spec), Route.FACTORED))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the factors of its decomposition");
        ProductPlanTest.check(ProductPlan.of(spec), rows(spec), 2, Precision.FLOAT64, "vector");
    }
}
