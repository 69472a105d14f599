package org.gaunt.kernel.trilinear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.gaunt.o3.Irreps;
import org.gaunt.o3.Wigner3j;
import org.gaunt.o3.Wigner6j;
import org.gaunt.product.MatrixProducts;
import org.gaunt.product.ProductSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The matrix product: its coefficients, and its kernels against them. */
class MatrixMapTest {
    private static List<Integer> range(int l) {
        return java.util.stream.IntStream.rangeClosed(0, l).boxed().toList();
    }

    private static MatrixMap map(int l1, int l2, int l3, int channels) {
        return new MatrixMap(MatrixProducts.smallestSpace(l1, l2, l3), range(l1), range(l2), range(l3), channels);
    }

    /** Check numbers of the paper's code: the coefficient of Wigner's 3j in the trace of three tables. */
    @ParameterizedTest
    @CsvSource({
        "1, 1, 1, 1, -0.866025",
        "1, 2, 2, 1, 1.936492", // l3 = 1
        "1, 1, 2, 2, -1.936492",
        "2, 1, 1, 1, -0.387298",
        "2, 2, 2, 3, -1.511858"
    })
    void coefficients(int space, int l1, int l2, int l3, double expected) {
        int p1 = expected == 1.936492 ? 2 : l1;
        ProductSpec spec = MatrixProducts.of(List.of(p1), List.of(l2), List.of(l3), space, 1, false);
        ProductSpec.Coefficient c = spec.paths().getFirst().coefficients().getFirst();
        double w = Wigner3j.of(p1, l2, l3)[c.components().get(0)][c.components().get(1)][
                c.components().get(2)];
        assertThat(c.value() / w).isCloseTo(expected, within(1e-6));
    }

    @Test
    void accidentalZerosAreMissing() {
        assertThat(Wigner6j.of(3, 5, 5, 3, 3, 3)).isZero();
        assertThat(Wigner6j.of(5, 6, 7, 4, 4, 4)).isZero();
        assertThat(Wigner6j.of(4, 9, 9, 5, 5, 5)).isZero();
        assertThat(Wigner6j.of(3, 5, 6, 6, 6, 6)).isZero();
        assertThat(Wigner6j.of(1, 1, 1, 1, 1, 1)).isCloseTo(1 / 6.0, within(1e-15));
        ProductSpec spec = MatrixProducts.of(range(6), range(6), range(6), 3, 1, false);
        long triangles = 0;
        for (int a = 0; a <= 6; a++) {
            for (int b = 0; b <= 6; b++) {
                for (int c = Math.abs(a - b); c <= Math.min(6, a + b); c++) {
                    triangles++;
                }
            }
        }
        assertThat(spec.paths()).hasSize((int) triangles - 3);
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 2", "2, 2, 2", "2, 1, 3", "0, 2, 2", "0, 0, 0"})
    void kernelsMatchTheTable(int l1, int l2, int l3) {
        for (int channels : new int[] {1, 5, 13}) {
            ProductSpec spec = MatrixProducts.elementwise(l1, l2, l3, channels);
            for (int rows : new int[] {0, 1, 9}) {
                TrilinearChecks.matches(map(l1, l2, l3, channels), spec, rows);
            }
        }
    }

    @Test
    void aLargerSpace() {
        TrilinearChecks.matches(map(3, 3, 6, 1), MatrixProducts.elementwise(3, 3, 6, 1), 2);
    }

    @ParameterizedTest
    @CsvSource({"19", "33", "123"})
    void manyChannels(int channels) {
        TrilinearChecks.matches(map(2, 2, 3, channels), MatrixProducts.elementwise(2, 2, 3, channels), 3);
    }

    @Test
    void badInput() {
        assertThatThrownBy(() -> MatrixProducts.elementwise(1, 1, 3, 4)).hasMessageContaining("0..3");
        assertThatThrownBy(() -> MatrixProducts.of(range(5), range(1), range(1), 2, 4, false))
                .hasMessageContaining("degree 3 or more");
        assertThatThrownBy(() -> new MatrixMap(2, range(5), range(1), range(1), 1))
                .hasMessageContaining("at least 3");
        assertThatThrownBy(() -> MatrixProducts.of(Irreps.parse("2x0e"), Irreps.parse("3x0e"), Irreps.parse("2x0e")))
                .hasMessageContaining("same multiplicity");
        assertThatThrownBy(() -> MatrixProducts.elementwise(1, 1, 1, 0))
                .hasMessageContaining("1 channel or more, not 0");
    }
}
