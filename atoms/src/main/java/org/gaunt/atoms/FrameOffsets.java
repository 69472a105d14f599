package org.gaunt.atoms;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gaunt.files.InputException;
import org.gaunt.files.InputFiles;

/**
 * Finds the bytes at which the frames of an extended XYZ file begin, alongside an {@link ExtendedXyzReader} that says which
 * lines those are; so that single frames can be read later with {@link ExtendedXyz#readAt}.
 */
public final class FrameOffsets implements AutoCloseable {

    private final Path path;
    private final InputStream bytes;
    private long offset;
    private int line = 1;

    private FrameOffsets(Path path, InputStream bytes) {
        this.path = path;
        this.bytes = bytes;
    }

    /**
     * Opens a file.
     *
     * @throws InputException if the file is missing or cannot be read
     */
    public static FrameOffsets open(Path path) {
        InputFiles.requireReadable(path, "an extended XYZ file");
        try {
            return new FrameOffsets(path, new BufferedInputStream(Files.newInputStream(path), 1 << 16));
        } catch (IOException failure) {
            throw unreadable(path, failure);
        }
    }

    /**
     * The offset of a frame after those asked for before.
     *
     * @param firstLine number of its first line, counted from 1
     * @param atoms number of its atoms
     */
    public long next(int firstLine, int atoms) {
        skipTo(firstLine);
        long start = offset;
        skipTo(firstLine + 2 + atoms);
        return start;
    }

    private void skipTo(int wanted) {
        try {
            while (line < wanted) {
                int b = bytes.read();
                if (b < 0) {
                    return;
                }
                offset++;
                if (b == '\n' || (b == '\r' && !followedByNewline())) {
                    line++;
                }
            }
        } catch (IOException failure) {
            throw unreadable(path, failure);
        }
    }

    private boolean followedByNewline() throws IOException {
        bytes.mark(1);
        int next = bytes.read();
        bytes.reset();
        return next == '\n';
    }

    private static InputException unreadable(Path path, IOException failure) {
        return InputException.of("the file cannot be read")
                .file(path)
                .found(String.valueOf(failure.getMessage()))
                .cause(failure)
                .build();
    }

    @Override
    public void close() {
        try {
            bytes.close();
        } catch (IOException failure) {
            throw unreadable(path, failure);
        }
    }
}
