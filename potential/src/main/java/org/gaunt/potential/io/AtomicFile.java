package org.gaunt.potential.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.gaunt.atoms.InputException;

/** Writes a file whole or not at all: under another name first, forced to the disk, then renamed. */
public final class AtomicFile {

    private AtomicFile() {}

    /**
     * Writes the remaining bytes of buffers, one after the other, in place of what the file held before.
     *
     * <p>Missing folders above the file are made. When anything fails, the file is as it was and nothing is left beside
     * it.
     *
     * @throws InputException when the place cannot be written to
     */
    public static void write(Path file, ByteBuffer... content) {
        Path folder = file.toAbsolutePath().getParent();
        Path temporary = file.resolveSibling(file.getFileName() + ".part");
        try {
            if (folder != null) {
                Files.createDirectories(folder);
            }
            try (FileChannel channel = FileChannel.open(
                    temporary,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING)) {
                for (ByteBuffer buffer : content) {
                    while (buffer.hasRemaining()) {
                        channel.write(buffer);
                    }
                }
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            removeQuietly(temporary);
            throw InputException.of("cannot write the file")
                    .file(file)
                    .found(e.toString())
                    .remedy("check the permissions of the folder and the space on the disk")
                    .cause(e)
                    .build();
        }
    }

    /** Writes a text as UTF-8; see {@link #write(Path, ByteBuffer...)}. */
    public static void write(Path file, String text) {
        write(file, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static void removeQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException ignored) {
            // the first failure is the one to tell of
        }
    }
}
