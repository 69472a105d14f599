package org.gaunt.learn.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.gaunt.linalg.Precision;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KeysTest {

    record Inner(int stepSize, Precision precision) {}

    record Outer(
            double learningRate,
            @Inlined Inner inner,
            List<String> freeze,
            @Nullable Double maxMinutes) {}

    @Test
    void keysAreInSnakeCase() {
        assertThat(Keys.of("lmax")).isEqualTo("lmax");
        assertThat(Keys.of("stageTwoStart")).isEqualTo("stage_two_start");
        assertThat(Keys.of("beta1Decay")).isEqualTo("beta1_decay");
    }

    @Test
    void valuesOfInlinedRecordsStandAmongTheOthers() {
        Map<String, String> values =
                Keys.values(new Outer(0.01, new Inner(3, Precision.FLOAT32), List.of("a", "b"), null));
        assertThat(values)
                .containsExactly(
                        Map.entry("learning_rate", "0.01"),
                        Map.entry("step_size", "3"),
                        Map.entry("precision", "float32"),
                        Map.entry("freeze", "[a, b]"),
                        Map.entry("max_minutes", "nothing"));
    }
}
