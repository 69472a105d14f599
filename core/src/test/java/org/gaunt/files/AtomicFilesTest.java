package org.gaunt.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {

    @TempDir
    private Path folder;

    @Test
    void writesReplacesAndMakesFolders() {
        Path file = folder.resolve("a").resolve("b.txt");

        AtomicFiles.writeText(file, "one");
        assertThat(file).hasContent("one");
        AtomicFiles.writeText(file, "zwölf");
        assertThat(file).hasContent("zwölf");
    }

    @Test
    void aFailureLeavesTheOldFileAndNoTemporaryOne() throws IOException {
        Path file = folder.resolve("a.txt");
        AtomicFiles.writeText(file, "old");

        assertThatThrownBy(() -> AtomicFiles.write(file, out -> {
                    out.write(new byte[100_000]);
                    throw new IOException("disk full");
                }))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("a.txt: cannot write the file")
                .hasMessageContaining("disk full")
                .hasMessageContaining("remedy:");

        assertThat(file).hasContent("old");
        try (Stream<Path> entries = Files.list(folder)) {
            assertThat(entries).containsExactly(file);
        }
    }

    @Test
    void whileItIsWrittenTheOldFileIsThere() {
        Path file = folder.resolve("a.txt");
        AtomicFiles.writeText(file, "old");

        AtomicFiles.write(file, out -> {
            out.write('n');
            out.flush();
            assertThat(file).hasContent("old");
        });

        assertThat(file).hasContent("n");
    }

    @Test
    void aLinkGoesOnPointing() throws IOException {
        Path file = folder.resolve("a.txt");
        AtomicFiles.writeText(file, "old");
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);

        AtomicFiles.writeText(link, "new");

        assertThat(link).isSymbolicLink();
        assertThat(file).hasContent("new");
    }

    @Test
    void aFolderIsNotReplaced() {
        assertThatThrownBy(() -> AtomicFiles.writeText(folder, "x"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("a folder has this name");
    }

    @Test
    void aFileInTheWayOfAFolderIsExplained() {
        AtomicFiles.writeText(folder.resolve("a"), "x");

        assertThatThrownBy(() -> AtomicFiles.writeText(folder.resolve("a").resolve("b"), "x"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("cannot write the file");
    }
}
