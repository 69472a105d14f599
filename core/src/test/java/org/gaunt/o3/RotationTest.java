package org.gaunt.o3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import org.gaunt.golden.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RotationTest {

    private final Golden golden = Golden.read("o3.safetensors");

    private Rotation rotation(int index) {
        double[] a = golden.get("rotation/angles_alpha_beta_gamma").row(index);
        return Rotation.ofAngles(a[0], a[1], a[2]);
    }

    @Test
    void anglesQuaternionsAndAxesAreThoseOfE3nn() {
        for (int i = 0; i < 5; i++) {
            Rotation r = rotation(i);
            assertThat(flat(r.matrix()))
                    .containsExactly(golden.get("rotation/matrix_exact").row(i), within(1e-15));
            double[] q = golden.get("rotation/quaternion").row(i);
            double sign = Math.signum(q[0]);
            assertThat(new double[] {r.w(), r.x(), r.y(), r.z()})
                    .containsExactly(DoubleStream.of(q).map(v -> v * sign).toArray(), within(1e-15));
            double angle = golden.get("rotation/angle").row(i)[0];
            double[] axis = golden.get("rotation/axis").row(i);
            Rotation same = Rotation.ofAxisAngle(axis[0], axis[1], axis[2], angle);
            assertThat(flat(same.matrix())).containsExactly(flat(r.matrix()), within(1e-12));
            assertThat(Math.cos(r.angle())).isCloseTo(Math.cos(angle), within(1e-12));
        }
    }

    @Test
    void everyFormLeadsBack() {
        RandomGenerator random = new Random(5);
        for (int i = 0; i < 200; i++) {
            assertLeadsBack(Rotation.random(random));
        }
        assertLeadsBack(Rotation.IDENTITY);
        for (int turn = 1; turn < 8; turn++) {
            assertLeadsBack(Rotation.ofAxisAngle(0, 1, 0, turn * Math.PI / 4));
            assertLeadsBack(Rotation.ofAxisAngle(1, 0, 0, turn * Math.PI / 4));
            assertLeadsBack(Rotation.ofAxisAngle(0, 0, 1, turn * Math.PI / 4));
            assertLeadsBack(Rotation.ofAngles(0.3 * turn, Math.PI, 0.2));
        }
    }

    private static void assertLeadsBack(Rotation r) {
        double[] m = flat(r.matrix());
        assertThat(flat(Rotation.ofMatrix(r.matrix()).matrix())).containsExactly(m, within(1e-14));
        double[] a = r.angles();
        assertThat(flat(Rotation.ofAngles(a[0], a[1], a[2]).matrix())).containsExactly(m, within(1e-14));
        double[] n = r.axis();
        assertThat(flat(Rotation.ofAxisAngle(n[0], n[1], n[2], r.angle()).matrix()))
                .containsExactly(m, within(1e-14));
        assertThat(flat(r.after(r.inverse()).matrix()))
                .containsExactly(flat(Rotation.IDENTITY.matrix()), within(1e-14));
    }

    @Test
    void compositionIsTheProductOfMatrices() {
        Rotation a = rotation(1);
        Rotation b = rotation(2);
        double[] v = {0.3, -1.2, 0.7, 2, 0, -1};
        assertThat(a.after(b).apply(v)).containsExactly(a.apply(b.apply(v)), within(1e-14));
    }

    @ParameterizedTest
    @CsvSource({"0.3, 0.7, -0.4"})
    void publishedMatrix(double alpha, double beta, double gamma) {
        Rotation r = Rotation.ofAngles(alpha, beta, gamma);
        assertThat(flat(r.matrix()))
                .containsExactly(
                        new double[] {.967942, .190379, -.163842, -.250870, .764842, -.593364, .012349, .615445, .788083
                        },
                        within(1e-6));
        double[][] d = WignerD.of(2, r);
        assertThat(d[0]).containsExactly(new double[] {.760796, .598066, .202941, .049199, -.141074}, within(1e-6));
        assertThat(d[4]).containsExactly(new double[] {.168321, -.176676, .296638, .516214, .765495}, within(1e-6));
    }

    @Test
    void wignerDIsExact() {
        for (int i = 0; i < 5; i++) {
            double[][] r = rotation(i).matrix();
            for (int l = 0; l <= 8; l++) {
                assertThat(flat(WignerD.of(Irrep.natural(l), r)))
                        .containsExactly(golden.get("rotation/D_exact/" + l).row(i), within(1e-13));
            }
        }
    }

    @Test
    void wignerDOfImproperMatrices() {
        for (int i = 0; i < 5; i++) {
            double[][] inverted = rotation(i).matrix();
            for (double[] row : inverted) {
                Arrays.setAll(row, k -> -row[k]);
            }
            for (int l = 0; l <= 8; l++) {
                double[] expected = golden.get("rotation/D_exact/" + l).row(i);
                double[] negative = DoubleStream.of(expected).map(v -> -v).toArray();
                assertThat(flat(WignerD.of(new Irrep(l, -1), inverted))).containsExactly(negative, within(1e-13));
                assertThat(flat(WignerD.of(new Irrep(l, 1), inverted))).containsExactly(expected, within(1e-13));
            }
        }
    }

    @Test
    void wignerDOfFeatureVectors() {
        Irreps irreps = Irreps.parse("2x0e+1x0o+2x1o+1x1e+1x2e+1x2o");
        for (int i = 0; i < 5; i++) {
            double[][] r = rotation(i).matrix();
            boolean inverted = i == 1 || i >= 3;
            for (double[] row : r) {
                Arrays.setAll(row, k -> inverted ? -row[k] : row[k]);
            }
            assertThat(flat(WignerD.of(irreps, r)))
                    .containsExactly(golden.get("rotation/D_irreps").row(i), within(1e-11));
        }
    }

    @Test
    void wignerDIsAnOrthogonalRepresentationUpToDegreeEleven() {
        RandomGenerator random = new Random(8);
        Rotation a = Rotation.random(random);
        Rotation b = Rotation.random(random);
        double[][] da = WignerD.of(11, a);
        double[][] db = WignerD.of(11, b);
        assertThat(flat(product(da, db))).containsExactly(flat(WignerD.of(11, a.after(b))), within(1e-13));
        assertThat(flat(product(da, WignerD.of(11, a.inverse()))))
                .containsExactly(flat(WignerD.of(11, Rotation.IDENTITY)), within(1e-13));
    }

    @Test
    void generatorsAreThoseOfE3nnAndTheDerivativesOfD() {
        for (int l = 1; l <= 4; l++) {
            double[][][] x = WignerD.generators(l);
            double[] flat = Arrays.stream(x)
                    .flatMap(Arrays::stream)
                    .flatMapToDouble(Arrays::stream)
                    .toArray();
            assertThat(flat)
                    .containsExactly(golden.get("rotation/generators/" + l).values(), within(1e-14));
        }
        double t = 1e-5;
        double[][] forward = WignerD.of(7, Rotation.ofAxisAngle(0, 0, 1, t));
        double[][] backward = WignerD.of(7, Rotation.ofAxisAngle(0, 0, 1, -t));
        double[][] generator = WignerD.generators(7)[2];
        for (int m = 0; m < 15; m++) {
            for (int n = 0; n < 15; n++) {
                assertThat((forward[m][n] - backward[m][n]) / (2 * t)).isCloseTo(generator[m][n], within(1e-7));
            }
        }
    }

    @Test
    void matricesThatAreNoRotationsAreErrors() {
        double[][] shear = {{1, 0.1, 0}, {0, 1, 0}, {0, 0, 1}};
        double[][] mirror = {{-1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
        assertThatThrownBy(() -> Rotation.ofMatrix(shear)).hasMessageContaining("0.1");
        assertThatThrownBy(() -> Rotation.ofMatrix(mirror)).hasMessageContaining("determinant -1");
        assertThatThrownBy(() -> WignerD.of(Irrep.natural(2), new double[2][2])).hasMessageContaining("3 by 3");
        assertThatThrownBy(() -> Rotation.ofAxisAngle(0, 0, 0, 1)).hasMessageContaining("axis");
        assertThatThrownBy(() -> new Rotation(0, 0, 0, 0)).hasMessageContaining("quaternion");
    }

    private static double[][] product(double[][] a, double[][] b) {
        double[][] c = new double[a.length][b[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int k = 0; k < b.length; k++) {
                for (int j = 0; j < b[0].length; j++) {
                    c[i][j] += a[i][k] * b[k][j];
                }
            }
        }
        return c;
    }

    private static double[] flat(double[][] matrix) {
        return Arrays.stream(matrix).flatMapToDouble(Arrays::stream).toArray();
    }
}
