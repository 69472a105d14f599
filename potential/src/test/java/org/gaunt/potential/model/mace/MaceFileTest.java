package org.gaunt.potential.model.mace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.gaunt.files.InputException;
import org.gaunt.form.Backend;
import org.gaunt.learn.io.Safetensors;
import org.gaunt.linalg.Precision;
import org.gaunt.potential.Derivatives;
import org.gaunt.potential.Prediction;
import org.gaunt.potential.ToyData;
import org.gaunt.potential.TrainableModel;
import org.gaunt.potential.eval.ModelPotential;
import org.gaunt.potential.io.ModelFactory;
import org.gaunt.potential.io.ModelFile;
import org.gaunt.potential.model.GoldenFiles;
import org.gaunt.potential.model.ModelKinds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaceFileTest {

    private final GoldenMace golden = new GoldenMace("mace_a", Backend.detect());
    private final ModelFactory<?> factory = ModelKinds.factory("mace", Backend.detect());

    @TempDir
    Path folder;

    private Path write() {
        Path file = folder.resolve("model.safetensors");
        ModelFile.write(file, golden.model, factory, Precision.FLOAT64, Map.of());
        return file;
    }

    private static Prediction predict(TrainableModel model) {
        try (ModelPotential potential = new ModelPotential(model, Precision.FLOAT64, 1)) {
            return potential.evaluate(GoldenFiles.structure("aminoethanol"), Derivatives.FORCES);
        }
    }

    @Test
    void aModelFromAFileGivesTheSameBits() {
        ModelFile read = ModelFile.read(write(), List.of(factory));
        Prediction before = predict(golden.model);
        Prediction after = predict(read.model());
        assertThat(after.energy()).isEqualTo(before.energy());
        assertThat(after.forces()).isEqualTo(before.forces());
        assertThat(read.header().kind()).isEqualTo("mace");
        assertThat(read.model()).isInstanceOfSatisfying(Mace.class, mace -> {
            assertThat(mace.config()).isEqualTo(golden.model.config());
            assertThat(mace.data()).isEqualTo(golden.model.data());
        });
    }

    @Test
    void settingsThatMakeNoModelAreErrors() {
        Path file = write();
        Safetensors content = Safetensors.read(file);
        String header = content.metadata().get("gaunt").replace("\"hidden\":\"", "\"hidden\":\"1x1o+");
        new Safetensors(Map.of("gaunt", header), content.tensors()).write(file);
        assertThatThrownBy(() -> ModelFile.read(file, List.of(factory)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("damaged")
                .hasMessageContaining("scalars");
    }

    @Test
    void onlyModelsOfItsKindAreDescribed() {
        assertThat(factory.describe(ToyData.model(1))).isNull();
    }
}
