package org.gaunt.regression;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.gaunt.autodiff.Rows;
import org.gaunt.autodiff.Tape;
import org.gaunt.autodiff.Var;
import org.gaunt.form.Backend;
import org.gaunt.o3.Irreps;
import org.gaunt.product.GauntProducts;
import org.gaunt.product.ProductSpec;
import org.gaunt.product.ReferenceProduct;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SegnnFormsTest {

    private static final int CHANNELS = 3;

    /** The fused product is the product of the factory, each segment of the result scaled to unit variance. */
    @ParameterizedTest
    @CsvSource({"clebsch-gordan, 1, 1", "clebsch-gordan, 2, 2", "gaunt, 1, 1", "gaunt, 2, 1", "gaunt, 2, 2"})
    void isTheProductOfTheFactory(String product, int lmax, int lmaxAttributes) {
        SegnnConfig config = new SegnnConfig(product, CHANNELS, lmax, lmaxAttributes, 1, 4);
        SegnnForms forms = new SegnnForms(config, 1);
        Irreps features = SegnnConfig.natural(CHANNELS, lmax);
        Irreps attributes = SegnnConfig.natural(1, lmaxAttributes);
        Random random = new Random(1);
        double[] x = random.doubles(features.dim(), -1, 1).toArray();
        double[] a = random.doubles(attributes.dim(), -1, 1).toArray();
        List<double[]> operands = new ArrayList<>(List.of(x, a));
        ProductSpec spec;
        double[] weighted = x.clone();
        if (config.gaunt()) {
            double[] wx = random.doubles((lmax + 1L) * CHANNELS, -1, 1).toArray();
            double[] wa =
                    random.doubles((lmaxAttributes + 1L) * CHANNELS, -1, 1).toArray();
            operands.add(wx);
            operands.add(wa);
            // the factory's product has one attribute for all channels: give every channel its own, weighted
            spec = GauntProducts.elementwise(lmax, lmaxAttributes, lmax, CHANNELS);
            weighted = weighted(x, wx, lmax);
            double[] all = new double[a.length * CHANNELS];
            for (int i = 0; i < all.length; i++) {
                all[i] = a[i / CHANNELS];
            }
            a = weighted(all, wa, lmaxAttributes);
        } else {
            spec = ProductSpec.channelwise(features, attributes, features);
        }
        int last = spec.operands().size() - 1;
        double[][] rows = new double[spec.operands().size()][];
        rows[0] = weighted;
        rows[1] = a;
        for (int k = 2; k <= last; k++) {
            rows[k] = new double[spec.operands().get(k).dim()];
            java.util.Arrays.fill(rows[k], 1);
        }
        double[] wanted = ReferenceProduct.evaluate(spec, last, rows);
        double[] found = plain(forms, operands);
        assertThat(found).hasSameSizeAs(wanted);
        for (int s = 0; s < spec.operands().get(last).segments().size(); s++) {
            double factor = factor(spec, s);
            int from = spec.operands().get(last).offset(s);
            int to = from + spec.operands().get(last).segments().get(s).dim();
            for (int i = from; i < to; i++) {
                assertThat(found[i]).as("number " + i).isCloseTo(factor * wanted[i], Offset.offset(1e-13));
            }
        }
    }

    private static double[] weighted(double[] values, double[] weights, int lmax) {
        double[] result = values.clone();
        for (int l = 0; l <= lmax; l++) {
            for (int i = l * l * CHANNELS; i < (l + 1) * (l + 1) * CHANNELS; i++) {
                result[i] *= weights[l * CHANNELS + i % CHANNELS];
            }
        }
        return result;
    }

    private static double factor(ProductSpec spec, int segment) {
        double sum = 0;
        for (ProductSpec.Path path : spec.paths()) {
            if (path.factors().getLast().segment() == segment) {
                sum += path.coefficients().stream()
                        .mapToDouble(c -> c.value() * c.value())
                        .sum();
            }
        }
        return Math.sqrt(spec.operands().getLast().segments().get(segment).components() / sum);
    }

    private static double[] plain(SegnnForms forms, List<double[]> operands) {
        Tape tape = Tape.open(Backend.detect());
        @Nullable Var[] values = new @Nullable Var[operands.size() + 1];
        for (int k = 0; k < operands.size(); k++) {
            values[k] = tape.leaf(operands.get(k), 1, operands.get(k).length, 0);
        }
        return tape.form(forms.plain, CHANNELS, Rows.of(1), values, operands.size())[0].toDoubles();
    }
}
