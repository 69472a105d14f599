package org.gaunt.potential.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.gaunt.files.InputException;
import org.gaunt.potential.LoadOptions;
import org.gaunt.potential.Potential;
import org.gaunt.potential.io.ModelFile;
import org.gaunt.potential.model.GoldenFiles;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of MACE are opened as potentials, and what was converted is kept. */
class ImportedModelsTest {
    private static final String CACHE = "gaunt.cache";

    @TempDir
    Path folder;

    @BeforeEach
    void cacheInTheFolder() {
        System.setProperty(CACHE, folder.resolve("cache").toString());
    }

    @AfterEach
    void usualCache() {
        System.clearProperty(CACHE);
    }

    private List<Path> kept() throws IOException {
        try (Stream<Path> files = Files.list(ImportedModels.cacheFolder())) {
            return files.toList();
        }
    }

    private double energy(Path file) {
        try (Potential potential = Potential.load(file, LoadOptions.DEFAULT.withThreads(1))) {
            return potential.evaluate(GoldenFiles.structure("hnco")).energy();
        }
    }

    @Test
    void isConvertedOnceAndGivesTheSameNumbers() throws IOException {
        Path file = MaceFiles.in(folder, "off23");
        double first = energy(file);
        assertThat(first).isCloseTo(-4563.208476372803, Offset.offset(1e-8));
        assertThat(kept()).hasSize(1);
        Path copy = kept().getFirst();
        byte[] before = Files.readAllBytes(copy);
        assertThat(energy(file)).isEqualTo(first);
        assertThat(energy(copy)).isEqualTo(first);
        Files.write(copy, new byte[100]); // a damaged copy is made again
        assertThat(energy(file)).isEqualTo(first);
        assertThat(Files.readAllBytes(copy)).isEqualTo(before);
    }

    @Test
    void aCacheThatCannotBeWrittenIsNoObstacle() throws IOException {
        Files.writeString(folder.resolve("file"), "no folder");
        System.setProperty(CACHE, folder.resolve("file").toString());
        assertThat(energy(MaceFiles.in(folder, "off23"))).isLessThan(-4563);
    }

    @Test
    void theConvertedFileSaysWhereItCameFrom() {
        ModelFile converted =
                ImportedModels.convert(MaceFiles.in(folder, "two_heads"), Optional.of("Default"), Optional.of("MIT"));
        Path file = folder.resolve("converted.safetensors");
        converted.write(file);
        ModelFile read = ImportedModels.read(file);
        assertThat(read.header()).isEqualTo(converted.header());
        assertThat(read.model().parameters().values())
                .isEqualTo(converted.model().parameters().values());
        assertThat(read.header().training().get(ImportedModels.SOURCE)).isInstanceOf(Map.class);
        Map<?, ?> source = (Map<?, ?>) read.header().training().get(ImportedModels.SOURCE);
        assertThat((Object) source.get("file")).isEqualTo("two_heads.model");
        assertThat(source.get("sha256").toString()).hasSize(64);
        assertThat((Object) source.get("licence")).isEqualTo("MIT");
        assertThat((Object) source.get("head")).isEqualTo("Default");
        assertThatThrownBy(() -> ImportedModels.convert(file, Optional.empty(), Optional.empty()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("nothing to convert");
    }
}
