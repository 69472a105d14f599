package org.gaunt.kernel.trilinear;

import org.gaunt.decomposition.CpDecomposition;
import org.gaunt.decomposition.SharedProducts;
import org.gaunt.decomposition.SharedProducts.Mode;
import org.gaunt.product.CpFactors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CpMapTest {
    /** Whatever the quality of the factors, the kernel computes what their coefficients say; rank 60 needs two parts. */
    @ParameterizedTest
    @CsvSource({"1, 7, 1", "1, 8, 5", "1, 8, 13", "1, 5, 19", "1, 5, 33", "1, 5, 123", "2, 60, 3"})
    void kernelsMatchTheTable(int lmax, int rank, int channels) {
        SharedProducts products = SharedProducts.to(lmax);
        CpFactors f = new CpDecomposition(1, 20, 2).ofRank(products.tensor(), rank);
        for (int rows : new int[] {0, 1, 6}) {
            TrilinearChecks.matches(
                    new CpMap(f, channels),
                    products.factored(f, Mode.UUU_UNWEIGHTED, channels, channels, channels),
                    rows);
        }
    }
}
