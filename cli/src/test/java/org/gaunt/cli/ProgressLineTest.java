package org.gaunt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressLineTest {

    private static final ProgressState STATE =
            new ProgressState(12, 500, 0.25, 83, 249.4, 0.012345, 0.8123, 23.44, 812.3);

    @Test
    void drawsABarWithEverythingOnAWideTerminal() {
        assertThat(ProgressLine.bar(STATE, 140))
                .isEqualTo("epoch  12/500  ━━━━━━━━╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌   25 %  loss 0.0123"
                        + "  valid 0.812 meV/atom, 23.4 meV/Å  812 structures/s  4:09 left");
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 30, 40, 60, 80, 100, 120, 200})
    void keepsToTheWidth(int width) {
        assertThat(ProgressLine.bar(STATE, width).length()).isLessThanOrEqualTo(width);
    }

    @Test
    void leavesOutWhatMattersLeast() {
        assertThat(ProgressLine.bar(STATE, 85))
                .contains("epoch  12/500", "━", "25 %", "23.4 meV/Å", "4:09 left")
                .doesNotContain("loss", "structures/s");
    }

    @Test
    void saysWhyNothingHappensAtFirst() {
        assertThat(ProgressLine.bar(ProgressState.start(9), 80))
                .startsWith("epoch 1/9  ╌")
                .endsWith("  0 %  generating and compiling kernels");
        ProgressState unvalidated = new ProgressState(1, 9, 0.1, 1, 9, 12, Double.NaN, Double.NaN, 100);
        assertThat(ProgressLine.bar(unvalidated, 120)).contains("loss 12.0").doesNotContain("valid", "-:--");
    }

    @Test
    void writesALineForALog() {
        assertThat(ProgressLine.plain(STATE))
                .isEqualTo("epoch  12/500  loss 0.0123  valid energy 0.812 meV/atom, forces 23.4 meV/Å"
                        + "  812 structures/s  1:23 elapsed  4:09 left");
    }

    @Test
    void showsADashForWhatIsNotKnown() {
        assertThat(ProgressLine.plain(ProgressState.start(9)))
                .isEqualTo("epoch 1/9  loss -  valid energy - meV/atom, forces - meV/Å  - structures/s"
                        + "  0:00 elapsed  -:-- left");
    }

    @ParameterizedTest
    @CsvSource({"0, 0:00", "59.4, 0:59", "59.6, 1:00", "3599, 59:59", "3600, 1:00:00", "-1, 0:00", "NaN, -:--"})
    void writesTimes(double seconds, String text) {
        assertThat(ProgressLine.time(seconds)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1.2345, 1.23", "123.45, 123", "1234.5, 1235", "0.012345, 0.0123", "1.5e-7, 1.50e-07", "NaN, -"
    })
    void writesNumbers(double value, String text) {
        assertThat(ProgressLine.number(value)).isEqualTo(text);
    }
}
