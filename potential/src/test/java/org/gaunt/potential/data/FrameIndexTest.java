package org.gaunt.potential.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gaunt.atoms.ExtendedXyz;
import org.gaunt.atoms.LabelKeys;
import org.gaunt.atoms.Structure;
import org.gaunt.files.InputException;
import org.gaunt.learn.Split;
import org.gaunt.potential.ToyData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameIndexTest {

    @TempDir
    Path folder = Path.of("");

    private FrameIndex scan(Path... files) {
        return FrameIndex.scan(List.of(files), LabelKeys.DEFAULT, ToyData.CUTOFF, frame -> true, frame -> {});
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void readsEachFrameFromItsPlace(String newline) throws IOException {
        Path first = folder.resolve("a.xyz");
        Path second = folder.resolve("b.xyz");
        ExtendedXyz.write(first, ToyData.structures(7, 1));
        ExtendedXyz.write(second, ToyData.structures(4, 2));
        String text = "\uFEFF" + Files.readString(first).replace("hot", "h\u00f6t") + "\n\n" + Files.readString(second);
        Files.writeString(first, text.replace("\n", newline));
        List<Structure> all = new ArrayList<>(ExtendedXyz.read(first));
        all.addAll(ExtendedXyz.read(second));
        FrameIndex index = scan(first, second);
        assertThat(index.size()).isEqualTo(15).isEqualTo(all.size());
        for (int i = index.size() - 1; i >= 0; i--) {
            assertThat(index.read(i)).isEqualTo(all.get(i));
            assertThat(index.read(i).source()).isEqualTo(all.get(i).source());
            assertThat(index.name(i)).isEqualTo(String.valueOf(all.get(i).source()));
        }
    }

    @Test
    void knowsWhatAGraphInMemoryKnows() {
        Path file = folder.resolve("a.xyz");
        ExtendedXyz.write(file, ToyData.structures(7, 1));
        FrameIndex index = scan(file);
        GraphBuilder builder = new GraphBuilder(ToyData.ELEMENTS, ToyData.CUTOFF);
        List<Integer> some = List.of(5, 0, 3);
        GraphSource streamed = index.graphs(some, builder, Map.of());
        GraphSource memory = GraphSource.of(Split.pick(ExtendedXyz.read(file), some), builder, Map.of());
        assertThat(streamed.size()).isEqualTo(3);
        for (int i = 0; i < 3; i++) {
            assertThat(streamed.get(i).graph().shift())
                    .isEqualTo(memory.get(i).graph().shift());
            assertThat(streamed.get(i).forces()).isEqualTo(memory.get(i).forces());
            assertThat(streamed.atoms(i)).isEqualTo(memory.atoms(i));
            assertThat(streamed.counts(i)).isEqualTo(memory.counts(i));
            assertThat(streamed.name(i)).isEqualTo(memory.name(i));
        }
        assertThat(streamed.fingerprint(0)).isNotEqualTo(streamed.fingerprint(1));
        ReferenceEnergies references = new ReferenceEnergies(ToyData.ELEMENTS, List.of(-0.5, 1.5), false);
        assertThat(index.statistics(some, references)).isEqualTo(Statistics.of(memory, references.energies()));
    }

    @Test
    void aFileThatHasChangedIsAnError() throws IOException {
        Path file = folder.resolve("a.xyz");
        ExtendedXyz.write(file, ToyData.structures(7, 1));
        FrameIndex index = scan(file);
        String text = Files.readString(file);
        Files.writeString(file, text.substring(0, text.length() / 2));
        assertThatThrownBy(() -> index.read(6))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("a.xyz");
    }
}
