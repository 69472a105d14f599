package org.gaunt.golden;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tensors of one safetensors file in the test resources' folder {@code golden}; all types are read as double.
 */
public final class Golden {

    private static final Pattern ENTRY = Pattern.compile("\"([^\"]+)\"\\s*:\\s*\\{\\s*\"dtype\"\\s*:\\s*\"(\\w+)\"\\s*,"
            + "\\s*\"shape\"\\s*:\\s*\\[([^]]*)]\\s*,\\s*\"data_offsets\"\\s*:\\s*\\[\\s*(\\d+)\\s*,\\s*(\\d+)\\s*]");

    /**
     * A tensor.
     *
     * @param shape the dimensions
     * @param values in row-major order
     */
    @SuppressWarnings("ArrayRecordComponent") // raw data, compared element by element
    public record Tensor(int[] shape, double[] values) {

        /**
         * One row of the first dimension.
         *
         * @param index of the row
         * @return a copy of its values
         */
        public double[] row(int index) {
            int size = values.length / shape[0];
            return Arrays.copyOfRange(values, index * size, (index + 1) * size);
        }
    }

    private final Map<String, Tensor> tensors = new LinkedHashMap<>();
    private final String file;

    private Golden(String file) {
        this.file = file;
    }

    /**
     * Reads a file.
     *
     * @param file its name, for example {@code o3.safetensors}
     * @return its tensors
     */
    public static Golden read(String file) {
        Golden golden = new Golden(file);
        try (InputStream stream = Golden.class.getResourceAsStream("/golden/" + file)) {
            if (stream == null) {
                throw new IllegalArgumentException("no test resource /golden/" + file);
            }
            golden.parse(stream.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return golden;
    }

    private void parse(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int header = Math.toIntExact(buffer.getLong());
        Matcher matcher = ENTRY.matcher(new String(bytes, 8, header, StandardCharsets.UTF_8));
        while (matcher.find()) {
            int[] shape = Arrays.stream(matcher.group(3).split(","))
                    .filter(s -> !s.isBlank())
                    .mapToInt(s -> Integer.parseInt(s.strip()))
                    .toArray();
            int start = 8 + header + Integer.parseInt(matcher.group(4));
            int size = Arrays.stream(shape).reduce(1, Math::multiplyExact);
            tensors.put(matcher.group(1), new Tensor(shape, numbers(buffer, matcher.group(2), start, size)));
        }
    }

    private static double[] numbers(ByteBuffer buffer, String type, int start, int size) {
        double[] values = new double[size];
        for (int i = 0; i < size; i++) {
            values[i] = switch (type) {
                case "F64" -> buffer.getDouble(start + 8 * i);
                case "F32" -> buffer.getFloat(start + 4 * i);
                case "I64" -> buffer.getLong(start + 8 * i);
                case "I32" -> buffer.getInt(start + 4 * i);
                case "I16" -> buffer.getShort(start + 2 * i);
                case "U8" -> buffer.get(start + i) & 0xff;
                default -> throw new IllegalArgumentException("unknown type " + type);
            };
        }
        return values;
    }

    /** The names of all tensors in the order of the file. */
    public Set<String> names() {
        return tensors.keySet();
    }

    /**
     * A tensor.
     *
     * @param name its name
     * @return the tensor
     */
    public Tensor get(String name) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("no tensor '" + name + "' in " + file + ", only " + tensors.keySet());
        }
        return tensor;
    }
}
