package org.gaunt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.gaunt.learn.EpochRecord;
import org.gaunt.learn.Metrics;
import org.gaunt.potential.train.PotentialMetrics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressLineTest {

    private static final ProgressWords WORDS = new PotentialWords();

    private static final ProgressState STATE = new ProgressState(
            12,
            500,
            0.25,
            83,
            249.4,
            0.012345,
            validated(new Metrics(
                    List.of(PotentialMetrics.ENERGY_RMSE, PotentialMetrics.FORCE_RMSE),
                    new double[] {0.8123e-3, 23.44e-3})),
            0.01,
            812.3);

    private static EpochRecord validated(Metrics metrics) {
        Metrics none = new Metrics(List.of(), new double[0]);
        return new EpochRecord(12, 60, 0.01, 0.02, none, 0.01, metrics, 1, 812.3, 83);
    }

    @Test
    void drawsABarWithEverythingOnAWideTerminal() {
        assertThat(ProgressLine.bar(STATE, WORDS, 140))
                .isEqualTo("epoch  12/500  ━━━━━━━━╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌   25 %  loss 0.0123"
                        + "  valid 0.812 meV/atom, 23.4 meV/Å  812 structures/s  4:09 left");
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 30, 40, 60, 80, 100, 120, 200})
    void keepsToTheWidth(int width) {
        assertThat(ProgressLine.bar(STATE, WORDS, width).length()).isLessThanOrEqualTo(width);
    }

    @Test
    void leavesOutWhatMattersLeast() {
        assertThat(ProgressLine.bar(STATE, WORDS, 85))
                .contains("epoch  12/500", "━", "25 %", "23.4 meV/Å", "4:09 left")
                .doesNotContain("loss", "structures/s");
    }

    @Test
    void saysWhyNothingHappensAtFirst() {
        assertThat(ProgressLine.bar(ProgressState.start(9), WORDS, 80))
                .startsWith("epoch 1/9  ╌")
                .endsWith("  0 %  generating and compiling kernels");
        ProgressState unvalidated = new ProgressState(1, 9, 0.1, 1, 9, 12, null, Double.NaN, 100);
        assertThat(ProgressLine.bar(unvalidated, WORDS, 120))
                .contains("loss 12.0")
                .doesNotContain("valid", "-:--");
    }

    @Test
    void writesALineForALog() {
        assertThat(WORDS.plain(STATE))
                .isEqualTo("epoch  12/500  loss 0.0123  valid energy 0.812 meV/atom, forces 23.4 meV/Å"
                        + "  812 structures/s  1:23 elapsed  4:09 left");
    }

    @Test
    void showsADashForWhatIsNotKnown() {
        assertThat(WORDS.plain(ProgressState.start(9)))
                .isEqualTo("epoch 1/9  loss -  valid energy - meV/atom, forces - meV/Å  - structures/s"
                        + "  0:00 elapsed  -:-- left");
    }

    @Test
    void particlesHaveOtherWords() {
        ProgressWords words = new ParticleWords();
        ProgressState state = new ProgressState(
                3, 40, 0.1, 83, 249.4, 0.012345, validated(new Metrics(List.of(), new double[0])), 0.0099, 812.3);
        assertThat(words.plain(state))
                .isEqualTo("epoch 3/40  training MSE 0.01235  validation 0.01000 (best 0.00990)  812 systems/s"
                        + "  4:09 left");
        assertThat(ProgressLine.bar(state, words, 120))
                .contains("MSE 0.0123", "valid 0.0100", "812 systems/s", "4:09 left");
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
