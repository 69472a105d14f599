package org.gaunt.potential.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.gaunt.atoms.Structure;
import org.gaunt.files.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
        assertThat(LabelWeights.of(structure, Map.of("hot", 10.0))).isEqualTo(new LabelWeights(60, 10, 0, 20));
        assertThat(LabelWeights.of(structure, Map.of("cold", 10.0))).isEqualTo(new LabelWeights(6, 1, 0, 2));
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

    @Test
    void defaultStandsForStructuresWithoutAConfigType() {
        Structure unnamed = Structure.builder(new int[] {1}, new double[3]).build();
        assertThat(LabelWeights.of(unnamed, Map.of("Default", 0.5, "hot", 3.0)))
                .isEqualTo(new LabelWeights(0.5, 0.5, 0.5, 0.5));
        assertThat(LabelWeights.of(structure(Map.of()), Map.of("Default", 0.5))).isSameAs(LabelWeights.ONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "config_wieght",
                "Config_weight",
                "config_force_weight",
                "weight",
                "energy_weights",
                "stres_weight"
            })
    void misspeltWeightsAreRefused(String key) {
        assertThatThrownBy(() -> LabelWeights.of(structure(Map.of(key, "2")), Map.of()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("the entry " + key + " looks like a weight and is none")
                .hasMessageContaining("it would have no effect as it is");
    }

    @ParameterizedTest
    @ValueSource(strings = {"config_dipole_weight", "molecular_weight", "atomic_weight", "config_name", "config_id"})
    void otherEntriesAreLeftAlone(String key) {
        assertThat(LabelWeights.of(structure(Map.of(key, "2")), Map.of())).isSameAs(LabelWeights.ONE);
    }
}
