package org.gaunt.potential.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.gaunt.files.InputException;
import org.gaunt.potential.model.mace.Mace;
import org.gaunt.potential.model.mace.MaceConfig;
import org.junit.jupiter.api.Test;

/** Kinds that extensions add. */
class ModelKindsTest {
    private static final ModelKind<MaceConfig> MACE = new ModelKind<>(MaceConfig.defaults(), Mace::new);

    @Test
    void addedKindsComeAfterGauntsOwn() {
        List<ModelKind<?>> own = List.of(ModelKinds.of("nequip"));
        assertThat(ModelKinds.withAdded(own, List.of(() -> List.of(MACE))))
                .extracting(ModelKind::name)
                .containsExactly("nequip", "mace");
    }

    @Test
    void twoKindsOfOneNameAreRefused() {
        assertThatThrownBy(() -> ModelKinds.withAdded(ModelKinds.all(), List.of(() -> List.of(MACE))))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("\"mace\"")
                .hasMessageContaining("Gaunt");
    }
}
