package org.gaunt.potential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.gaunt.atoms.Structure;
import org.gaunt.atoms.Structures;
import org.gaunt.files.InputException;
import org.gaunt.form.Backend;
import org.gaunt.linalg.Precision;
import org.gaunt.potential.dispersion.D3Dispersion;
import org.gaunt.potential.eval.ModelPotential;
import org.gaunt.potential.io.ModelFile;
import org.gaunt.potential.model.ModelKinds;
import org.gaunt.potential.model.mace.Mace;
import org.gaunt.potential.model.mace.MaceConfig;
import org.gaunt.potential.network.ModelData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The front door: a file becomes a potential, a file of structures becomes structures. */
class PotentialLoadTest {
    @TempDir
    private Path folder;

    private Path write(Mace model) {
        Path file = folder.resolve("model.safetensors");
        ModelFile.write(file, model, ModelKinds.factory("mace", Backend.detect()), Precision.FLOAT64, Map.of());
        return file;
    }

    private static Mace mace() {
        return new Mace(
                MaceConfig.defaults(),
                new ModelData(ToyData.ELEMENTS, List.of(-13.5, -430.0), 1, 0, 2),
                3,
                Backend.detect());
    }

    @Test
    void loadsAndEvaluates() throws IOException {
        Path xyz = Files.writeString(folder.resolve("water.xyz"), "3\n\nO 0 0 0\nH 0.96 0 0\nH -0.24 0.93 0\n");
        Mace model = mace();
        Structure water = Structures.read(xyz).getFirst();
        double expected;
        try (ModelPotential direct = new ModelPotential(model, Precision.FLOAT64, 1)) {
            expected = direct.evaluate(water).energy();
        }
        try (Potential potential = Potential.load(write(model))) {
            Prediction prediction = potential.evaluate(water);
            assertThat(prediction.energy()).isEqualTo(expected);
            assertThat(prediction.forces()).hasSize(9);
        }
        LoadOptions options =
                LoadOptions.DEFAULT.withPrecision(Precision.FLOAT32).withThreads(1);
        try (Potential single = Potential.load(write(model), options)) {
            assertThat(single.evaluate(water).energy()).isNotEqualTo(expected).isCloseTo(expected, within(1e-4));
        }
    }

    /** A reader of another jar that knows nothing of dispersion: what is asked for is refused, not left out. */
    @Test
    void aReaderThatAddsNoDispersionIsNotAskedForIt() {
        PotentialReader other = new PotentialReader() {
            @Override
            public String format() {
                return "another format";
            }

            @Override
            public boolean recognizes(Path file, byte[] head) {
                return true;
            }

            @Override
            public Potential open(Path file, LoadOptions options) {
                throw new AssertionError("opened");
            }
        };
        assertThatThrownBy(() -> PotentialReaders.open(
                        other, folder.resolve("x"), LoadOptions.DEFAULT.withDispersion("d3bj/pbe")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("another format with d3bj/pbe");
    }

    @Test
    void aDispersionCorrectionIsAdded() throws IOException {
        Path xyz = Files.writeString(folder.resolve("water.xyz"), "3\n\nO 0 0 0\nH 0.96 0 0\nH -0.24 0.93 0\n");
        Structure water = Structures.read(xyz).getFirst();
        Path file = write(mace());
        LoadOptions options = LoadOptions.DEFAULT.withThreads(1);
        Prediction correction = D3Dispersion.of("d3bj/pbe").evaluate(water);
        try (Potential plain = Potential.load(file, options);
                Potential sum = Potential.load(file, options.withDispersion("d3bj/pbe"))) {
            assertThat(correction.energy()).isNegative();
            assertThat(sum.evaluate(water).energy())
                    .isEqualTo(plain.evaluate(water).energy() + correction.energy());
            assertThat(sum.evaluate(water).forces()[0])
                    .isEqualTo(plain.evaluate(water).forces()[0] + correction.forces()[0]);
        }
        assertThatThrownBy(() -> Potential.load(file, options.withDispersion("d3bj/pbex")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("pbex");
    }

    private static org.assertj.core.data.Offset<Double> within(double offset) {
        return org.assertj.core.data.Offset.offset(offset);
    }

    @Test
    void whatIsNoPotentialIsRefused() throws IOException {
        Path text = Files.writeString(folder.resolve("notes.txt"), "not a model");
        assertThatThrownBy(() -> Potential.load(text))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("not a potential")
                .hasMessageContaining(".safetensors");
        assertThatThrownBy(() -> Potential.load(folder.resolve("notes.safetensor")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no such file");
        assertThatThrownBy(() -> Structures.read(text))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("extended XYZ");
        assertThatThrownBy(() -> Potential.load(write(mace()), LoadOptions.DEFAULT.withHead("pbe")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no such head");
    }
}
