package org.gaunt.potential.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gaunt.files.InputException;
import org.gaunt.learn.io.Safetensors;
import org.gaunt.learn.io.Tensor;
import org.gaunt.linalg.Precision;
import org.gaunt.potential.ToyData;
import org.gaunt.potential.ToyFactory;
import org.gaunt.potential.ToyModel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelFileTest {

    private final ToyModel model = ToyData.model(3);
    private final Map<String, Object> training = Map.of("epochs", 7, "rate", 0.1, "seeds", List.of(1, 2));

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void write() {
        file = folder.resolve("model.safetensors");
        ModelFile.write(file, model, new ToyFactory(), Precision.FLOAT32, training);
    }

    private ModelFile read() {
        return ModelFile.read(file, List.of(new ToyFactory()));
    }

    @Test
    void aModelComesBackToTheBit() {
        ModelFile read = read();
        assertThat(read.model()).isInstanceOf(ToyModel.class);
        assertThat(read.model().parameters().values())
                .containsExactly(model.parameters().values());
        assertThat(read.model().parameters().entries())
                .isEqualTo(model.parameters().entries());
        assertThat(read.model().cutoff()).isEqualTo(3);
        assertThat(read.header().precision()).isEqualTo(Precision.FLOAT32);
        assertThat(read.header().units()).containsEntry("energy", "eV");
        assertThat(read.header().training()).isEqualTo(training);
        assertThat(read.header().atomicNumbers()).containsExactly(1, 8);
    }

    @Test
    void unknownKindsAreNamed() {
        assertThatThrownBy(() -> ModelFile.read(file, List.of()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("toy");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"version\":2 | \"version\":3 | version 3",
                "\"version\":2 | \"version\":0 | version 0",
                "gaunt-model | other-model | other-model",
                "\"cutoff\":3.0,\"units | \"cutoff\":4.0,\"units | contradicts",
                "\"kind\" | \"sort\" | kind",
                "FLOAT32 | FLOAT16 | FLOAT16",
                "{\"cutoff\":3.0 | {\"cutoff\":3.0,\"more\":1 | more",
                "{\"cutoff\":3.0 | {\"cutoff\":\"3.0\" | String",
                "\"elements\":[1 | \"elements\":[1.5 | damaged",
            })
    void wrongHeadersAreNamed(String part, String instead, String expected) {
        Safetensors content = Safetensors.read(file);
        String header = content.metadata().get("gaunt");
        assertThat(header).contains(part);
        new Safetensors(
                        Map.of("gaunt", header.replaceFirst(java.util.regex.Pattern.quote(part), instead)),
                        content.tensors())
                .write(file);
        assertThatThrownBy(this::read)
                .isInstanceOf(InputException.class)
                .hasMessageContaining("model.safetensors")
                .hasMessageContaining(expected);
    }

    @Test
    void wrongWeightsAreNamed() {
        Safetensors content = Safetensors.read(file);
        Map<String, Tensor> tensors = new LinkedHashMap<>(content.tensors());
        tensors.put("pair", Tensor.of(new double[] {1, Double.NaN, 3}, 3));
        new Safetensors(content.metadata(), tensors).write(file);
        assertThatThrownBy(this::read).isInstanceOf(InputException.class).hasMessageContaining("NaN in \"pair\"");
        tensors.put("pair", Tensor.of(new double[] {1, 2}, 2));
        new Safetensors(content.metadata(), tensors).write(file);
        assertThatThrownBy(this::read).isInstanceOf(InputException.class).hasMessageContaining("[2] instead of [3]");
        tensors.remove("pair");
        new Safetensors(content.metadata(), tensors).write(file);
        assertThatThrownBy(this::read).isInstanceOf(InputException.class).hasMessageContaining("1 arrays");
        new Safetensors(Map.of(), content.tensors()).write(file);
        assertThatThrownBy(this::read).isInstanceOf(InputException.class).hasMessageContaining("not a model");
    }
}
