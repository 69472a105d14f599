package org.gaunt.kernel.trilinear;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.gaunt.form.CompiledTrilinearMap;
import org.gaunt.form.TrilinearMap;
import org.gaunt.kernel.code.Provider;
import org.gaunt.kernel.code.Target;
import org.gaunt.linalg.Precision;
import org.gaunt.linalg.Workspace;
import org.gaunt.product.ProductSpec;
import org.gaunt.product.ReferenceProduct;

/** Compares the kernels of a trilinear map with the textbook loop over the coefficients of a product. */
final class TrilinearChecks {
    private TrilinearChecks() {}

    /** The providers of this machine, the scalar one first. */
    static List<Provider> providers() {
        List<Provider> providers = new ArrayList<>(List.of(Provider.scalar()));
        for (String name : List.of("vector128", "vector256", "vector512")) {
            try {
                providers.add(Provider.of(name));
            } catch (IllegalArgumentException wider) {
                break;
            }
        }
        return providers;
    }

    /** All seats, both precisions, all providers, overwriting and adding. */
    static void matches(KernelMap map, ProductSpec spec, int rows) {
        for (int seat = 0; seat < 3; seat++) {
            assertThat(map.components(seat) * map.channels())
                    .isEqualTo(spec.operands().get(seat).dim());
        }
        for (Provider provider : providers()) {
            for (Precision precision : Precision.values()) {
                CompiledTrilinearMap kernel = map.kernel(precision, Target.of(provider));
                for (int seat = 0; seat < 3; seat++) {
                    matches(map, spec, rows, seat, kernel, precision, provider);
                }
            }
        }
    }

    private static void matches(
            TrilinearMap map,
            ProductSpec spec,
            int rows,
            int seat,
            CompiledTrilinearMap kernel,
            Precision precision,
            Provider provider) {
        SplittableRandom random = new SplittableRandom(seat + 17L * rows);
        double[][] arrays = new double[3][];
        for (int k = 0; k < 3; k++) {
            arrays[k] = random.doubles((long) rows * map.components(k) * map.channels(), -1, 1)
                    .toArray();
        }
        int width = map.components(seat) * map.channels();
        double[] expected = new double[rows * width];
        for (int row = 0; row < rows; row++) {
            double[][] one = new double[3][];
            for (int k = 0; k < 3; k++) {
                int w = map.components(k) * map.channels();
                one[k] = java.util.Arrays.copyOfRange(arrays[k], row * w, (row + 1) * w);
            }
            System.arraycopy(ReferenceProduct.evaluate(spec, seat, one), 0, expected, row * width, width);
        }
        Object[] typed = new Object[3];
        for (int k = 0; k < 3; k++) {
            typed[k] = typed(arrays[k], precision);
        }
        int first = seat == 0 ? 1 : 0;
        int second = seat == 2 ? 1 : 2;
        Object out = precision.newArray(rows * width);
        Workspace workspace = new Workspace();
        double tolerance = precision == Precision.FLOAT32 ? 2e-5 : 1e-12;
        double size = 1;
        for (double e : expected) {
            size = Math.max(size, Math.abs(e));
        }
        kernel.evaluate(seat, typed[first], typed[second], out, rows, false, workspace);
        compare(out, expected, 1, tolerance * size, seat + " " + precision + " " + provider + " " + map);
        kernel.evaluate(seat, typed[first], typed[second], out, rows, true, workspace);
        compare(out, expected, 2, tolerance * size, "added " + seat + " " + precision + " " + provider + " " + map);
    }

    private static void compare(Object out, double[] expected, double factor, double tolerance, String what) {
        double worst = 0;
        for (int i = 0; i < expected.length; i++) {
            double found = out instanceof float[] f ? f[i] : ((double[]) out)[i];
            assertThat(found).as(what).isFinite();
            worst = Math.max(worst, Math.abs(found - factor * expected[i]));
        }
        assertThat(worst).as(what).isLessThan(tolerance);
    }

    static Object typed(double[] values, Precision precision) {
        if (precision == Precision.FLOAT64) {
            return values.clone();
        }
        float[] single = new float[values.length];
        for (int i = 0; i < single.length; i++) {
            single[i] = (float) values[i];
        }
        return single;
    }
}
