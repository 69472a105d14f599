package org.gaunt.potential.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.gaunt.files.InputException;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Damaged and malicious files are refused with one message, soon, and nothing in them is run. */
class HostileFilesTest {
    @TempDir
    static Path folder;

    /** Bytes of a pickle. */
    private static final class Pickle {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Pickle protocol(int n) {
            return bytes(0x80, n);
        }

        Pickle bytes(int... codes) {
            for (int code : codes) {
                out.write(code);
            }
            return this;
        }

        Pickle ascii(String text) {
            out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
            return this;
        }

        Pickle text(String text) {
            byte[] utf = text.getBytes(StandardCharsets.UTF_8);
            return ascii("X").i4(utf.length).ascii(text);
        }

        Pickle i4(int n) {
            out.writeBytes(ByteBuffer.allocate(4)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(n)
                    .array());
            return this;
        }

        byte[] end() {
            out.write('.');
            return out.toByteArray();
        }
    }

    private static byte[] pickle(int protocol, Consumer<Pickle> content) {
        Pickle pickle = new Pickle().protocol(protocol);
        content.accept(pickle);
        return pickle.end();
    }

    private static Path archive(String name, Map<String, byte[]> entries) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> each : entries.entrySet()) {
                ZipEntry entry = new ZipEntry(each.getKey());
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(each.getValue().length);
                CRC32 crc = new CRC32();
                crc.update(each.getValue());
                entry.setCrc(crc.getValue());
                zip.putNextEntry(entry);
                zip.write(each.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return MaceFiles.write(folder.resolve(name), bytes.toByteArray());
    }

    private static Path ofPickle(String name, byte[] pickle) {
        return archive(name, Map.of("m/data.pkl", pickle));
    }

    private static Map<String, byte[]> entries(String model) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(MaceFiles.in(folder, model).toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return entries;
    }

    private static Path changed(String name, Consumer<Map<String, byte[]>> change) {
        Map<String, byte[]> entries = entries("off23");
        change.accept(entries);
        return archive(name, entries);
    }

    static Stream<Arguments> files() {
        byte[] system = "cposix\nsystem\n".getBytes(StandardCharsets.ISO_8859_1);
        String touch = "touch " + folder.resolve("executed");
        byte[] call2 = pickle(
                2,
                p -> p.ascii(new String(system, StandardCharsets.ISO_8859_1))
                        .text(touch)
                        .bytes(0x85)
                        .ascii("R"));
        byte[] call4 = pickle(
                4,
                p -> p.text("posix")
                        .text("system")
                        .bytes(0x93)
                        .text(touch)
                        .bytes(0x85)
                        .ascii("R"));
        byte[] whole = MaceFiles.bytes("off23");
        byte[] legacy = MaceFiles.bytes("two_heads");
        return Stream.of(
                Arguments.of("a call in protocol 2", ofPickle("call2", call2), "no model"),
                Arguments.of("a call in protocol 4", ofPickle("call4", call4), "no model"),
                Arguments.of(
                        "a call in the old format",
                        MaceFiles.write(folder.resolve("call0"), legacyCall(call2)),
                        "model"),
                Arguments.of(
                        "half a file",
                        MaceFiles.write(folder.resolve("half"), Arrays.copyOf(whole, whole.length / 2)),
                        "cut off"),
                Arguments.of(
                        "half an old file",
                        MaceFiles.write(folder.resolve("half0"), Arrays.copyOf(legacy, legacy.length / 2)),
                        "cut off"),
                Arguments.of(
                        "the first bytes",
                        MaceFiles.write(folder.resolve("few"), Arrays.copyOf(whole, 200)),
                        "cut off"),
                Arguments.of("an empty file", MaceFiles.write(folder.resolve("empty"), new byte[0]), "neither"),
                Arguments.of(
                        "another file",
                        MaceFiles.write(folder.resolve("text"), "energy".getBytes(StandardCharsets.UTF_8)),
                        "neither"),
                Arguments.of(
                        "a storage that is missing", changed("missing", e -> e.remove("off23/data/5")), "no storage 5"),
                Arguments.of(
                        "a storage that is short",
                        changed("short", e -> e.put("off23/data/5", new byte[8])),
                        "storage 5 of 8 bytes"),
                Arguments.of(
                        "another byte order",
                        changed("big", e -> e.put("off23/byteorder", "big".getBytes(StandardCharsets.UTF_8))),
                        "byte order"),
                Arguments.of("two pickles", changed("two", e -> e.put("other/data.pkl", new byte[0])), "2 pickles"),
                Arguments.of("an entry outside", changed("outside", e -> e.put("../x", new byte[0])), "outside"),
                Arguments.of(
                        "an unknown instruction",
                        ofPickle("code", pickle(2, p -> p.bytes(0x82, 1))),
                        "instruction 0x82"),
                Arguments.of("an unknown protocol", ofPickle("protocol", pickle(5, p -> p.ascii("N"))), "protocol 5"),
                Arguments.of(
                        "a text of 2 GiB",
                        ofPickle("long", pickle(2, p -> p.ascii("X").i4(Integer.MAX_VALUE))),
                        "end of the pickle"),
                Arguments.of(
                        "a number of 2 GiB",
                        ofPickle("long4", pickle(2, p -> p.bytes(0x8b).i4(Integer.MAX_VALUE))),
                        "0x8b"),
                Arguments.of(
                        "more is taken than there is", ofPickle("pop", pickle(2, p -> p.ascii("R"))), "more values"),
                Arguments.of("lists within lists", ofPickle("deep", deep(200_000)), "no model"),
                Arguments.of("a list that contains itself", ofPickle("cycle", cycle()), "no model"),
                Arguments.of("10^30 elements in 30 lines", ofPickle("bomb", exploding(100)), "no model"),
                Arguments.of(
                        "a checkpoint",
                        ofPickle("checkpoint", dictionary("model", "optimizer", "lr_scheduler")),
                        "checkpoint"),
                Arguments.of("weights without a model", ofPickle("state", dictionary("linear.weight")), "dictionary"),
                Arguments.of(
                        "TorchScript",
                        archive("script", Map.of("m/data.pkl", call2, "m/constants.pkl", call2)),
                        "TorchScript"),
                Arguments.of(
                        "an AOTInductor package",
                        archive("aoti", Map.of("m/data/aotinductor/model/x.so", call2)),
                        ".pt2"),
                Arguments.of(
                        "a class of another model",
                        ofPickle("class", object("mace.modules.models.AtomicDipolesMACE")),
                        "AtomicDipolesMACE"),
                Arguments.of(
                        "cuEquivariance",
                        ofPickle("cueq", object("cuequivariance_torch.SymmetricContraction")),
                        "mace_cueq_to_e3nn"),
                Arguments.of(
                        "an unknown option",
                        renamed("use_agnostic_product", "use_agnostic_producT"),
                        "use_agnostic_producT"),
                Arguments.of("an unknown tensor", renamed("bessel_weights", "bessel_weightZ"), "bessel_weightZ"));
    }

    /** A model one of whose names is another of the same length. */
    private static Path renamed(String from, String to) {
        return changed("renamed-" + to, e -> {
            String text = new String(e.get("off23/data.pkl"), StandardCharsets.ISO_8859_1);
            assertThat(text).contains(from);
            e.put("off23/data.pkl", text.replace(from, to).getBytes(StandardCharsets.ISO_8859_1));
        });
    }

    private static byte[] legacyCall(byte[] call) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] whole = MaceFiles.bytes("two_heads");
        int pickles = 0;
        int at = 0;
        while (pickles < 3) { // mark, version, sizes of types
            pickles += whole[at++] == '.' ? 1 : 0;
        }
        all.write(whole, 0, at);
        all.writeBytes(call);
        return all.toByteArray();
    }

    private static byte[] deep(int depth) {
        return pickle(2, p -> {
            for (int k = 0; k < depth; k++) {
                p.ascii("]");
            }
            for (int k = 1; k < depth; k++) {
                p.ascii("a");
            }
        });
    }

    private static byte[] cycle() {
        return pickle(
                2, p -> p.ascii("]").ascii("q").bytes(0).ascii("h").bytes(0).ascii("a"));
    }

    /** Each list holds the one before ten times. */
    private static byte[] exploding(int levels) {
        return pickle(2, p -> {
            p.ascii("]").ascii("q").bytes(0);
            for (int level = 1; level < levels; level++) {
                p.ascii("](");
                for (int k = 0; k < 10; k++) {
                    p.ascii("h").bytes(level - 1);
                }
                p.ascii("e").ascii("q").bytes(level);
            }
        });
    }

    private static byte[] dictionary(String... keys) {
        return pickle(2, p -> {
            p.ascii("}");
            for (String key : keys) {
                p.text(key).ascii("N").ascii("s");
            }
        });
    }

    private static byte[] object(String className) {
        int dot = className.lastIndexOf('.');
        return pickle(
                2,
                p -> p.ascii("c" + className.substring(0, dot) + "\n" + className.substring(dot + 1) + "\n")
                        .ascii(")")
                        .bytes(0x81)
                        .ascii("}")
                        .ascii("b"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void isRefusedWithOneMessage(String what, Path file, String words) {
        Throwable problem = Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(10), () -> catchThrowable(() -> MaceImport.read(file, Optional.empty())));
        assertThat(problem).isInstanceOf(InputException.class).hasMessageContaining(words);
        assertThat(problem.getMessage()).startsWith(file.toString()).hasSizeLessThan(1200);
        assertThat(folder.resolve("executed")).doesNotExist();
    }

    /** The element lies where coordinates are cycled or the degree 2 is reversed: another basis of the same irreps. */
    @Test
    void aPermutedAxisOfTheCouplingTensorIsNoticed() throws IOException {
        Map<String, byte[]> entries = entries("mp0_medium");
        String folderInside = "mp0_medium";
        Optional<String> largest = entries.keySet().stream()
                .filter(name -> name.startsWith(folderInside + "/data/"))
                .filter(name -> entries.get(name).length == 4 * 3 * 16 * 16 * 16 * 51)
                .findFirst();
        byte[] u = entries.get(largest.orElseThrow());
        ByteBuffer from = ByteBuffer.wrap(u.clone()).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer to = ByteBuffer.wrap(u).order(ByteOrder.LITTLE_ENDIAN);
        int block = 16 * 16 * 16 * 51;
        for (int m = 0; m < 3; m++) {
            for (int k = 0; k < block; k++) {
                to.putFloat(4 * ((m + 1) % 3 * block + k), from.getFloat(4 * (m * block + k)));
            }
        }
        Path file = archive("permuted.model", entries);
        assertThatThrownBy(() -> MaceImport.read(file, Optional.empty()))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll("U_matrix_3", "another basis");
        // the sign of a column is part of the model
        for (int row = 0; row < 3 * block / 51; row++) {
            for (int q = 0; q < 51; q++) {
                int at = 4 * (row * 51 + q);
                to.putFloat(at, q == 21 ? -from.getFloat(at) : from.getFloat(at));
            }
        }
        Path flipped = archive("flipped.model", entries);
        double[] changed = weights(flipped);
        double[] original = weights(MaceFiles.in(folder, "mp0_medium"));
        assertThat(changed).hasSameSizeAs(original);
        assertThat(Arrays.equals(changed, original)).isFalse();
    }

    private static double[] weights(Path file) {
        return MaceImport.read(file, Optional.empty()).model().parameters().values();
    }

    /** Bytes of the pickle changed at random: nothing but the reader's own message comes out. */
    @Test
    void changedBytesGiveNoOtherException() throws IOException {
        long seed = Long.getLong("gaunt.fuzz.seed", 7);
        long seconds = Long.getLong("gaunt.fuzz.seconds", 8);
        Random random = new Random(seed);
        Map<String, byte[]> entries = entries("off23");
        byte[] pickle = entries.get("off23/data.pkl");
        byte[] legacy = MaceFiles.bytes("two_heads");
        Path file = folder.resolve("fuzz");
        long end = System.nanoTime() + seconds * 1_000_000_000;
        int refused = 0;
        int runs = 0;
        while (System.nanoTime() < end) {
            byte[] bytes;
            if (random.nextInt(4) == 0) {
                bytes = mutated(legacy, random, 120_000);
            } else {
                entries.put("off23/data.pkl", mutated(pickle, random, pickle.length));
                bytes = Files.readAllBytes(archive("fuzz-source", entries));
            }
            Files.write(file, bytes);
            runs++;
            try {
                MaceImport.read(file, Optional.empty());
            } catch (InputException e) {
                refused++;
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
                throw new AssertionError("seed " + seed + ", file " + runs + ": " + e, e);
            }
        }
        assertThat(refused).as("refused of " + runs).isGreaterThan(runs / 4);
    }

    private static byte[] mutated(byte[] original, Random random, int within) {
        byte[] bytes = original.clone();
        int limit = Math.min(within, bytes.length);
        for (int k = random.nextInt(1, 6); k > 0; k--) {
            int at = random.nextInt(limit);
            switch (random.nextInt(3)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                default -> System.arraycopy(original, random.nextInt(limit), bytes, at, Math.min(16, limit - at) / 2);
            }
        }
        return bytes;
    }
}
