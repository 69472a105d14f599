package org.gaunt.atoms;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * Unpacks gzip (RFC 1952), also of several members one after the other. Unlike {@link java.util.zip.GZIPInputStream} it never
 * takes a damaged member for the end of the file: what follows the first member must be another one, or zeros.
 */
final class GzipInput extends InputStream {

    private static final int FIRST_MAGIC = 0x1f;
    private static final int SECOND_MAGIC = 0x8b;
    private static final int DEFLATE = 8;
    private static final int HEADER_CHECKSUM = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int BLOCK = 1 << 16;

    private final InputStream in;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private final byte[] block = new byte[BLOCK];
    private final byte[] one = new byte[1];
    private int blockSize;
    private boolean ended;

    /** Reads the first header. The stream is closed with this one. */
    GzipInput(InputStream packed) throws IOException {
        this.in = new BufferedInputStream(packed, BLOCK);
        readHeader(required(), required());
    }

    /** Whether a file that begins with these bytes is packed by gzip. */
    static boolean isMagic(int first, int second) {
        return first == FIRST_MAGIC && second == SECOND_MAGIC;
    }

    @Override
    public int read() throws IOException {
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (!ended) {
            int count = inflate(target, offset, length);
            if (count > 0) {
                checksum.update(target, offset, count);
                return count;
            }
            if (inflater.finished()) {
                endMember();
            } else if (inflater.needsDictionary()) {
                throw new ZipException("a dictionary is wanted, which gzip does not have");
            } else {
                fill();
            }
        }
        return -1;
    }

    private int inflate(byte[] target, int offset, int length) throws IOException {
        try {
            return inflater.inflate(target, offset, length);
        } catch (DataFormatException damaged) {
            throw new ZipException(String.valueOf(damaged.getMessage()));
        }
    }

    private void fill() throws IOException {
        in.mark(BLOCK);
        blockSize = in.read(block);
        if (blockSize < 0) {
            throw new EOFException("the packed data end too early");
        }
        inflater.setInput(block, 0, blockSize);
    }

    /** Gives back what lies behind the member, checks its trailer, and goes on to the next. */
    private void endMember() throws IOException {
        if (blockSize > 0) {
            in.reset();
            in.skipNBytes(blockSize - inflater.getRemaining());
        }
        long sum = littleEndian(4);
        long size = littleEndian(4);
        if (sum != checksum.getValue()) {
            throw new ZipException("the checksum is wrong");
        }
        if (size != (inflater.getBytesWritten() & 0xffffffffL)) {
            throw new ZipException("the length is wrong");
        }
        inflater.reset();
        checksum.reset();
        blockSize = 0;
        int next = in.read();
        if (next == FIRST_MAGIC) {
            readHeader(next, required());
            return;
        }
        while (next == 0) { // padding of tapes and disks
            next = in.read();
        }
        if (next >= 0) {
            throw new ZipException("something that is not gzip follows the packed data");
        }
        ended = true;
    }

    private void readHeader(int first, int second) throws IOException {
        if (!isMagic(first, second) || required() != DEFLATE) {
            throw new ZipException("the header is not one of gzip");
        }
        int flags = required();
        for (int k = 0; k < 6; k++) { // time, flags of the packer, system
            required();
        }
        if ((flags & EXTRA) != 0) {
            for (long left = littleEndian(2); left > 0; left--) {
                required();
            }
        }
        if ((flags & NAME) != 0) {
            skipText();
        }
        if ((flags & COMMENT) != 0) {
            skipText();
        }
        if ((flags & HEADER_CHECKSUM) != 0) {
            littleEndian(2);
        }
    }

    private void skipText() throws IOException {
        int next;
        do {
            next = required();
        } while (next != 0);
    }

    private long littleEndian(int bytes) throws IOException {
        long value = 0;
        for (int k = 0; k < bytes; k++) {
            value |= (long) required() << (8 * k);
        }
        return value;
    }

    private int required() throws IOException {
        int value = in.read();
        if (value < 0) {
            throw new EOFException("the packed data end too early");
        }
        return value;
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        in.close();
    }
}
