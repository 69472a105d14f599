package org.gaunt.potential.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Objects;
import org.gaunt.files.InputException;
import org.gaunt.form.Backend;
import org.gaunt.potential.Symmetry;
import org.gaunt.potential.TrainableModel;
import org.gaunt.potential.io.ModelFactory;
import org.gaunt.potential.model.escn.Escn;
import org.gaunt.potential.model.escn.EscnConfig;
import org.gaunt.potential.model.mace.Mace;
import org.gaunt.potential.model.mace.MaceConfig;
import org.gaunt.potential.network.ModelData;
import org.gaunt.potential.network.RadialKind;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

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

    /** Files of escn that were written before {@code parity} have the published form, and must keep it. */
    @Test
    void descriptionsWithoutANewerKeyKeepTheirForm() {
        EscnConfig published = new EscnConfig(4, 2, 2, 2, 3, RadialKind.MLP, 5, 5, List.of(8), 8, 6, true, 4, false);
        ModelData data = new ModelData(List.of(1, 8), List.of(-1.0, -2.0), 1, 0, 3);
        Backend backend = Backend.detect();
        ModelFactory<?> factory = ModelKinds.factory("escn", backend);
        TrainableModel made = readAgain(factory, new Escn(published, data, 3, backend), false);
        assertThat(((Escn) made).config()).isEqualTo(published);
        assertThat(made.symmetry()).isEqualTo(Symmetry.SE3);
        EscnConfig newer = new EscnConfig(4, 2, 2, 2, 3, RadialKind.MLP, 5, 5, List.of(8), 8, 6, true, 4, true);
        TrainableModel kept = readAgain(factory, new Escn(newer, data, 3, backend), true);
        assertThat(((Escn) kept).config()).isEqualTo(newer);
        assertThat(kept.symmetry()).isEqualTo(Symmetry.E3);
    }

    private static <D> TrainableModel readAgain(ModelFactory<D> factory, TrainableModel model, boolean withKey) {
        D description = Objects.requireNonNull(factory.describe(model));
        if (!withKey) {
            ((ObjectNode) ((ObjectNode) description).path("config")).remove("parity");
        }
        return factory.create(description);
    }

    @Test
    void twoKindsOfOneNameAreRefused() {
        assertThatThrownBy(() -> ModelKinds.withAdded(ModelKinds.all(), List.of(() -> List.of(MACE))))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("\"mace\"")
                .hasMessageContaining("Gaunt");
    }
}
