package org.gaunt.learn.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;
import org.gaunt.files.AtomicFiles;
import org.gaunt.files.InputException;
import org.gaunt.learn.json.StrictJson;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Named arrays with a few lines of text, in the safetensors format.
 *
 * <p>Eight bytes of header length (little-endian), a JSON header {@code {name: {dtype, shape, data_offsets}}} with texts
 * under {@code __metadata__}, then the raw numbers. The header is padded with blanks to a multiple of 8 bytes. Files
 * written here carry a checksum of the numbers among the texts; it is checked where present. Format:
 * https://github.com/huggingface/safetensors.
 *
 * @param metadata the texts, in order
 * @param tensors the arrays by name, in the order of the file
 */
public record Safetensors(Map<String, String> metadata, Map<String, Tensor> tensors) {

    static final String METADATA = "__metadata__";
    static final String CHECKSUM = "crc32c";

    /** Copies the maps, keeping their order. */
    public Safetensors {
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    }

    /**
     * Reads a file into memory.
     *
     * @throws InputException when the file is missing or is not a whole, undamaged safetensors file
     */
    public static Safetensors read(Path file) {
        return new SafetensorsReader(file).read();
    }

    /**
     * Reads the texts of a file, not its numbers.
     *
     * @throws InputException when the file is missing or does not begin as a safetensors file
     */
    public static Map<String, String> texts(Path file) {
        return new SafetensorsReader(file).texts();
    }

    /**
     * Writes a file, atomically.
     *
     * @throws InputException when the place cannot be written to
     */
    public void write(Path file) {
        ByteBuffer[] parts = new ByteBuffer[tensors.size() + 2];
        ObjectNode header = StrictJson.mapper().createObjectNode();
        ObjectNode texts = header.putObject(METADATA);
        metadata.forEach(texts::put);
        CRC32C checksum = new CRC32C();
        long offset = 0;
        int part = 2;
        for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            Tensor tensor = entry.getValue();
            ObjectNode description = header.putObject(entry.getKey());
            description.put("dtype", tensor.type().name());
            ArrayNode shape = description.putArray("shape");
            tensor.shape().forEach(shape::add);
            ByteBuffer bytes = tensor.bytes();
            checksum.update(bytes.duplicate());
            description.putArray("data_offsets").add(offset).add(offset + bytes.remaining());
            offset += bytes.remaining();
            parts[part++] = bytes;
        }
        texts.put(CHECKSUM, Long.toHexString(checksum.getValue()));
        byte[] text = StrictJson.mapper().writeValueAsBytes(header);
        int padded = (text.length + 7) / 8 * 8;
        byte[] blanks = " ".repeat(padded - text.length).getBytes(StandardCharsets.US_ASCII);
        parts[0] = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(0, padded);
        parts[1] = ByteBuffer.allocate(padded).put(text).put(blanks).flip();
        AtomicFiles.write(file, out -> {
            WritableByteChannel channel = Channels.newChannel(out);
            for (ByteBuffer buffer : parts) {
                channel.write(buffer);
            }
        });
    }

    /**
     * Finds an array.
     *
     * @throws IllegalArgumentException when there is none of that name
     */
    public Tensor tensor(String name) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("no array \"" + name + "\"; there are " + tensors.keySet());
        }
        return tensor;
    }
}
