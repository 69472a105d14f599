package org.gaunt.regression;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.gaunt.files.AtomicFiles;
import org.gaunt.files.InputException;
import org.gaunt.files.InputFiles;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes numpy's {@code .npz}: a ZIP archive of {@code .npy} arrays (format 1.0 to 3.0; numpy.lib.format), stored or deflated.
 *
 * <p>Only what the data of this package need is read: little-endian float32 and float64 in C order.
 */
final class NpzFile {

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final Pattern HEADER = Pattern.compile(
            "\\{\\s*'descr': '([^']*)',\\s*'fortran_order': (True|False),\\s*'shape': \\(([0-9, ]*)\\),?\\s*}\\s*");
    private static final String WANTED = "little-endian float64 or float32 in C order ('<f8' or '<f4')";
    private static final long MOST_BYTES = 1L << 30;
    private static final LocalDateTime EPOCH = LocalDateTime.of(1980, 1, 1, 0, 0);

    private NpzFile() {}

    /**
     * An array.
     *
     * @param shape extents, slowest first
     * @param values row-major
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    record Array(List<Integer> shape, double[] values) {}

    /**
     * Reads some arrays of a file.
     *
     * @param names of the arrays, all of which must be there; others are passed over
     * @throws InputException that says which array of which file cannot be used, and why
     */
    static Map<String, Array> read(Path file, List<String> names) {
        InputFiles.requireReadable(file, "a numpy archive (.npz)");
        try (ZipFile zip = new ZipFile(file.toFile())) {
            Map<String, Array> arrays = new LinkedHashMap<>();
            for (String name : names) {
                ZipEntry entry = zip.getEntry(name + ".npy");
                if (entry == null) {
                    List<String> there = zip.stream()
                            .map(e -> e.getName().replaceFirst("\\.npy$", ""))
                            .toList();
                    throw InputException.of("the array \"" + name + "\" is missing")
                            .file(file)
                            .found(there.isEmpty() ? "an archive without arrays" : String.join(", ", there))
                            .wanted(String.join(", ", names))
                            .build();
                }
                try (InputStream in = zip.getInputStream(entry)) {
                    arrays.put(name, array(file, name, in.readNBytes((int) MOST_BYTES)));
                }
            }
            return arrays;
        } catch (ZipException e) {
            throw InputException.of("the file is not a numpy archive, or it is damaged")
                    .file(file)
                    .found(String.valueOf(e.getMessage()))
                    .wanted("a ZIP archive of .npy arrays, as numpy.savez writes it")
                    .cause(e)
                    .build();
        } catch (IOException e) {
            throw InputException.of("the file cannot be read")
                    .file(file)
                    .found(e.toString())
                    .cause(e)
                    .build();
        }
    }

    /**
     * Writes arrays of float64, whole or not at all.
     *
     * @param arrays by name
     * @throws InputException if the file cannot be written
     */
    static void write(Path file, Map<String, Array> arrays) {
        AtomicFiles.write(file, out -> {
            ZipOutputStream zip = new ZipOutputStream(out);
            for (Map.Entry<String, Array> entry : arrays.entrySet()) {
                ZipEntry member = new ZipEntry(entry.getKey() + ".npy");
                member.setTimeLocal(EPOCH); // the same arrays give the same bytes
                zip.putNextEntry(member);
                zip.write(bytes(entry.getValue()));
                zip.closeEntry();
            }
            zip.finish();
        });
    }

    /** An array as format 1.0 has it: a header padded to a multiple of 64 bytes, then the numbers. */
    private static byte[] bytes(Array array) {
        String shape = array.shape().stream().map(String::valueOf).collect(Collectors.joining(", "));
        String header = "{'descr': '<f8', 'fortran_order': False, 'shape': (" + shape
                + (array.shape().size() == 1 ? ",)" : ")") + ", }";
        int length = (10 + header.length() + 1 + 63) / 64 * 64 - 10;
        ByteBuffer buffer =
                ByteBuffer.allocate(10 + length + 8 * array.values().length).order(ByteOrder.LITTLE_ENDIAN);
        buffer.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) length);
        buffer.put(header.getBytes(StandardCharsets.US_ASCII));
        buffer.put(" ".repeat(length - header.length() - 1).getBytes(StandardCharsets.US_ASCII));
        buffer.put((byte) '\n').asDoubleBuffer().put(array.values());
        return buffer.array();
    }

    private static Array array(Path file, String name, byte[] bytes) {
        if (bytes.length < 12 || !Arrays.equals(MAGIC, Arrays.copyOf(bytes, MAGIC.length))) {
            throw wrong(file, name, bytes.length + " bytes that do not begin as a .npy array", null);
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        boolean small = bytes[6] == 1;
        int length = small ? Short.toUnsignedInt(buffer.getShort(8)) : buffer.getInt(8);
        int begin = small ? 10 : 12;
        if (length < 0 || length > bytes.length - begin) {
            throw wrong(file, name, "a header of " + length + " bytes in " + bytes.length, null);
        }
        String header = new String(bytes, begin, length, StandardCharsets.UTF_8);
        Matcher matcher = HEADER.matcher(header);
        if (!matcher.matches() || !matcher.group(2).equals("False")) {
            throw wrong(file, name, header.strip(), WANTED);
        }
        int size = switch (matcher.group(1)) {
            case "<f8" -> 8;
            case "<f4" -> 4;
            default -> throw wrong(file, name, "'" + matcher.group(1) + "'", WANTED);
        };
        List<Integer> shape = Arrays.stream(matcher.group(3).split(","))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .map(Integer::valueOf)
                .toList();
        long count = 1;
        for (int extent : shape) {
            count *= extent;
            if (count > MOST_BYTES) {
                break;
            }
        }
        int from = begin + length;
        if (count * size != bytes.length - from) {
            throw wrong(
                    file,
                    name,
                    (bytes.length - from) + " bytes for shape " + shape,
                    count * size + " bytes of " + matcher.group(1));
        }
        double[] values = new double[(int) count];
        for (int i = 0; i < values.length; i++) {
            values[i] = size == 8 ? buffer.getDouble(from + 8 * i) : buffer.getFloat(from + 4 * i);
            if (!Double.isFinite(values[i])) {
                throw wrong(file, name, values[i] + " at place " + i + " of shape " + shape, "finite numbers");
            }
        }
        return new Array(shape, values);
    }

    private static InputException wrong(Path file, String name, String found, @Nullable String wanted) {
        InputException.Builder error = InputException.of("the array \"" + name + "\" cannot be used")
                .file(file)
                .found(found);
        return (wanted == null ? error : error.wanted(wanted)).build();
    }
}
