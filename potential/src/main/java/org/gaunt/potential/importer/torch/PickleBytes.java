package org.gaunt.potential.importer.torch;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.gaunt.potential.importer.torch.Unpickler.PickleException;

/** The values that a pickle is written with; the end of the data is an error. */
final class PickleBytes {
    private final ByteBuffer data;

    /** Begins at the buffer's position and moves it. */
    PickleBytes(ByteBuffer data) {
        this.data = data.order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The place of the next byte. */
    int position() {
        return data.position();
    }

    /** A big-endian double. */
    double big8() throws PickleException {
        require(8);
        return Double.longBitsToDouble(Long.reverseBytes(data.getLong()));
    }

    private void require(long bytes) throws PickleException {
        if (bytes < 0 || data.remaining() < bytes) {
            throw new PickleException("the end of the pickle in the middle of a value");
        }
    }

    /** Passes over bytes. */
    void skip(int bytes) throws PickleException {
        require(bytes);
        data.position(data.position() + bytes);
    }

    /** An unsigned byte. */
    int u1() throws PickleException {
        require(1);
        return data.get() & 0xff;
    }

    /** A little-endian integer of four bytes. */
    int i4() throws PickleException {
        require(4);
        return data.getInt();
    }

    /** A length that is not negative. */
    int length4() throws PickleException {
        int length = i4();
        if (length < 0) {
            throw new PickleException("a text longer than the file");
        }
        return length;
    }

    /** The next bytes. */
    byte[] bytes(int length) throws PickleException {
        require(length);
        byte[] bytes = new byte[length];
        data.get(bytes);
        return bytes;
    }

    /** A text of some bytes in UTF-8. */
    String text(int length) throws PickleException {
        return new String(bytes(length), StandardCharsets.UTF_8);
    }

    /** A text that ends with the line. */
    String line() throws PickleException {
        int from = data.position();
        int end = from;
        while (end < data.limit() && data.get(end) != '\n') {
            end++;
        }
        String text = text(end - from);
        skip(1);
        return text;
    }

    /** A little-endian integer of some bytes in two's complement; as a text where it is longer than a long. */
    Object integer(int length) throws PickleException {
        byte[] bytes = bytes(length);
        if (length > 8) {
            StringBuilder hex = new StringBuilder("0x");
            for (int k = length - 1; k >= 0; k--) {
                hex.append(String.format(Locale.ROOT, "%02x", bytes[k]));
            }
            return hex.toString();
        }
        long value = length > 0 && bytes[length - 1] < 0 ? -1 : 0;
        for (int k = length - 1; k >= 0; k--) {
            value = (value << 8) | (bytes[k] & 0xff);
        }
        return value;
    }
}
