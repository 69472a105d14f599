package org.gaunt.atoms;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.ZipException;
import org.gaunt.files.InputException;
import org.gaunt.files.InputFiles;
import org.jspecify.annotations.Nullable;

/**
 * A text file that is read as often as wanted, from any place on, by any thread. A file packed by gzip is unpacked once, into a
 * temporary file that has no name any more and goes with the process.
 */
final class TextSource {

    /** Deflate packs at most so many bytes into one. */
    private static final long MOST_PACKED = 1032;

    private final Path path;
    private final String what;
    private final @Nullable FileChannel unpacked;

    private TextSource(Path path, String what, @Nullable FileChannel unpacked) {
        this.path = path;
        this.what = what;
        this.unpacked = unpacked;
    }

    /**
     * Bytes of an open text.
     *
     * @param file its name as the user gave it
     * @param mostBytes the most bytes the whole text can have
     * @param bytes of the text, unpacked, to be closed by the user
     */
    record Opened(String file, long mostBytes, InputStream bytes) {}

    /**
     * Opens a text once, from its beginning.
     *
     * @param what what the file should be, for messages
     * @throws InputException if the file is missing, cannot be read, or is no text
     */
    static Opened open(Path path, String what) {
        InputFiles.requireReadable(path, what);
        try {
            InputStream bytes = Files.newInputStream(path);
            try {
                long size = Files.size(path);
                TextFormat.Text text = TextFormat.of(bytes, path, what);
                return new Opened(path.toString(), text.packed() ? size * MOST_PACKED : size, text.bytes());
            } catch (IOException | RuntimeException failure) {
                bytes.close();
                throw failure;
            }
        } catch (IOException failure) {
            throw unreadable(path.toString(), 0, failure);
        }
    }

    /**
     * Prepares a text to be opened at any place; unpacks it where needed.
     *
     * @param what what the file should be, for messages
     * @throws InputException if the file is missing, cannot be read, or is no text
     */
    static TextSource of(Path path, String what) {
        InputFiles.requireReadable(path, what);
        try (InputStream bytes = Files.newInputStream(path)) {
            return new TextSource(path, what, TextFormat.isGzip(bytes.readNBytes(2)) ? unpack(path, what) : null);
        } catch (IOException failure) {
            throw unreadable(path.toString(), 0, failure);
        }
    }

    private static FileChannel unpack(Path path, String what) {
        Path temporary = null;
        try (InputStream text = open(path, what).bytes()) {
            temporary = Files.createTempFile("gaunt", ".xyz");
            FileChannel channel = FileChannel.open(temporary, StandardOpenOption.READ, StandardOpenOption.WRITE);
            Files.delete(temporary); // its bytes stay as long as the channel is open
            try {
                copy(text, channel, path);
                return channel;
            } catch (IOException | RuntimeException failure) {
                channel.close();
                throw failure;
            }
        } catch (IOException failure) {
            throw unreadable(path.toString(), 0, failure);
        }
    }

    private static void copy(InputStream text, FileChannel channel, Path path) throws IOException {
        byte[] block = new byte[1 << 16];
        for (int count = text.read(block); count >= 0; count = text.read(block)) {
            try {
                ByteBuffer bytes = ByteBuffer.wrap(block, 0, count);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            } catch (IOException full) {
                throw InputException.of("the file cannot be unpacked for reading its frames in any order")
                        .file(path)
                        .found(String.valueOf(full.getMessage()) + ", in the folder for temporary files")
                        .wanted("room for the unpacked file")
                        .remedy("choose another folder (GAUNT_JAVA_OPTS=-Djava.io.tmpdir=FOLDER), or unpack the file")
                        .cause(full)
                        .build();
            }
        }
    }

    /**
     * Opens the text at a place.
     *
     * @param offset bytes of the (unpacked) text before it
     */
    Opened openAt(long offset) {
        try {
            if (unpacked != null) {
                return new Opened(path.toString(), unpacked.size(), new ChannelInput(unpacked, offset, false));
            }
            if (offset == 0) {
                return open(path, what);
            }
            FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
            return new Opened(path.toString(), channel.size(), new ChannelInput(channel, offset, true));
        } catch (IOException failure) {
            throw unreadable(path.toString(), 0, failure);
        }
    }

    /** The file as the user named it. */
    Path path() {
        return path;
    }

    static InputException unreadable(String file, int line, IOException failure) {
        String reason = String.valueOf(failure.getMessage());
        InputException.Builder problem;
        if (failure instanceof ZipException || failure instanceof EOFException) {
            problem = InputException.of("the file is packed by gzip, and incomplete or damaged")
                    .found(reason + (line > 0 ? ", behind line " + line + " of the unpacked text" : ""))
                    .wanted("a whole gzip file (gzip --test " + file + " says whether it is one)")
                    .remedy("copy or download the file again");
        } else {
            problem = InputException.of("the file cannot be read").line(line).found(reason);
        }
        return problem.file(file).cause(failure).build();
    }
}
