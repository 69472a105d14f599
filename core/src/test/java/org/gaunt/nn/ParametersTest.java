package org.gaunt.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParametersTest {

    @Test
    void tensorsLieSideBySideInTheOrderGiven() {
        Parameters parameters = Parameters.builder()
                .add("a", false, 2, 3)
                .add("b", true)
                .add("c", false, 4)
                .build();
        assertThat(parameters.size()).isEqualTo(11);
        assertThat(parameters.entries()).extracting(Parameters.Entry::offset).containsExactly(0, 6, 7);
        assertThat(parameters.entry("b").shape()).isEqualTo(List.of());
        parameters.set("c", new double[] {1, 2, 3, 4});
        assertThat(Arrays.copyOfRange(parameters.values(), 7, 11)).containsExactly(1, 2, 3, 4);
        assertThat(parameters.get("c")).containsExactly(1, 2, 3, 4);
        assertThat(parameters).hasToString("3 tensors, 11 weights: a [2, 3], b [], c [4]");
    }

    @Test
    void aCopyDoesNotShareValues() {
        Parameters parameters = Parameters.builder().add("a", false, 2).build();
        Parameters copy = parameters.copy();
        copy.values()[0] = 7;
        assertThat(parameters.values()[0]).isZero();
        assertThat(copy.entries()).isEqualTo(parameters.entries());
    }

    @Test
    void everyTensorHasAStreamOfItsOwn() {
        double[] alone = Parameters.builder()
                .add("weight", false, Initializer.NORMAL, 1000)
                .build(5)
                .get("weight");
        double[] second = Parameters.builder()
                .add("other", false, Initializer.NORMAL, 3)
                .add("weight", false, Initializer.NORMAL, 1000)
                .build(5)
                .get("weight");
        assertThat(second).containsExactly(alone);
        double[] otherSeed = Parameters.builder()
                .add("weight", false, Initializer.NORMAL, 1000)
                .build(6)
                .get("weight");
        assertThat(otherSeed[0]).isNotEqualTo(alone[0]);
        assertThat(Arrays.stream(alone).average().orElseThrow()).isBetween(-0.1, 0.1);
        assertThat(Arrays.stream(alone).map(x -> x * x).average().orElseThrow()).isBetween(0.9, 1.1);
    }

    @Test
    void mistakesAreNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Parameters.builder().add("a", false, 2).add("a", false, 3))
                .withMessageContaining("\"a\" is defined twice");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Parameters.builder().add("a", false, 0))
                .withMessageContaining("extents start at 1");
        Parameters parameters = Parameters.builder().add("a", false, 2).build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parameters.entry("b"))
                .withMessageContaining("[a]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parameters.set("a", new double[3]))
                .withMessageContaining("2 values, given 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        Parameters.builder().add("a", false, 50_000, 50_000).build());
    }
}
