package org.gaunt.o3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.gaunt.o3.SphericalHarmonics.Normalization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The closed form against published counts and values, the harmonics themselves, and the integrals of products. */
class FourierBasisTest {
    @Test
    void countsOfNonzeros() {
        int[] counts = {11, 34, 86, 163, 289, 452};
        for (int l = 1; l <= counts.length; l++) {
            assertThat(FourierBasis.of(l).entries()).hasSize(counts[l - 1]);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, 0, 0.2820948, 0",
        "1, -1, 1, 1, -0.1221506, 0",
        "1, -1, -1, -1, -0.1221506, 0",
        "1, -1, 1, -1, 0.1221506, 0",
        "1, -1, -1, 1, 0.1221506, 0",
        "1, 0, 1, 0, 0.2443013, 0",
        "1, 0, -1, 0, 0.2443013, 0",
        "1, 1, -1, -1, 0, 0.1221506",
        "1, 1, -1, 1, 0, 0.1221506",
        "1, 1, 1, -1, 0, -0.1221506",
        "1, 1, 1, 1, 0, -0.1221506",
        "2, 0, 0, 0, 0.1576958, 0",
        "2, 0, 2, 0, 0.2365437, 0",
        "2, 0, -2, 0, 0.2365437, 0",
        "2, 1, -2, 1, 0, 0.1365686",
        "2, 1, 2, -1, 0, -0.1365686",
        "2, -1, 2, -1, 0.1365686, 0",
        "2, -1, -2, -1, -0.1365686, 0",
        "2, 2, 0, 2, 0.1365686, 0",
        "2, 2, -2, 2, -0.0682843, 0",
        "2, -2, 0, -2, 0, 0.1365686",
        "2, -2, 0, 2, 0, -0.1365686",
        "2, -2, 2, -2, 0, -0.0682843",
        "2, -2, 2, 2, 0, 0.0682843"
    })
    void publishedValues(int l, int m, int u, int v, double re, double im) {
        FourierBasis.Entry entry = FourierBasis.of(2).entries().stream()
                .filter(e -> e.l() == l && e.m() == m && e.u() == u && e.v() == v)
                .findFirst()
                .orElseThrow();
        assertThat(entry.re()).isCloseTo(re, within(1e-7));
        assertThat(entry.im()).isCloseTo(im, within(1e-7));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 5, 12, 20})
    void theSeriesIsTheHarmonic(int lmax) {
        SphericalHarmonics harmonics = SphericalHarmonics.of(lmax, Normalization.INTEGRAL, true);
        double beta = 0.7;
        double alpha = -1.9;
        double[] expected =
                harmonics.values(Math.sin(beta) * Math.sin(alpha), Math.cos(beta), Math.sin(beta) * Math.cos(alpha));
        double[] re = new double[expected.length];
        double[] im = new double[expected.length];
        for (FourierBasis.Entry e : FourierBasis.of(lmax).entries()) {
            double cos = Math.cos(e.u() * beta + e.v() * alpha);
            double sin = Math.sin(e.u() * beta + e.v() * alpha);
            re[e.l() * e.l() + e.l() + e.m()] += e.re() * cos - e.im() * sin;
            im[e.l() * e.l() + e.l() + e.m()] += e.re() * sin + e.im() * cos;
        }
        assertThat(re).containsExactly(expected, within(1e-13));
        assertThat(im).containsExactly(new double[im.length], within(1e-13));
    }

    /** Multiplies two functions as complex Fourier arrays and goes back, against the sphere grid. */
    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "3, 2", "4, 6"})
    void convolutionAndIntegralsGiveTheProduct(int l1, int l2) {
        SplittableRandom random = new SplittableRandom(4);
        double[] x = random.doubles((long) (l1 + 1) * (l1 + 1), -1, 1).toArray();
        double[] y = random.doubles((long) (l2 + 1) * (l2 + 1), -1, 1).toArray();
        int band = l1 + l2;
        int n = 2 * band + 1;
        double[] hr = new double[n * n];
        double[] hi = new double[n * n];
        for (FourierBasis.Entry a : FourierBasis.of(l1).entries()) {
            for (FourierBasis.Entry b : FourierBasis.of(l2).entries()) {
                double scale = x[a.l() * a.l() + a.l() + a.m()] * y[b.l() * b.l() + b.l() + b.m()];
                int at = (a.u() + b.u() + band) * n + a.v() + b.v() + band;
                hr[at] += scale * (a.re() * b.re() - a.im() * b.im());
                hi[at] += scale * (a.re() * b.im() + a.im() * b.re());
            }
        }
        double[] z = new double[(band + 1) * (band + 1)];
        double[] imaginary = new double[z.length];
        for (FourierBasis.Entry e : FourierBasis.of(band).integrals(band)) {
            int at = (e.u() + band) * n + e.v() + band;
            z[e.l() * e.l() + e.l() + e.m()] += e.re() * hr[at] - e.im() * hi[at];
            imaginary[e.l() * e.l() + e.l() + e.m()] += e.re() * hi[at] + e.im() * hr[at];
        }
        SphereGrid grid = SphereGrid.forProduct(l1, l2, band);
        double[] f = grid.toGrid(l1, x);
        double[] g = grid.toGrid(l2, y);
        for (int p = 0; p < f.length; p++) {
            f[p] *= g[p];
        }
        assertThat(z).containsExactly(grid.fromGrid(band, f), within(1e-13));
        assertThat(imaginary).containsExactly(new double[z.length], within(1e-13));
    }

    @Test
    void integralsAreSparse() {
        for (FourierBasis.Entry e : FourierBasis.of(4).integrals(8)) {
            assertThat(Math.abs(e.v())).isEqualTo(Math.abs(e.m()));
        }
    }

    @Test
    void degreesBeyondTheTablesAreNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FourierBasis.of(31))
                .withMessageContaining("31")
                .withMessageContaining("30");
    }
}
