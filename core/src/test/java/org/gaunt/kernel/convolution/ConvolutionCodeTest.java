package org.gaunt.kernel.convolution;

import static org.assertj.core.api.Assertions.assertThat;

import org.gaunt.form.ConvolutionMap;
import org.gaunt.form.ConvolutionShape;
import org.gaunt.kernel.code.Provider;
import org.gaunt.kernel.code.Target;
import org.gaunt.linalg.Precision;
import org.gaunt.o3.Irreps;
import org.gaunt.product.Products;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Code can be generated for vectors of every length, those included that this processor has not. */
class ConvolutionCodeTest {
    @ParameterizedTest
    @CsvSource({"0, 5", "128, 3", "256, 5", "256, 19", "512, 1", "512, 5", "512, 33"})
    void noMethodIsTooLongToBeCompiled(int bits, int channels) {
        Irreps harmonics = Irreps.sphericalHarmonics(4);
        Irreps x = Irreps.parse(
                channels + "x0e+" + channels + "x1o+" + channels + "x2e+" + channels + "x3o+" + channels + "x4e");
        ConvolutionShape shape = new ConvolutionMap(Products.channelwise(x, harmonics, x)).shape();
        for (Precision precision : Precision.values()) {
            ConvolutionKernel kernel = new ConvolutionKernel.Factory(Target.of(new Provider(bits, true)), precision)
                    .kernel(shape, channels);
            assertThat(kernel).isNotNull();
        }
    }
}
