package org.gaunt.potential.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.gaunt.atoms.Structure;
import org.gaunt.files.InputException;
import org.junit.jupiter.api.Test;

class LabelWeightsTest {

    private static Structure structure(Map<String, String> info) {
        return Structure.builder(new int[] {1}, new double[3])
                .configType("hot")
                .info(info)
                .build();
    }

    @Test
    void areProductsOfEntriesAndOfTheTypesFactor() {
        Structure structure = structure(Map.of(
                "config_weight", "2", "config_energy_weight", "3", "forces_weight", "0.5", "virials_weight", "0"));
        assertThat(LabelWeights.of(structure, Map.of("hot", 10.0))).isEqualTo(new LabelWeights(60, 10, 0));
        assertThat(LabelWeights.of(structure, Map.of("cold", 10.0))).isEqualTo(new LabelWeights(6, 1, 0));
        assertThat(LabelWeights.of(structure(Map.of()), Map.of())).isSameAs(LabelWeights.ONE);
    }

    @Test
    void mustBeNumbersAndGivenOnce() {
        assertThatThrownBy(() -> LabelWeights.of(structure(Map.of("config_weight", "-1")), Map.of()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("config_weight is not a weight")
                .hasMessageContaining("-1");
        assertThatThrownBy(() ->
                        LabelWeights.of(structure(Map.of("config_energy_weight", "1", "energy_weight", "2")), Map.of()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("given twice");
    }
}
