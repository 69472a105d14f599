package org.gaunt.potential.model.tdn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.gaunt.autodiff.Rows;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Backend;
import org.gaunt.potential.network.RadialKind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Decomposed products are as near to the exact ones as they say. */
class TdnProductTest {
    private static final int EDGES = 40;
    private static final int CHANNELS = 3;

    private static TdnConfig config(int lmax, double tolerance, boolean parity) {
        return new TdnConfig(CHANNELS, lmax, 1, 1, 5, RadialKind.MLP, 4, 5, List.of(), 9, 4, tolerance, parity);
    }

    @ParameterizedTest
    @CsvSource({"1, 0.5, true", "1, 0.1, false", "2, 0.1, true", "2, 0.01, true", "1, 1e-9, true"})
    void errorsAreBounded(int lmax, double tolerance, boolean parity) {
        TdnProduct decomposed = new TdnProduct(config(lmax, tolerance, parity), 0.7);
        TdnProduct exact = new TdnProduct(config(lmax, 0, parity), 0.7);
        assertThat(exact.error()).isZero();
        assertThat(decomposed.factors().orElseThrow().relativeError()).isLessThanOrEqualTo(tolerance);
        int components = (lmax + 1) * (lmax + 1);
        Random random = new Random(4);
        double[] x = random.doubles((long) EDGES * components * CHANNELS, -1, 1).toArray();
        double[] t = random.doubles(x.length, -1, 1).toArray();
        double[] y = random.doubles((long) EDGES * components, -1, 1).toArray();
        double[] found = start(decomposed, components, x, t, y);
        double[] wanted = start(exact, components, x, t, y);
        double largest = 0;
        for (int e = 0; e < EDGES; e++) {
            for (int c = 0; c < CHANNELS; c++) {
                double error = 0;
                double ofX = 0;
                double ofY = 0;
                for (int k = 0; k < components; k++) {
                    int at = (e * components + k) * CHANNELS + c;
                    error += (found[at] - wanted[at]) * (found[at] - wanted[at]);
                    ofX += (x[at] + t[at]) * (x[at] + t[at]);
                    ofY += y[e * components + k] * y[e * components + k];
                }
                largest = Math.max(largest, Math.sqrt(error / (ofX * ofY)));
            }
        }
        assertThat(largest).isLessThanOrEqualTo(decomposed.error() + 1e-14).isGreaterThan(decomposed.error() / 100);
    }

    private static double[] start(TdnProduct product, int components, double[] x, double[] t, double[] y) {
        Tape tape = Tape.open(Backend.detect());
        int[] same = IntStream.range(0, EDGES).toArray();
        Rows edges = new Rows(EDGES, List.of(same, same, same), List.of(EDGES, EDGES, EDGES));
        double[] ones = new double[EDGES * CHANNELS];
        java.util.Arrays.fill(ones, 1);
        Var result = product.start(
                tape,
                edges,
                tape.leaf(x, EDGES, components * CHANNELS, 0),
                tape.leaf(t, EDGES, components * CHANNELS, 0),
                tape.leaf(y, EDGES, components, 0),
                tape.leaf(ones, EDGES, CHANNELS, 0));
        return result.toDoubles();
    }
}
