package org.gaunt.atoms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.gaunt.files.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Packed files, and files in other encodings or of other formats. */
class FileFormatsTest {

    private static final Path CASES = Path.of("src", "test", "resources", "cases");
    private static final String FRAMES =
            "1\nenergy=1\nH 0 0 0\n\n2\r\nenergy=2 note=Å\r\nH 0 0 0\nO 0 0 1\r\n1\n\nSi 0 0 0";

    @TempDir
    private Path folder;

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    private static byte[] gzip(String text) throws IOException {
        return gzip(text.getBytes(StandardCharsets.UTF_8));
    }

    private InputException failure(byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("in.xyz"), bytes);
        InputException failure = catchThrowableOfType(InputException.class, () -> ExtendedXyz.read(file));
        assertThat(failure).isNotNull();
        assertThat(failure.file()).isEqualTo(file.toString());
        return failure;
    }

    @Test
    void packedFilesAreRead() {
        Structure structure = ExtendedXyz.read(CASES.resolve("f18_gzip.xyz.gz")).getFirst();

        assertThat(structure.formula()).isEqualTo("Si2");
        assertThat(structure.labels().energy()).isEqualTo(-10.5);
        assertThat(structure.labels().forces()).containsExactly(0.01, -0.02, 0.03, -0.01, 0.02, -0.03);
        assertThat(structure.cell()).isEqualTo(Cell.box(6, 6.5, 7));
    }

    @ParameterizedTest
    @ValueSource(strings = {"in.xyz.gz", "in.xyz", "in"})
    void whatIsPackedIsToldByTheContent(String name) throws IOException {
        Path plain = Files.writeString(folder.resolve("plain.gz"), FRAMES);
        Path packed = Files.write(folder.resolve(name), gzip(FRAMES));

        assertThat(ExtendedXyz.read(packed)).isEqualTo(ExtendedXyz.read(plain)).hasSize(3);
    }

    @Test
    void membersOneAfterTheOtherAndPaddingAreRead() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(gzip("1\n\nH 0 "));
        all.write(gzip(""));
        all.write(gzip("0 0\n1\n\nO 0 0 0\n"));
        all.write(new byte[700]);
        Path file = Files.write(folder.resolve("in.xyz.gz"), all.toByteArray());

        assertThat(ExtendedXyz.read(file)).extracting(Structure::formula).containsExactly("H", "O");
    }

    @Test
    void aHeaderWithEveryPartIsRead() throws IOException {
        byte[] packed = gzip("1\n\nH 0 0 0\n");
        ByteArrayOutputStream named = new ByteArrayOutputStream();
        named.write(packed, 0, 3);
        named.write(2 + 4 + 8 + 16);
        named.write(packed, 4, 6);
        named.write(new byte[] {3, 0, 'e', 'x', 't'});
        named.write("in.xyz\0a comment\0".getBytes(StandardCharsets.ISO_8859_1));
        named.write(new byte[] {1, 2});
        named.write(packed, 10, packed.length - 10);
        Path file = Files.write(folder.resolve("in.xyz.gz"), named.toByteArray());

        assertThat(ExtendedXyz.read(file)).hasSize(1);
    }

    @Test
    void manyFramesAreTheSamePackedOrNot() throws IOException {
        StringBuilder text = new StringBuilder();
        Random random = new Random(1);
        for (int k = 0; k < 20_000; k++) {
            text.append("1\nenergy=")
                    .append(random.nextDouble())
                    .append("\nH 0 0 ")
                    .append(k)
                    .append('\n');
        }
        Path plain = Files.writeString(folder.resolve("in.xyz"), text);
        Path packed = Files.write(folder.resolve("in.xyz.gz"), gzip(text.toString()));

        assertThat(ExtendedXyz.read(packed)).isEqualTo(ExtendedXyz.read(plain));
    }

    @Test
    void everyTruncationOfAPackedFileIsExplained() throws IOException {
        byte[] packed = gzip(FRAMES);
        for (int length = 2; length < packed.length; length++) {
            InputException failure = failure(Arrays.copyOf(packed, length));
            assertThat(failure.getMessage())
                    .as("%d bytes", length)
                    .contains("packed by gzip, and incomplete or damaged", "found:  ", "gzip --test", "again");
        }
    }

    @Test
    void damagedPackedFilesAreExplained() throws IOException {
        byte[] packed = gzip(FRAMES);
        byte[] checksum = packed.clone();
        checksum[packed.length - 6] ^= 1;
        assertThat(failure(checksum)).hasMessageContaining("the checksum is wrong");
        byte[] length = packed.clone();
        length[packed.length - 1] ^= 1;
        assertThat(failure(length)).hasMessageContaining("the length is wrong");
        byte[] method = packed.clone();
        method[2] = 7;
        assertThat(failure(method)).hasMessageContaining("incomplete or damaged");
        byte[] garbage = Arrays.copyOf(packed, packed.length + 3);
        garbage[packed.length + 1] = 'x';
        assertThat(failure(garbage)).hasMessageContaining("something that is not gzip follows");
        assertThat(failure(gzip(packed))).hasMessageContaining("packed by gzip twice");
        assertThat(failure(gzip(""))).hasMessageContaining("the file has no structures");
    }

    @Test
    void aNameThatEndsInGzIsPacked() throws IOException {
        Path plain = Files.writeString(folder.resolve("in.xyz"), FRAMES);
        List<Structure> structures = ExtendedXyz.read(plain);
        Path packed = folder.resolve("out.xyz.GZ");
        ExtendedXyz.write(packed, structures);
        ExtendedXyz.write(plain, structures);

        try (GZIPInputStream unpacked = new GZIPInputStream(Files.newInputStream(packed))) {
            assertThat(unpacked.readAllBytes()).isEqualTo(Files.readAllBytes(plain));
        }
        assertThat(ExtendedXyz.read(packed)).isEqualTo(structures);
        assertThatThrownBy(() -> ExtendedXyz.write(folder.resolve("out.xyz.bz2"), structures))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("a name that ends in .gz");
        assertThat(folder.resolve("out.xyz.bz2")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void framesAreReadInAnyOrder(boolean packed) throws IOException {
        byte[] bytes = ("\uFEFF" + FRAMES).getBytes(StandardCharsets.UTF_8);
        Path path = Files.write(folder.resolve("in.xyz"), packed ? gzip(bytes) : bytes);
        FrameFile file = FrameFile.of(path, LabelKeys.DEFAULT);
        List<Structure> frames = new ArrayList<>();
        List<Long> offsets = new ArrayList<>();
        file.forEach((frame, offset) -> {
            frames.add(frame);
            offsets.add(offset);
        });

        assertThat(frames).isEqualTo(ExtendedXyz.read(path));
        for (int k : new int[] {2, 0, 1, 2}) {
            Source source = frames.get(k).source();
            assertThat(source).isNotNull();
            Structure again = file.read(offsets.get(k), source.line());
            assertThat(again).isEqualTo(frames.get(k));
            assertThat(again.source()).isEqualTo(source);
        }
    }

    @Test
    void aPackedFileLeavesNoTemporaryFileBehind() throws IOException {
        Path packed = Files.write(folder.resolve("in.xyz.gz"), gzip(FRAMES));
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        long before = count(temporary);
        FrameFile file = FrameFile.of(packed, LabelKeys.DEFAULT);
        assertThat(count(temporary)).isEqualTo(before);
        Files.delete(packed);
        assertThat(file.read(0, 1).formula()).isEqualTo("H"); // the unpacked text is all that is needed

        Path damaged = Files.write(folder.resolve("in.gz"), Arrays.copyOf(gzip(FRAMES), 60));
        assertThatThrownBy(() -> FrameFile.of(damaged, LabelKeys.DEFAULT))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("incomplete or damaged");
        assertThat(count(temporary)).isEqualTo(before);
    }

    private static long count(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> String.valueOf(file.getFileName()).startsWith("gaunt"))
                    .count();
        }
    }

    @Test
    void utf16IsNamed() {
        assertThatThrownBy(() -> ExtendedXyz.read(CASES.resolve("f16_utf16.xyz")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("text in UTF-16")
                .hasMessageContaining("iconv -f UTF-16 " + CASES.resolve("f16_utf16.xyz") + " -t UTF-8 > OUT.xyz");
    }

    @ParameterizedTest
    @CsvSource({
        "UTF-16BE, feff, UTF-16",
        "UTF-16LE, feff, UTF-16",
        "UTF-32BE, feff, UTF-32BE",
        "UTF-32LE, feff, UTF-32LE",
        "UTF-16BE, , UTF-16BE",
        "UTF-16LE, , UTF-16LE",
        "UTF-32BE, , UTF-32BE",
        "UTF-32LE, , UTF-32LE"
    })
    void wideEncodingsAreNamed(String encoding, String mark, String name) throws IOException {
        byte[] bytes = ((mark == null ? "" : "\uFEFF") + FRAMES).getBytes(Charset.forName(encoding));

        assertThat(failure(bytes)).hasMessageContaining("found:  text in " + name + "\n");
        assertThat(failure(bytes)).hasMessageContaining("iconv -f " + name + " ");
        assertThat(failure(gzip(bytes))).hasMessageContaining("gunzip -c ").hasMessageContaining("iconv -f " + name);
    }

    @ParameterizedTest
    @CsvSource({
        "425a68393141, bzip2",
        "fd377a585a0000, xz",
        "28b52ffd0458, Zstandard",
        "504b030414, zip",
        "377abcaf271c, 7z",
        "1f9d90, compress",
        "2d206f6620556c6d, ASE trajectory",
        "53514c69746520666f726d61742033, SQLite",
        "894844460d0a1a0a, HDF5",
        "434446010000, NetCDF",
        "310a0a4820300030, zero bytes"
    })
    void otherFormatsAreNamed(String hex, String name) throws IOException {
        assertThat(failure(java.util.HexFormat.of().parseHex(hex)))
                .hasMessageContaining("this is not a text file that can be read")
                .hasMessageContaining(name)
                .hasMessageContaining("remedy: ");
    }

    @Test
    void oneByteEncodingsKeepTheirTexts() throws IOException {
        byte[] latin = "1\nunit=Å author=\"J. Müller\" energy=1.5\nH 0 0 0\n".getBytes(StandardCharsets.ISO_8859_1);
        Structure structure = ExtendedXyz.read(Files.write(folder.resolve("latin.xyz"), latin))
                .getFirst();

        assertThat(structure.labels().energy()).isEqualTo(1.5);
        assertThat(structure.info()).containsEntry("unit", "Å").containsEntry("author", "J. Müller");
    }
}
