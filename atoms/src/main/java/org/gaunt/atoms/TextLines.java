package org.gaunt.atoms;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.gaunt.files.InputException;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a text, counted in lines and in bytes, and messages about them. A line that is not UTF-8 is taken for
 * ISO-8859-1: only texts can have such characters, numbers never do.
 */
final class TextLines implements AutoCloseable {

    private final String file;
    private final long mostBytes;
    private final InputStream bytes;
    private final CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();
    private final byte[] block = new byte[1 << 16];
    private int blockSize;
    private int at;
    /** Bytes before the block. */
    private long before;

    private long lineStart;
    private int number;
    private byte[] line = new byte[256];

    /**
     * Starts at the beginning of a line.
     *
     * @param text closed with this object
     * @param offset bytes of the whole text before that line
     * @param lineNumber its number, counted from 1
     */
    TextLines(TextSource.Opened text, long offset, int lineNumber) {
        this.file = text.file();
        this.mostBytes = text.mostBytes();
        this.bytes = text.bytes();
        this.before = offset;
        this.number = lineNumber - 1;
    }

    /** The next line without its end (of any kind), or null at the end of the text. */
    @Nullable
    String next() {
        try {
            lineStart = before + at;
            int length = readLine();
            if (length < 0) {
                return null;
            }
            number++;
            String text = decode(length);
            return lineStart == 0 && text.startsWith("\uFEFF") ? text.substring(1) : text; // byte order mark
        } catch (IOException failure) {
            throw TextSource.unreadable(file, number, failure);
        }
    }

    /** Copies the bytes of a line; -1 at the end. */
    private int readLine() throws IOException {
        int length = 0;
        boolean any = false;
        while (at < blockSize || fill()) {
            any = true;
            int begin = at;
            while (at < blockSize && block[at] != '\n' && block[at] != '\r') {
                at++;
            }
            length = append(length, begin, at);
            if (at < blockSize) {
                if (block[at++] == '\r' && (at < blockSize || fill()) && block[at] == '\n') {
                    at++;
                }
                return length;
            }
        }
        return any ? length : -1;
    }

    private int append(int length, int begin, int end) {
        int together = Math.addExact(length, end - begin);
        if (together > line.length) {
            line = Arrays.copyOf(line, (int) Math.min(Integer.MAX_VALUE - 8L, 2L * together));
        }
        System.arraycopy(block, begin, line, length, end - begin);
        return together;
    }

    private boolean fill() throws IOException {
        before += blockSize;
        at = 0;
        blockSize = 0;
        int count = bytes.read(block);
        blockSize = Math.max(0, count);
        return count > 0;
    }

    private String decode(int length) {
        for (int k = 0; k < length; k++) {
            if (line[k] < 0) {
                return decodeWide(length);
            }
        }
        return new String(line, 0, length, StandardCharsets.ISO_8859_1);
    }

    private String decodeWide(int length) {
        try {
            return utf8.reset().decode(ByteBuffer.wrap(line, 0, length)).toString();
        } catch (CharacterCodingException notUtf8) {
            return new String(line, 0, length, StandardCharsets.ISO_8859_1);
        }
    }

    /** The number of the line read last, counted from 1; 0 before the first. */
    int number() {
        return number;
    }

    /** Bytes of the text before the line read last. */
    long offset() {
        return lineStart;
    }

    /** The name of the file as the user gave it. */
    String file() {
        return file;
    }

    /** The most bytes the text can have. */
    long mostBytes() {
        return mostBytes;
    }

    /** Starts a message about a line. */
    InputException.Builder problem(String what, int lineNumber) {
        return InputException.of(what).file(file).line(lineNumber);
    }

    @Override
    public void close() {
        try {
            bytes.close();
        } catch (IOException failure) {
            throw TextSource.unreadable(file, number, failure);
        }
    }
}
