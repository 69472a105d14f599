package org.gaunt.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.SplittableRandom;
import org.gaunt.form.Operand.Access;
import org.gaunt.kernel.code.Target;
import org.gaunt.kernel.form.FormKernel;
import org.gaunt.kernel.form.FormKernels;
import org.gaunt.linalg.Precision;
import org.gaunt.o3.Irreps;
import org.gaunt.o3.Layout;
import org.gaunt.product.ProductSpec;
import org.gaunt.product.Products;
import org.gaunt.product.ReferenceProduct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The generated convolution against the textbook loop of its specification, every seat, with gathers and sums. */
class ProductFormsTest {
    private static final int EDGES = 9;
    private static final int ATOMS = 4;
    private static final int[] SENDER = {3, 0, 0, 1, 2, 3, 1, 2, 0};
    private static final int[] RECEIVER = {0, 1, 1, 1, 3, 3, 3, 3, 3};

    @ParameterizedTest
    @CsvSource({
        "5x0e, 0e+1o, FLOAT64",
        "13x0e+13x1o, 0e+1o+2e+3o, FLOAT64",
        "9x0e+9x1o+9x2e, 0e+1o+2e+3o, FLOAT64",
        "19x0e+19x1o, 0e+1o+2e, FLOAT32",
        "1x0e+1x1e, 0e+1o+2e, FLOAT64",
        "33x0e, 0e+1o+2e, FLOAT32"
    })
    void everySeatOfTheConvolution(String x, String y, Precision precision) {
        Irreps in = Irreps.parse(x);
        Irreps harmonics = Irreps.parse(y);
        ProductSpec spec = Products.channelwise(in, harmonics, in.tensorProduct(harmonics));
        int channels = in.get(0).mul();
        Form form = ProductForms.of(spec, List.of(Access.gather(0), Access.row(), Access.row(), Access.gather(1)));
        int[] rows = {ATOMS, EDGES, EDGES, ATOMS};
        SplittableRandom random = new SplittableRandom(3);
        double[][] values = new double[4][];
        for (int k = 0; k < 4; k++) {
            values[k] = random.doubles((long) rows[k] * spec.operands().get(k).dim(), -1, 1)
                    .map(v -> precision == Precision.FLOAT32 ? (float) v : v)
                    .toArray();
        }
        FormKernels kernels = new FormKernels(Target.detect());
        for (int seat = 0; seat < 4; seat++) {
            double[] found = generated(kernels, form, channels, seat, values, precision, spec, rows);
            double[] expected = textbook(spec, seat, values, rows);
            double scale =
                    java.util.Arrays.stream(expected).map(Math::abs).max().orElseThrow();
            double tolerance = precision == Precision.FLOAT32 ? 1e-5 : 1e-13;
            for (int i = 0; i < expected.length; i++) {
                assertThat(Math.abs(found[i] - expected[i]) / scale)
                        .as("%s, seat %d, [%d]: found %s, expected %s", spec, seat, i, found[i], expected[i])
                        .isLessThan(tolerance);
            }
        }
    }

    private static double[] generated(
            FormKernels kernels,
            Form form,
            int channels,
            int seat,
            double[][] values,
            Precision precision,
            ProductSpec spec,
            int[] rows) {
        FormKernel kernel = kernels.get(form, channels, new int[] {seat}, new boolean[] {false}, precision);
        int length = rows[seat] * spec.operands().get(seat).dim();
        Object[] arrays = new Object[5];
        for (int k = 0; k < 4; k++) {
            arrays[k] = convert(values[k], precision);
        }
        arrays[4] = convert(new double[length], precision);
        kernel.program()
                .run(
                        arrays,
                        new int[][] {SENDER, RECEIVER},
                        0,
                        EDGES,
                        convert(new double[kernel.scratchLength()], precision));
        double[] result = new double[length];
        for (int i = 0; i < length; i++) {
            result[i] = arrays[4] instanceof float[] f ? f[i] : ((double[]) arrays[4])[i];
        }
        return result;
    }

    private static Object convert(double[] values, Precision precision) {
        if (precision == Precision.FLOAT64) {
            return values.clone();
        }
        float[] single = new float[values.length];
        for (int i = 0; i < single.length; i++) {
            single[i] = (float) values[i];
        }
        return single;
    }

    private static double[] textbook(ProductSpec spec, int seat, double[][] values, int[] rows) {
        int width = spec.operands().get(seat).dim();
        double[] result = new double[rows[seat] * width];
        for (int e = 0; e < EDGES; e++) {
            int[] row = {SENDER[e], e, e, RECEIVER[e]};
            double[][] operands = new double[4][];
            for (int k = 0; k < 4; k++) {
                int dim = spec.operands().get(k).dim();
                operands[k] = java.util.Arrays.copyOfRange(values[k], row[k] * dim, (row[k] + 1) * dim);
            }
            double[] part = ReferenceProduct.evaluate(spec, seat, operands);
            for (int i = 0; i < width; i++) {
                result[row[seat] * width + i] += part[i];
            }
        }
        return result;
    }

    @Test
    void saysThatRowsAreInAnotherOrder() {
        ProductSpec spec = Products.gaunt(1, 1, 1, 2).withLayout(Layout.MUL_IR);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProductForms.of(spec, List.of(Access.row(), Access.row(), Access.row())))
                .withMessageContaining("a form reads rows laid out [component][channel]")
                .withMessageContaining("operand x")
                .withMessageContaining("withLayout");
    }
}
