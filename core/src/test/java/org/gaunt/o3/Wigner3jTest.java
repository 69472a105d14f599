package org.gaunt.o3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import org.gaunt.golden.Golden;
import org.junit.jupiter.api.Test;

class Wigner3jTest {

    @Test
    void equalsE3nnForAllTriplesUpToSix() {
        Golden golden = Golden.read("o3.safetensors");
        List<String> names =
                golden.names().stream().filter(n -> n.startsWith("wigner_3j/")).toList();
        assertThat(names).hasSize(175);
        for (String name : names) {
            int[] l = Arrays.stream(name.substring(10).split("_"))
                    .mapToInt(Integer::parseInt)
                    .toArray();
            assertThat(flat(Wigner3j.of(l[0], l[1], l[2])))
                    .as(name)
                    .containsExactly(golden.get(name).values(), within(1e-15));
        }
    }

    @Test
    void publishedNumbers() {
        double[][][] c = Wigner3j.of(2, 2, 2);
        assertThat(new double[] {c[2][2][2], c[0][0][2], c[1][1][2], c[0][1][3], c[1][1][4], c[3][3][4], c[4][4][2]})
                .containsExactly(
                        new double[] {
                            0.239045722, -0.239045722, 0.119522861, 0.207019668, -0.207019668, 0.207019668, -0.239045722
                        },
                        within(1e-9));
        assertThat(Wigner3j.of(1, 1, 1)[0][1][2]).isCloseTo(1 / Math.sqrt(6), within(1e-15));
        assertThat(Wigner3j.of(2, 2, 1)[0][4][1]).isCloseTo(-0.365148372, within(1e-9));
    }

    @Test
    void invariantUnderRotationsUpToDegreeEleven() {
        RandomGenerator random = new Random(3);
        for (int[] l :
                new int[][] {{1, 1, 1}, {2, 3, 4}, {5, 5, 5}, {7, 4, 11}, {11, 11, 11}, {11, 11, 22}, {11, 0, 11}}) {
            double[][] r = Rotation.random(random).matrix();
            List<double[][]> d = WignerD.upTo(22, r);
            double[][][] c = Wigner3j.of(l[0], l[1], l[2]);
            double[][][] turned = contract(contract(contract(c, d.get(l[0])), d.get(l[1])), d.get(l[2]));
            assertThat(flat(turned)).as(Arrays.toString(l)).containsExactly(flat(c), within(2e-14));
        }
    }

    @Test
    void exchangingIndicesGivesTheParityOfTheSum() {
        double[][][] even = Wigner3j.of(3, 4, 5);
        double[][][] evenSwapped = Wigner3j.of(4, 3, 5);
        double[][][] odd = Wigner3j.of(3, 4, 6);
        double[][][] oddSwapped = Wigner3j.of(4, 3, 6);
        for (int i = 0; i < 7; i++) {
            for (int j = 0; j < 9; j++) {
                assertThat(evenSwapped[j][i]).containsExactly(even[i][j], within(1e-15));
                double[] negative = DoubleStream.of(odd[i][j]).map(v -> -v).toArray();
                assertThat(oddSwapped[j][i]).containsExactly(negative, within(1e-15));
            }
        }
    }

    @Test
    void vanishingCoefficientsAreExactlyZero() {
        double[] c = flat(Wigner3j.of(9, 10, 11));
        assertThat(DoubleStream.of(c).filter(v -> v != 0).map(Math::abs).min().orElseThrow())
                .isGreaterThan(1e-8);
    }

    @Test
    void degreesThatDoNotCoupleAreErrors() {
        assertThatThrownBy(() -> Wigner3j.of(1, 1, 3)).hasMessageContaining("1, 1, 3");
        assertThatThrownBy(() -> Wigner3j.of(-1, 1, 0)).hasMessageContaining("-1, 1, 0");
        assertThatThrownBy(() -> Wigner3j.of(30, 30, 30)).hasMessageContaining("60");
    }

    @Test
    void gauntCoefficientsAreTheIntegrals() {
        double[] golden = Golden.read("o3.safetensors").get("gaunt").values();
        double worst = 0;
        for (int l1 = 0; l1 <= 4; l1++) {
            for (int l2 = 0; l2 <= 4; l2++) {
                for (int l3 = 0; l3 <= 4; l3++) {
                    double[][][] g = Gaunt.of(l1, l2, l3);
                    for (int i = 0; i < g.length; i++) {
                        for (int j = 0; j < g[i].length; j++) {
                            for (int k = 0; k < g[i][j].length; k++) {
                                int at = ((l1 * l1 + i) * 25 + l2 * l2 + j) * 25 + l3 * l3 + k;
                                worst = Math.max(worst, Math.abs(g[i][j][k] - golden[at]));
                            }
                        }
                    }
                }
            }
        }
        assertThat(worst).isLessThan(2e-15);
        assertThat(Gaunt.factor(30, 30, 0)).isCloseTo(Math.sqrt(61 / (4 * Math.PI)), within(1e-13));
        assertThatThrownBy(() -> Gaunt.of(-1, 0, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Contracts the first index with the columns of d and moves it to the end: three calls turn all. */
    private static double[][][] contract(double[][][] c, double[][] d) {
        double[][][] result = new double[c[0].length][c[0][0].length][d.length];
        for (int i = 0; i < c.length; i++) {
            for (int j = 0; j < c[0].length; j++) {
                for (int k = 0; k < c[0][0].length; k++) {
                    for (int m = 0; m < d.length; m++) {
                        result[j][k][m] += d[m][i] * c[i][j][k];
                    }
                }
            }
        }
        return result;
    }

    private static double[] flat(double[][][] tensor) {
        return Arrays.stream(tensor)
                .flatMap(Arrays::stream)
                .flatMapToDouble(Arrays::stream)
                .toArray();
    }
}
