package org.gaunt.learn.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.gaunt.files.AtomicFiles;
import org.gaunt.files.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {

    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("a.safetensors");
    }

    private Path raw(String header, int dataBytes) throws IOException {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer buffer = ByteBuffer.allocate(8 + text.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(text.length).put(text);
        return Files.write(file(), buffer.array());
    }

    @Test
    void whatIsWrittenIsRead() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("b", Tensor.of(new double[] {1, Math.PI, Double.MIN_VALUE, -0.0, 1e300, 6}, 2, 3));
        tensors.put("a", Tensor.of(new int[] {1, -2, Integer.MIN_VALUE}, 3));
        tensors.put("scalar", Tensor.of(new double[] {5}));
        tensors.put("empty", Tensor.of(new double[0], 0, 4));
        new Safetensors(Map.of("text", "ä \"quoted\"\n"), tensors).write(file());
        Safetensors read = Safetensors.read(file());
        assertThat(read.metadata()).containsExactlyEntriesOf(Map.of("text", "ä \"quoted\"\n"));
        assertThat(read.tensors().keySet()).containsExactly("b", "a", "scalar", "empty");
        assertThat(read.tensor("b").doubles())
                .containsExactly(new double[] {1, Math.PI, Double.MIN_VALUE, -0.0, 1e300, 6});
        assertThat(read.tensor("b").shape()).isEqualTo(List.of(2, 3));
        assertThat(read.tensor("a").ints()).containsExactly(1, -2, Integer.MIN_VALUE);
        assertThat(read.tensor("a").type()).isEqualTo(TensorType.I32);
        assertThat(read.tensor("scalar").shape()).isEmpty();
        assertThat(read.tensor("empty").size()).isZero();
        assertThatThrownBy(() -> read.tensor("c")).hasMessageContaining("[b, a, scalar, empty]");
        assertThatThrownBy(() -> read.tensor("b").ints()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theHeaderEndsOnAMultipleOfEight() throws IOException {
        new Safetensors(Map.of("k", "12345"), Map.of("x", Tensor.of(new double[] {1}, 1))).write(file());
        long length = ByteBuffer.wrap(Files.readAllBytes(file()))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong();
        assertThat(length % 8).isZero();
        assertThat(folder.toFile().list()).containsExactly("a.safetensors");
    }

    @Test
    void allTypesAreRead() throws IOException {
        String header = "{\"f\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
                + "\"l\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[4,12]},"
                + "\"s\":{\"dtype\":\"I16\",\"shape\":[1],\"data_offsets\":[12,14]},"
                + "\"u\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[14,16]}}";
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer buffer = ByteBuffer.allocate(8 + text.length + 16).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(text.length).put(text).putFloat(1.5f).putLong(-7).putShort((short) -3);
        buffer.put((byte) 200).put((byte) 1);
        Files.write(file(), buffer.array());
        Safetensors read = Safetensors.read(file());
        assertThat(read.tensor("f").doubles()).containsExactly(1.5);
        assertThat(read.tensor("l").ints()).containsExactly(-7);
        assertThat(read.tensor("s").doubles()).containsExactly(-3);
        assertThat(read.tensor("u").ints()).containsExactly(200, 1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "[1]                                                              | 0  | not a JSON object",
                "{\"x\":                                                          | 0  | not JSON",
                "{\"x\":{\"dtype\":\"F64\",\"shape\":[1]}}                        | 8  | data_offsets",
                "{\"x\":{\"dtype\":\"F99\",\"shape\":[1],\"data_offsets\":[0,8]}} | 8  | F99",
                "{\"x\":{\"dtype\":\"F64\",\"shape\":[2],\"data_offsets\":[0,8]}} | 8  | 16 bytes for F64",
                "{\"x\":{\"dtype\":\"F64\",\"shape\":[-1],\"data_offsets\":[0,8]}}| 8  | shape [-1]",
                "{\"x\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8]}} | 9  | 9 bytes of numbers",
                "{\"x\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[8,16]}}| 8  | [8, 16] of 8",
                "{\"x\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[8,0]}} | 8  | [8, 0]",
                "{\"x\":{\"dtype\":\"F64\",\"shape\":[1.5],\"data_offsets\":[0,8]}}| 8 | whole numbers",
                "{\"x\":{\"dtype\":\"U8\",\"shape\":[65536,65536],\"data_offsets\":[0,8]}}| 8 | 2 GiB",
                "{\"__metadata__\":{\"a\":1}}                                     | 0  | not a text",
                "{\"a\":{},\"a\":{}}                                              | 0  | not JSON",
            })
    void damageIsNamed(String header, int dataBytes, String expected) throws IOException {
        Path file = raw(header.strip(), dataBytes);
        assertThatThrownBy(() -> Safetensors.read(file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("a.safetensors")
                .hasMessageContaining(expected);
    }

    @Test
    void everyTruncationAndEveryFlippedBitOfTheNumbersIsFound() throws IOException {
        new Safetensors(Map.of(), Map.of("x", Tensor.of(new double[] {1, 2, 3}, 3))).write(file());
        byte[] whole = Files.readAllBytes(file());
        for (int length = 0; length < whole.length; length++) {
            Files.write(file(), java.util.Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> Safetensors.read(file()))
                    .as("%d bytes", length)
                    .isInstanceOf(InputException.class);
        }
        for (int bit = 8 * (whole.length - 24); bit < 8 * whole.length; bit += 5) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(file(), flipped);
            assertThatThrownBy(() -> Safetensors.read(file())).hasMessageContaining("checksum");
        }
    }

    @Test
    void randomDamageNeverEndsInAnythingButAnInputException() throws IOException {
        new Safetensors(Map.of("k", "v"), Map.of("x", Tensor.of(new double[] {1, 2, 3}, 3))).write(file());
        byte[] whole = Files.readAllBytes(file());
        SplittableRandom random = new SplittableRandom(11);
        for (int i = 0; i < 500; i++) {
            byte[] broken = whole.clone();
            broken[random.nextInt(whole.length)] = (byte) random.nextInt(256);
            Files.write(file(), broken);
            try {
                Safetensors.read(file());
            } catch (InputException expected) {
                assertThat(expected).hasMessageContaining("a.safetensors");
            }
        }
    }

    @Test
    void aMissingFileAndAMissingPlaceAreErrors() throws IOException {
        assertThatThrownBy(() -> Safetensors.read(folder.resolve("none")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no such file");
        Path notAFolder = Files.writeString(folder.resolve("f"), "x");
        assertThatThrownBy(() -> AtomicFiles.writeText(notAFolder.resolve("g"), "y"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("cannot write");
    }

    @Test
    void aTensorNeedsAsManyValuesAsItsShapeSays() {
        assertThatThrownBy(() -> Tensor.of(new double[5], 2, 3)).isInstanceOf(IllegalArgumentException.class);
    }
}
