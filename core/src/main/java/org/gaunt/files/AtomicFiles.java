package org.gaunt.files;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Writes files so that nobody ever sees half of one: into a temporary file in the same folder, flushed to disk, then moved
 * to its name. If anything goes wrong the old file, or none, remains.
 */
public final class AtomicFiles {

    private AtomicFiles() {}

    /** Produces the bytes of a file. */
    @FunctionalInterface
    public interface Content {
        /** Writes everything; the stream is buffered and closed by the caller. */
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Writes a file, or replaces it; missing folders are created.
     *
     * @throws InputException if the file cannot be written (no permission, no space, a folder of that name)
     */
    public static void write(Path path, Content content) {
        Path target = path;
        Path temporary = null;
        try {
            if (Files.isDirectory(path)) {
                throw InputException.of("cannot write the file: a folder has this name")
                        .file(path)
                        .remedy("give the name of a file")
                        .build();
            }
            if (Files.exists(path)) {
                target = path.toRealPath(); // a link goes on pointing at the new content
            }
            Path folder = target.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            temporary = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
            try (FileChannel channel =
                            FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                    OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16)) {
                content.writeTo(out);
                out.flush();
                channel.force(true);
            }
            move(temporary, target);
            temporary = null;
        } catch (IOException failure) {
            throw InputException.of("cannot write the file")
                    .file(path)
                    .found(reason(failure))
                    .remedy("check the permissions of the folder and the free space, or choose another place")
                    .cause(failure)
                    .build();
        } finally {
            if (temporary != null) {
                delete(temporary);
            }
        }
    }

    /** Writes a text file in UTF-8; see {@link #write}. */
    public static void writeText(Path path, String text) {
        write(path, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException unsupported) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void delete(Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException unimportant) {
            temporary.toFile().deleteOnExit();
        }
    }

    private static String reason(IOException failure) {
        String message = failure.getMessage();
        String kind = failure.getClass().getSimpleName();
        return message == null ? kind : kind + ": " + message;
    }
}
