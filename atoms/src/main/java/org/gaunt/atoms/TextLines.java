package org.gaunt.atoms;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gaunt.files.InputException;
import org.gaunt.files.InputFiles;
import org.jspecify.annotations.Nullable;

/** The lines of a text file, counted, and messages about them. */
final class TextLines implements AutoCloseable {

    private final String file;
    private final long fileSize;
    private final BufferedReader reader;
    private int number;

    /**
     * Opens a file.
     *
     * @param what what the file should be, for messages
     * @throws InputException if the file is missing or cannot be read
     */
    TextLines(Path path, String what) {
        this(path, what, 0, 1);
    }

    /**
     * Opens a file at the beginning of a line.
     *
     * @param offset bytes before that line
     * @param line its number, counted from 1
     */
    TextLines(Path path, String what, long offset, int line) {
        this.number = line - 1;
        this.file = path.toString();
        InputFiles.requireReadable(path, what);
        try {
            this.fileSize = Files.size(path);
            // bytes that are not UTF-8 can only be in texts; they must not make the numbers unreadable
            SeekableByteChannel channel = Files.newByteChannel(path);
            channel.position(offset);
            this.reader = new BufferedReader(
                    new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8), 1 << 16);
        } catch (IOException failure) {
            throw unreadable(failure);
        }
    }

    /** The next line without its end (of any kind), or null at the end of the file. */
    @Nullable
    String next() {
        try {
            String text = reader.readLine();
            if (text != null) {
                number++;
                if (number == 1 && text.startsWith("\uFEFF")) {
                    text = text.substring(1); // byte order mark
                }
            }
            return text;
        } catch (IOException failure) {
            throw unreadable(failure);
        }
    }

    /** The number of the line read last, counted from 1; 0 before the first. */
    int number() {
        return number;
    }

    /** The name of the file as the user gave it. */
    String file() {
        return file;
    }

    /** The size of the file in bytes. */
    long fileSize() {
        return fileSize;
    }

    /** Starts a message about a line. */
    InputException.Builder problem(String what, int line) {
        return InputException.of(what).file(file).line(line);
    }

    private InputException unreadable(IOException failure) {
        return problem("the file cannot be read", number)
                .found(String.valueOf(failure.getMessage()))
                .cause(failure)
                .build();
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException failure) {
            throw unreadable(failure);
        }
    }
}
