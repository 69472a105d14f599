package org.gaunt.atoms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ElementTest {

    /** Values of {@code ase.data}. */
    @ParameterizedTest
    @CsvSource({
        "1, H, 1.008, 0.31",
        "6, C, 12.011, 0.76",
        "7, N, 14.007, 0.71",
        "8, O, 15.999, 0.66",
        "14, Si, 28.085, 1.11",
        "42, Mo, 95.95, 1.54",
        "79, Au, 196.966569, 1.36",
        "118, Og, 294.214, 2.0"
    })
    void knowsNumbersMassesAndRadii(int number, String symbol, double mass, double radius) {
        Element element = Element.of(number);

        assertThat(element.symbol()).isEqualTo(symbol);
        assertThat(element.number()).isEqualTo(number);
        assertThat(element.mass()).isEqualTo(mass);
        assertThat(element.covalentRadius()).isEqualTo(radius);
        assertThat(Element.ofSymbol(symbol)).contains(element);
    }

    @Test
    void thereAreAllOfThem() {
        assertThat(Element.values()).hasSize(118);
        for (int number = 1; number <= 118; number++) {
            assertThat(Element.of(number).number()).isEqualTo(number);
            assertThat(Element.of(number).mass()).isBetween(1.0 * number, 3.0 * number);
        }
        assertThat(Element.isNumber(0)).isFalse();
        assertThat(Element.isNumber(119)).isFalse();
        assertThatThrownBy(() -> Element.of(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"''", "X", "Hydrogen", "C1", "Ca2", "-"})
    void unknownSymbolsAreNotFound(String symbol) {
        assertThat(Element.ofSymbol(symbol)).isEmpty();
    }

    @Test
    void unitsAgreeWithTextbooks() {
        assertThat(Units.HARTREE).isCloseTo(27.2114, within(1e-4));
        assertThat(Units.HARTREE_PER_BOHR).isCloseTo(51.4221, within(1e-4));
        assertThat(Units.KCAL_PER_MOL).isCloseTo(0.0433641, within(1e-7));
        assertThat(Units.KJ_PER_MOL).isCloseTo(0.0103643, within(1e-7));
        assertThat(1 / Units.GPA).isCloseTo(160.21766, within(1e-5));
        assertThat(1 / Units.KBAR).isCloseTo(1602.1766, within(1e-4));
        assertThat(Units.BOLTZMANN * 300).isCloseTo(0.0258520, within(1e-7));
        assertThat(Units.AMU_ANGSTROM2_PER_FS2).isCloseTo(103.64270, within(1e-5));
        assertThat(Units.RYDBERG).isCloseTo(13.605693, within(1e-6));
        assertThat(Units.BOHR).isCloseTo(0.5291772, within(1e-7));
    }
}
