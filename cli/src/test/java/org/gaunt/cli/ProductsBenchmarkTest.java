package org.gaunt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.gaunt.cli.ProductsBenchmark.Setting;
import org.gaunt.product.GauntProducts;
import org.gaunt.product.MatrixProducts;
import org.gaunt.product.ProductSpec;
import org.gaunt.product.VectorGauntProducts;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The degrees of freedom that the benchmark divides by are those of the products it times. */
class ProductsBenchmarkTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void formulasAreTheExpressivityOfTheProducts(int l) {
        ProductSpec apart = ProductsBenchmark.clebschGordan(Setting.MIMO, l, false);
        assertThat(apart.expressivity()).isEqualTo(ProductsBenchmark.naturalPaths(l));
        assertThat(ProductsBenchmark.clebschGordan(Setting.SIMO, l, false).expressivity())
                .isEqualTo(ProductsBenchmark.gauntExpressivity(Setting.SIMO, l));
        ProductSpec merged = ProductsBenchmark.clebschGordan(Setting.MIMO, l, true);
        assertThat(merged.paths()).hasSameSizeAs(apart.paths());
        assertThat(merged.expressivity())
                .isEqualTo(GauntProducts.elementwise(l, l, 2 * l, 1).expressivity())
                .isEqualTo(ProductsBenchmark.gauntExpressivity(Setting.MIMO, l));
        assertThat(MatrixProducts.elementwise(l, l, 2 * l, 1).expressivity())
                .isEqualTo(ProductsBenchmark.gauntExpressivity(Setting.MIMO, l));
        assertThat(VectorGauntProducts.cross(l, l, 2 * l, 1).expressivity())
                .isEqualTo(ProductsBenchmark.vectorExpressivity(l));
    }
}
