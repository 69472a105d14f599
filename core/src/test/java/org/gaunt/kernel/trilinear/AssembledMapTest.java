package org.gaunt.kernel.trilinear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.gaunt.o3.Irrep;
import org.gaunt.o3.Irreps;
import org.gaunt.o3.Wigner3j;
import org.gaunt.product.ProductSpec;
import org.gaunt.product.ProductSpec.Coefficient;
import org.gaunt.product.ProductSpec.Factor;
import org.gaunt.product.ProductSpec.Operand;
import org.gaunt.product.ProductSpec.Path;
import org.gaunt.product.ProductSpec.Role;
import org.gaunt.product.ProductSpec.Segment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All Clebsch-Gordan paths from products of functions on the sphere, odd ones included. */
class AssembledMapTest {
    private static ProductSpec spec(int l1, int l2, int channels) {
        List<Path> paths = new ArrayList<>();
        List<Segment> results = new ArrayList<>();
        for (int l3 = Math.abs(l1 - l2); l3 <= l1 + l2; l3++) {
            double[][][] c = Wigner3j.of(l1, l2, l3);
            List<Coefficient> table = new ArrayList<>();
            for (int i = 0; i <= 2 * l1; i++) {
                for (int j = 0; j <= 2 * l2; j++) {
                    for (int k = 0; k <= 2 * l3; k++) {
                        table.add(new Coefficient(List.of(i, j, k), c[i][j][k]));
                    }
                }
            }
            paths.add(new Path(
                    List.of(new Factor(0, 0, "u"), new Factor(1, 0, "u"), new Factor(2, results.size(), "u")), table));
            results.add(new Segment(new Irrep(l3, 1), List.of(channels)));
        }
        return new ProductSpec(
                "all paths",
                List.of(
                        Operand.of("x", Role.INPUT, Irreps.of(channels, new Irrep(l1, 1))),
                        Operand.of("y", Role.INPUT, Irreps.of(channels, new Irrep(l2, 1))),
                        Operand.of("z", Role.OUTPUT, results)),
                paths);
    }

    @ParameterizedTest
    @CsvSource({"0,0,3", "0,2,1", "1,1,1", "1,1,5", "2,1,1", "1,3,2", "2,2,13", "3,3,1"})
    void kernelsMatchTheTable(int l1, int l2, int channels) {
        for (int rows : new int[] {0, 1, 3}) {
            TrilinearChecks.matches(new AssembledMap(l1, l2, channels), spec(l1, l2, channels), rows);
        }
    }

    /** Both cost the third power of the degree; the table is cheaper as far as tables go. */
    @Test
    void theTableIsCheaperWithinReach() {
        for (int l = 1; l <= 12; l += 11) {
            AssembledMap map = new AssembledMap(l, l, 1);
            assertThat(map.tableCost()).isLessThan(map.cost());
        }
    }

    @Test
    void badInput() {
        assertThatThrownBy(() -> new AssembledMap(20, 20, 1)).hasMessageContaining("at most 28");
        assertThatThrownBy(() -> new AssembledMap(1, 1, 0)).hasMessageContaining("0 channels");
    }
}
