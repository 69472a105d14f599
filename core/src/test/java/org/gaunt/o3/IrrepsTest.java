package org.gaunt.o3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IrrepsTest {

    @ParameterizedTest
    @CsvSource({
        "2x1o+3x0e+1e+0o, 2x1o+3x0e+1x1e+1x0o, 13, 7, 1, 1x0o+3x0e+2x1o+1x1e, 2x1o+3x0e+1x1e+1x0o",
        "0e + 2x0e + 5x1o+ 0x2e, 1x0e+2x0e+5x1o+0x2e, 18, 8, 2, 1x0e+2x0e+5x1o+0x2e, 3x0e+5x1o",
        "128x0e+128x1o+64x2e, 128x0e+128x1o+64x2e, 832, 320, 2, 128x0e+128x1o+64x2e, 128x0e+128x1o+64x2e",
        "1y+2y+3x3y, 1x1o+1x2e+3x3o, 29, 5, 3, 1x1o+1x2e+3x3o, 1x1o+1x2e+3x3o",
        "13x1e+5x0o+13x1e, 13x1e+5x0o+13x1e, 83, 31, 1, 5x0o+13x1e+13x1e, 13x1e+5x0o+13x1e",
        "3x2o+2x2e+1x1e+4x1o+2x0o+1x0e, 3x2o+2x2e+1x1e+4x1o+2x0o+1x0e, 43, 13, 2, 2x0o+1x0e+4x1o+1x1e+3x2o+2x2e,"
                + " 3x2o+2x2e+1x1e+4x1o+2x0o+1x0e"
    })
    void grammarOfE3nn(String text, String canonical, int dim, int count, int lmax, String sorted, String simplified) {
        Irreps irreps = Irreps.parse(text);
        assertThat(irreps).hasToString(canonical);
        assertThat(Irreps.parse(canonical)).isEqualTo(irreps);
        assertThat(irreps.dim()).isEqualTo(dim);
        assertThat(irreps.numIrreps()).isEqualTo(count);
        assertThat(irreps.lmax()).isEqualTo(lmax);
        assertThat(irreps.sort().irreps()).hasToString(sorted);
        assertThat(irreps.simplify()).hasToString(simplified);
    }

    @Test
    void sortingTellsTheWayThereAndBack() {
        Irreps.Sorted sorted = Irreps.parse("2x1o+3x0e+1e+0o").sort();
        assertThat(sorted.permutation()).containsExactly(2, 1, 3, 0);
        assertThat(sorted.inverse()).containsExactly(3, 1, 0, 2);
        assertThat(Irreps.parse("13x1e+5x0o+13x1e").sort().permutation()).containsExactly(1, 0, 2);
    }

    @Test
    void countsOffsetsAndProducts() {
        Irreps irreps = Irreps.parse("2x0e+3x1o+1x0e");
        assertThat(irreps.count(Irrep.parse("0e"))).isEqualTo(3);
        assertThat(irreps.contains(Irrep.parse("1e"))).isFalse();
        assertThat(irreps.offset(2)).isEqualTo(11);
        assertThat(irreps.plus(Irreps.parse("1e"))).hasToString("2x0e+3x1o+1x0e+1x1e");
        assertThat(irreps.filter(Irrep::isScalar)).hasToString("2x0e+1x0e");
        assertThat(Irreps.parse("2x1o").tensorProduct(Irreps.parse("3x1o+0e"))).hasToString("6x0e+2x1o+6x1e+6x2e");
        assertThat(Irreps.sphericalHarmonics(3)).hasToString("1x0e+1x1o+1x2e+1x3o");
        assertThat(Irreps.parse("  ").dim()).isZero();
    }

    @Test
    void productOfIrreps() {
        assertThat(Irrep.parse("1o").times(Irrep.parse("2e")))
                .isEqualTo(List.of(Irrep.parse("1o"), Irrep.parse("2o"), Irrep.parse("3o")));
        assertThat(Irrep.parse("2o").isIn(Irrep.parse("1o"), Irrep.parse("2e"))).isTrue();
        assertThat(Irrep.parse("2e").isIn(Irrep.parse("1o"), Irrep.parse("2e"))).isFalse();
        assertThat(Irrep.parse("4o").isIn(Irrep.parse("1o"), Irrep.parse("2e"))).isFalse();
        assertThat(Irrep.parse("3y").isNatural()).isTrue();
        assertThat(Irrep.parse("3e").isNatural()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"3xfe", "x1o", "-1x1o", "1u", "3x", "1.5x1o", "2x1o2", "99999999999x1o", "99999999999o"})
    void errorsCarryTheOffendingTerm(String term) {
        assertThatThrownBy(() -> Irreps.parse("8x0e + " + term))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + term + "'");
    }

    @Test
    void emptyTermsAndBadIrrepsAreErrors() {
        assertThatThrownBy(() -> Irreps.parse("1o++2e")).hasMessageContaining("an empty term in '1o++2e'");
        assertThatThrownBy(() -> Irrep.parse("vector")).hasMessageContaining("'vector'");
        assertThatThrownBy(() -> new Irrep(-1, 1)).hasMessageContaining("-1");
        assertThatThrownBy(() -> new Irrep(1, 0)).hasMessageContaining("not 0");
        assertThatThrownBy(() -> new MulIrrep(-2, new Irrep(1, 1))).hasMessageContaining("-2");
        assertThatThrownBy(() -> Irreps.of().lmax()).isInstanceOf(IllegalStateException.class);
    }
}
