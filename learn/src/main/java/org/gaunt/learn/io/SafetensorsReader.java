package org.gaunt.learn.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.gaunt.files.InputException;
import org.gaunt.learn.json.StrictJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Reads one safetensors file, trusting nothing in it. */
final class SafetensorsReader {

    private static final long LONGEST_HEADER = 100_000_000;

    private final Path file;

    SafetensorsReader(Path file) {
        this.file = file;
    }

    Safetensors read() {
        ByteBuffer content = load();
        if (content.capacity() < 8) {
            throw damaged(content.capacity() + " bytes", "at least 8 bytes");
        }
        long headerLength = content.getLong(0);
        if (headerLength < 2 || headerLength > LONGEST_HEADER) {
            throw damaged("a header of " + headerLength + " bytes", "a safetensors header");
        }
        if (headerLength > content.capacity() - 8) {
            throw damaged(
                    content.capacity() + " bytes", "at least " + (headerLength + 8) + " bytes, as its header says");
        }
        byte[] text = new byte[(int) headerLength];
        content.get(8, text);
        ByteBuffer data = content.slice(8 + text.length, content.capacity() - 8 - text.length);
        JsonNode header = header(text);
        Map<String, String> metadata = new LinkedHashMap<>();
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        long used = 0;
        for (Map.Entry<String, JsonNode> entry : header.properties()) {
            if (entry.getKey().equals(Safetensors.METADATA)) {
                readMetadata(entry.getValue(), metadata);
            } else {
                Tensor tensor = tensor(entry.getKey(), entry.getValue(), data);
                tensors.put(entry.getKey(), tensor);
                used += tensor.bytes().remaining();
            }
        }
        if (used != data.capacity()) {
            throw damaged(data.capacity() + " bytes of numbers", used + " bytes, as its header says");
        }
        verify(metadata.remove(Safetensors.CHECKSUM), data);
        return new Safetensors(metadata, tensors);
    }

    /** The texts alone. */
    Map<String, String> texts() {
        ByteBuffer length = load(8);
        if (length.capacity() < 8) {
            throw damaged(length.capacity() + " bytes", "at least 8 bytes");
        }
        long headerLength = length.getLong(0);
        if (headerLength < 2 || headerLength > LONGEST_HEADER) {
            throw damaged("a header of " + headerLength + " bytes", "a safetensors header");
        }
        ByteBuffer content = load(8 + headerLength);
        if (content.capacity() < 8 + headerLength) {
            throw damaged(content.capacity() + " bytes", "at least " + (headerLength + 8) + " bytes");
        }
        byte[] text = new byte[(int) headerLength];
        content.get(8, text);
        Map<String, String> metadata = new LinkedHashMap<>();
        JsonNode node = header(text).path(Safetensors.METADATA);
        if (!node.isMissingNode()) {
            readMetadata(node, metadata);
        }
        return metadata;
    }

    private JsonNode header(byte[] text) {
        JsonNode header;
        try {
            header = StrictJson.mapper().readTree(text);
        } catch (JacksonException e) {
            throw damaged("a header that is not JSON: " + e.getOriginalMessage(), "a safetensors header");
        }
        if (!header.isObject()) {
            throw damaged("a header that is not a JSON object", "a safetensors header");
        }
        return header;
    }

    private ByteBuffer load() {
        return load(Long.MAX_VALUE);
    }

    /** The beginning of the file, up to some bytes. */
    private ByteBuffer load(long most) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = Math.min(most, channel.size());
            if (size > Integer.MAX_VALUE - 64) {
                throw InputException.of("the file is too large")
                        .file(file)
                        .found(size + " bytes")
                        .wanted("less than 2 GiB")
                        .build();
            }
            ByteBuffer buffer = ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN);
            while (buffer.hasRemaining()) {
                if (channel.read(buffer) < 0) {
                    throw damaged(buffer.position() + " bytes", size + " bytes");
                }
            }
            return buffer.flip().order(ByteOrder.LITTLE_ENDIAN);
        } catch (NoSuchFileException e) {
            throw InputException.of("there is no such file")
                    .file(file)
                    .remedy("check the path")
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

    private void readMetadata(JsonNode node, Map<String, String> metadata) {
        if (!node.isObject()) {
            throw damaged("texts that are not a JSON object", "an object under " + Safetensors.METADATA);
        }
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            if (!entry.getValue().isString()) {
                throw damaged("\"" + entry.getKey() + "\" that is not a text", "a text");
            }
            metadata.put(entry.getKey(), entry.getValue().stringValue());
        }
    }

    private Tensor tensor(String name, JsonNode node, ByteBuffer data) {
        TensorType type = type(name, node.get("dtype"));
        long size = type.bytes();
        List<Integer> shape = new ArrayList<>();
        for (long extent : numbers(name, "shape", node.get("shape"))) {
            if (extent > Integer.MAX_VALUE || (size *= extent) > Integer.MAX_VALUE) {
                throw damaged("array \"" + name + "\" with an extent of " + extent, "at most 2 GiB");
            }
            shape.add((int) extent);
        }
        List<Long> offsets = numbers(name, "data_offsets", node.get("data_offsets"));
        if (offsets.size() != 2 || offsets.get(0) > offsets.get(1) || offsets.get(1) > data.capacity()) {
            throw damaged(
                    "array \"" + name + "\" at bytes " + offsets + " of " + data.capacity() + " bytes of numbers",
                    "a place inside the file");
        }
        long length = offsets.get(1) - offsets.get(0);
        if (length != size) {
            throw damaged(
                    "array \"" + name + "\" of " + length + " bytes",
                    size + " bytes for " + type + " of shape " + shape);
        }
        return new Tensor(type, shape, data.slice(Math.toIntExact(offsets.get(0)), (int) length));
    }

    private TensorType type(String name, @Nullable JsonNode node) {
        if (node != null && node.isString()) {
            for (TensorType type : TensorType.values()) {
                if (type.name().equals(node.stringValue())) {
                    return type;
                }
            }
        }
        throw damaged("array \"" + name + "\" of type " + node, "one of " + List.of(TensorType.values()));
    }

    private List<Long> numbers(String name, String key, @Nullable JsonNode node) {
        List<Long> result = new ArrayList<>();
        if (node == null || !node.isArray()) {
            throw damaged("array \"" + name + "\" without " + key, "a list of whole numbers");
        }
        for (JsonNode element : node) {
            if (!element.isIntegralNumber() || !element.canConvertToLong() || element.longValue() < 0) {
                throw damaged("array \"" + name + "\" with " + key + " " + node, "a list of whole numbers");
            }
            result.add(element.longValue());
        }
        return result;
    }

    private void verify(@Nullable String expected, ByteBuffer data) {
        if (expected == null) {
            return;
        }
        CRC32C checksum = new CRC32C();
        checksum.update(data.duplicate());
        String found = Long.toHexString(checksum.getValue());
        if (!found.equals(expected)) {
            throw damaged("numbers with the checksum " + found, expected + ", as its header says");
        }
    }

    private InputException damaged(String found, String wanted) {
        return InputException.of("the file is damaged, or not a safetensors file")
                .file(file)
                .found(found)
                .wanted(wanted)
                .remedy("take a copy of the file, or make it again")
                .build();
    }
}
