package org.gaunt.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.gaunt.o3.Irreps;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cost, expressivity and interactability against counts by hand and against Jacobians. */
class MeasuresTest {

    private static Irreps degrees(int l) {
        return Irreps.sphericalHarmonics(l);
    }

    /** Counts of paths and ranks of Xie et al. 2025: n1 + n2 + n3 - 2 = 4 L + 1. */
    @ParameterizedTest
    @CsvSource({"1, 5, 5", "2, 14, 9", "3, 30, 13", "4, 55, 17", "5, 91, 21"})
    void gauntProductsReachFewerMapsThanTheyHavePaths(int l, int paths, int expressivity) {
        ProductSpec spec = GauntProducts.elementwise(l, l, 2 * l, 1);
        assertThat(spec.cost().paths()).isEqualTo(paths);
        assertThat(spec.expressivity()).isEqualTo(expressivity);
        assertThat(GauntProducts.weighted(l, l, 2 * l, 3).expressivity())
                .as("weights per degree do what linear layers can do")
                .isEqualTo(expressivity);
    }

    /** All triangle triples of degrees 0..L without regard to parity: 6, 19, 44; natural parity: 5, 14, 30. */
    @ParameterizedTest
    @CsvSource({"1, 5", "2, 14", "3, 30", "4, 55"})
    void clebschGordanReachesOneMapForEachPath(int l, int natural) {
        ProductSpec spec =
                ClebschGordan.full(degrees(l), degrees(l), ir -> ir.isNatural()).spec();
        assertThat(spec.cost().paths()).isEqualTo(natural);
        assertThat(spec.expressivity()).isEqualTo(natural);
        assertThat(jacobianRank(spec)).isEqualTo(natural);
    }

    @ParameterizedTest
    @CsvSource({"1, 6", "2, 19", "3, 44"})
    void allPathsWithPseudotensors(int l, int all) {
        ProductSpec spec = ClebschGordan.full(degrees(l), degrees(l)).spec();
        assertThat(spec.expressivity()).isEqualTo(all);
        assertThat(spec.interactability().interacting()).hasSize(all);
        assertThat(spec.interactability().missing()).isEmpty();
        assertThat(spec.interactability().hasOdd()).isTrue();
        assertThat(spec.interactability().interacts(1, 1, 1)).isTrue();
        assertThat(spec.interactability()).hasToString("all " + all + " combinations of degrees");
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 2", "2, 2, 4", "2, 2, 2", "3, 1, 4", "3, 3, 3", "2, 0, 2", "0, 0, 0", "3, 3, 0"})
    void theRankOfTheJacobianIsTheExpressivity(int l1, int l2, int l3) {
        ProductSpec spec = GauntProducts.elementwise(l1, l2, l3, 1);
        assertThat(spec.expressivity()).isEqualTo(jacobianRank(spec));
    }

    /** A weighted product reaches what its weights reach, whatever the layers around it. */
    @Test
    void weightsOfPathsCount() {
        Irreps x = degrees(2);
        ProductSpec spec = ClebschGordan.fullyConnected(x, x, x).spec();
        assertThat(spec.expressivity()).isEqualTo(11).isEqualTo(jacobianRank(spec));
        ProductSpec powers = GauntProducts.power(2, 3, 2, 1);
        assertThat(powers.expressivity()).isEqualTo(jacobianRank(powers));
    }

    /**
     * The rank of the Jacobian of the map by a factor for each segment of each operand, at a random point. The map is represented by
     * its values at random inputs, one more than it has paths; those of each path by itself come from the oracle.
     */
    private static int jacobianRank(ProductSpec spec) {
        Random random = new Random(3);
        int samples = spec.paths().size() + 1;
        double[][] factors = spec.operands().stream()
                .map(o -> random.doubles(o.segments().size(), 0.5, 1.5).toArray())
                .toArray(double[][]::new);
        List<double[]> rows = new ArrayList<>();
        for (int o = 0; o < factors.length; o++) {
            for (int s = 0; s < factors[o].length; s++) {
                rows.add(new double[samples]);
            }
        }
        for (ProductSpec.Path path : spec.paths()) {
            double[] values = values(spec, path, samples);
            int row = 0;
            for (int o = 0; o < factors.length; o++) {
                for (int s = 0; s < factors[o].length; s++, row++) {
                    double derivative = derivative(path, factors, o, s);
                    for (int k = 0; k < samples; k++) {
                        rows.get(row)[k] += derivative * values[k];
                    }
                }
            }
        }
        return rank(rows.toArray(double[][]::new));
    }

    /** The derivative of the product of a path's factors by one of them. */
    private static double derivative(ProductSpec.Path path, double[][] factors, int operand, int segment) {
        double step = 1e-5;
        double before = factors[operand][segment];
        double[] product = {1, 1};
        for (int side = 0; side < 2; side++) {
            factors[operand][segment] = before + (side == 0 ? step : -step);
            for (ProductSpec.Factor f : path.factors()) {
                product[side] *= factors[f.operand()][f.segment()];
            }
        }
        factors[operand][segment] = before;
        return (product[0] - product[1]) / (2 * step);
    }

    /** The form of one path at random inputs, the same for every path. */
    private static double[] values(ProductSpec spec, ProductSpec.Path path, int samples) {
        ProductSpec alone = new ProductSpec("one path", spec.operands(), List.of(path));
        Random random = new Random(4);
        int last = spec.operands().size() - 1;
        double[] values = new double[samples];
        for (int sample = 0; sample < samples; sample++) {
            double[][] arrays = spec.operands().stream()
                    .map(o -> random.doubles(o.dim(), -1, 1).toArray())
                    .toArray(double[][]::new);
            double[] z = ReferenceProduct.evaluate(alone, last, arrays);
            for (int k = 0; k < z.length; k++) {
                values[sample] += arrays[last][k] * z[k];
            }
        }
        return values;
    }

    /** Gaussian elimination with full pivoting. */
    private static int rank(double[][] m) {
        int rank = 0;
        double largest = 0;
        while (rank < m.length) {
            int row = -1;
            int column = -1;
            double best = 0;
            for (int r = rank; r < m.length; r++) {
                for (int c = 0; c < m[r].length; c++) {
                    if (Math.abs(m[r][c]) > best) {
                        best = Math.abs(m[r][c]);
                        row = r;
                        column = c;
                    }
                }
            }
            largest = Math.max(largest, best);
            if (row < 0 || best < 1e-6 * largest) {
                return rank;
            }
            double[] top = m[row];
            m[row] = m[rank];
            m[rank] = top;
            for (int r = rank + 1; r < m.length; r++) {
                double f = m[r][column] / top[column];
                for (int c = 0; c < top.length; c++) {
                    m[r][c] -= f * top[c];
                }
            }
            rank++;
        }
        return rank;
    }

    @Test
    void gauntProductsCannotTellMirrorImagesApart() {
        Interactability measure = GauntProducts.elementwise(2, 2, 2, 4).interactability();
        assertThat(measure.hasOdd()).isFalse();
        assertThat(measure.interacts(1, 1, 2)).isTrue();
        assertThat(measure.interacts(1, 1, 1)).isFalse();
        assertThat(measure.interacting()).hasSize(11);
        assertThat(measure.missing())
                .containsExactly(List.of(1, 1, 1), List.of(1, 2, 2), List.of(2, 1, 2), List.of(2, 2, 1));
        assertThat(measure)
                .hasToString(
                        "11 of 15 combinations of degrees; missing 1 x 1 -> 1, 1 x 2 -> 2, 2 x 1 -> 2, 2 x 2 -> 1");
    }

    @Test
    void countsTheWork() {
        // 1x1o times 1x1o to 0e: three products, three coefficients, five channels; a weight for each channel
        Irreps x = Irreps.parse("5x1o");
        ProductSpec dot = ClebschGordan.channelwise(x, Irreps.parse("1o"), ir -> ir.isScalar())
                .spec();
        assertThat(dot.cost()).isEqualTo(new ProductCost(1, 3, 5 * (3 + 3) + 5, 5, 15 + 3 + 5, 5));
        assertThat(dot.cost().flop()).isEqualTo(70);
        // fully connected 2 x 3 -> 4 channels: the products for 2 x 3 pairs, then a matrix
        ProductSpec full = ClebschGordan.fullyConnected(
                        Irreps.parse("2x0e"), Irreps.parse("3x1o"), Irreps.parse("4x1o"))
                .spec();
        assertThat(full.cost().multiplyAdds()).isEqualTo(6 * (3 + 3) + 24 * 3);
        assertThat(full.cost().weights()).isEqualTo(24);
    }
}
