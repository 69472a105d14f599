package org.gaunt.atoms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersTest {

    @Test
    void readsTheSameAsJavaToTheBit() {
        Random random = new Random(3);
        for (int k = 0; k < 3_000; k++) {
            double value = random.nextGaussian() * Math.pow(10, random.nextInt(12) - 4);
            String text = String.format(Locale.ROOT, "%." + random.nextInt(18) + "f", value);
            assertThat(Double.doubleToRawLongBits(Numbers.parseReal(text)))
                    .as(text)
                    .isEqualTo(Double.doubleToRawLongBits(Double.parseDouble(text)));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "-0, -0.0",
        "0.000, 0",
        ".5, 0.5",
        "5., 5",
        "+7, 7",
        "999999999999999, 999999999999999",
        "0.000000000000001, 1e-15",
        "123456789012345678901, 123456789012345678901",
        "-2.5E+2, -250",
        "1d1, 10",
        "NaN, NaN",
        "-nan, NaN",
        "Inf, Infinity",
        "-INFINITY, -Infinity"
    })
    void readsSpecialForms(String text, double value) {
        // to the bit, for the sign of zero
        assertThat(Double.doubleToLongBits(Numbers.parseReal(text))).isEqualTo(Double.doubleToLongBits(value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", ".", "1.2.3", "1f", "0x1p3", "1_000", "--1", "1-", "e5", "1e", "one", "1,5", "dd"})
    void refusesWhatIsNotANumber(String text) {
        assertThatThrownBy(() -> Numbers.parseReal(text)).isInstanceOf(NumberFormatException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "15, 15",
        "' 7 ', 7",
        "007, 7",
        "0, -1",
        "-3, -1",
        "101, -1",
        "9999999999, -1",
        "99999999999999999999, -1",
        "1.0, -1",
        "'', -1"
    })
    void wholeNumbersKeepToTheirBounds(String text, int value) {
        assertThat(Numbers.parseWhole(text, 1, 100)).isEqualTo(value);
    }
}
