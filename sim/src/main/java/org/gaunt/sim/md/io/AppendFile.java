package org.gaunt.sim.md.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.gaunt.files.InputException;

/** A file that grows at its end and can be cut back to where a saved state left it. */
final class AppendFile implements AutoCloseable {
    private final Path file;
    private final FileChannel channel;
    private long position;

    /**
     * Opens a file.
     *
     * @param position what it keeps of its bytes; 0 for a new file
     * @throws InputException if it cannot be opened, or is shorter than that
     */
    AppendFile(Path file, long position) {
        this.file = file;
        this.position = position;
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            this.channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (channel.size() < position) {
                channel.close();
                throw InputException.of("the file is shorter than when the run was saved")
                        .file(file)
                        .found(Files.size(file) + " bytes")
                        .wanted("at least " + position + " bytes")
                        .remedy("bring the file back, or start anew in another folder")
                        .build();
            }
            channel.truncate(position);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    void append(String text) {
        append(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    void append(ByteBuffer bytes) {
        int length = bytes.remaining();
        write(bytes, position);
        position += length;
    }

    /** Writes over bytes that are there. */
    void patch(ByteBuffer bytes, long at) {
        write(bytes, at);
    }

    private void write(ByteBuffer bytes, long at) {
        try {
            for (long next = at; bytes.hasRemaining(); ) {
                next += channel.write(bytes, next);
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Number of bytes. */
    long position() {
        return position;
    }

    /** Waits until everything is on disk. */
    void force() {
        try {
            channel.force(false);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private InputException failed(IOException e) {
        return InputException.of("cannot write the file")
                .file(file)
                .found(e.toString())
                .remedy(
                        "free some space or correct the permissions, then give the same command again: the run resumes from"
                                + " where it was saved last")
                .cause(e)
                .build();
    }
}
