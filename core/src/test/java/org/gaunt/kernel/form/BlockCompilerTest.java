package org.gaunt.kernel.form;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.gaunt.kernel.Precision;
import org.gaunt.kernel.Provider;
import org.gaunt.kernel.form.Operand.Access;
import org.gaunt.o3.Irreps;
import org.gaunt.product.ProductSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Convolutions as matrix products: every seat of the product, of its gradients and of the gradients of these. */
class BlockCompilerTest {
    private static Form convolution(int channels, String degrees, Access weights) {
        Irreps x = Irreps.parse(
                channels + "x0e+" + channels + "x1o" + (degrees.length() > 8 ? "+" + channels + "x2e" : ""));
        Irreps y = Irreps.parse(degrees);
        ProductSpec spec = ProductSpec.channelwise(x, y, x);
        return ProductForms.of(spec, List.of(Access.gather(0), Access.row(), weights, Access.gather(1)));
    }

    @ParameterizedTest
    @CsvSource({
        "FLOAT64,1,0e+1o,vector",
        "FLOAT64,5,0e+1o+2e,vector",
        "FLOAT32,13,0e+1o+2e,vector",
        "FLOAT32,16,0e+1o+2e+3o,vector",
        "FLOAT32,19,0e+1o,vector",
        "FLOAT64,33,0e+1o,vector",
        "FLOAT32,123,0e+1o,vector",
        "FLOAT64,6,0e+1o+2e,scalar",
        "FLOAT32,7,0e+1o,scalar"
    })
    void everySeatOfEveryOrder(Precision precision, int channels, String degrees, String provider) {
        FormKernels kernels = new FormKernels(provider.equals("scalar") ? Provider.scalar() : Provider.detect());
        Form form = convolution(channels, degrees, Access.row());
        assertThat(BlockCompiler.applies(form)).isTrue();
        Form first = form.contract(3);
        Form second = first.contract(0, 1, 2);
        for (boolean add : new boolean[] {true, false}) {
            FormTest.check(kernels, form, new int[] {3}, channels, precision, add);
            FormTest.check(kernels, first, new int[] {0, 1, 2}, channels, precision, add);
            FormTest.check(kernels, first, new int[] {1}, channels, precision, add);
            FormTest.check(kernels, second, new int[] {0, 1, 2, 4}, channels, precision, add);
            FormTest.check(kernels, second, new int[] {2, 4}, channels, precision, add);
        }
        FormTest.check(kernels, second.contract(0, 2, 4), new int[] {0, 1, 2, 4, 5, 6, 7}, channels, precision);
    }

    @Test
    void weightsThatAreGatheredOrShared() {
        FormKernels kernels = new FormKernels(Provider.detect());
        for (Access weights : List.of(Access.gather(0), Access.shared())) {
            Form form = convolution(8, "0e+1o+2e", weights);
            FormTest.check(kernels, form, new int[] {3}, 8, Precision.FLOAT64);
            FormTest.check(kernels, form.contract(3), new int[] {0, 1, 2}, 8, Precision.FLOAT64);
        }
    }

    @Test
    void noRows() {
        Form form = convolution(8, "0e+1o", Access.row()).contract(3);
        FormKernel kernel =
                new FormKernels(Provider.detect()).get(form, 8, new int[] {0, 1, 2}, new boolean[3], Precision.FLOAT32);
        Object[] arrays = new Object[8];
        java.util.Arrays.fill(arrays, new float[0]);
        kernel.program().run(arrays, new int[][] {{}, {}}, 0, 0, new float[kernel.scratchLength()]);
        assertThat(kernel.codeLengths()).allMatch(length -> length < 8000);
    }
}
