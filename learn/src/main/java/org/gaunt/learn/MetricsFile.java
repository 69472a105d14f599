package org.gaunt.learn;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.gaunt.files.AtomicFiles;
import org.gaunt.files.InputException;

/** Writes {@code metrics.csv}: one line for each epoch, with the columns of {@link Columns#names()}. */
public final class MetricsFile implements TrainingListener {

    private final Path file;
    private final Opener opener;

    /** Writes to this file, in place of what it held before. */
    public MetricsFile(Path file) {
        this(file, path -> FileChannel.open(path, StandardOpenOption.WRITE));
    }

    /** Writes through another channel. */
    MetricsFile(Path file, Opener opener) {
        this.file = file;
        this.opener = opener;
    }

    /** Opens a file for lines at its end. */
    @FunctionalInterface
    interface Opener {
        FileChannel open(Path file) throws IOException;
    }

    @Override
    public void started(TrainingStart start) {
        StringBuilder text = new StringBuilder(String.join(",", start.columns().names())).append('\n');
        start.history().forEach(epoch -> text.append(line(epoch)));
        AtomicFiles.writeText(file, text.toString());
    }

    @Override
    public void epoch(EpochRecord epoch, boolean best) {
        try (FileChannel channel = opener.open(file)) {
            long whole = channel.size();
            ByteBuffer line = ByteBuffer.wrap(line(epoch).getBytes(StandardCharsets.UTF_8));
            try {
                for (long at = whole; line.hasRemaining(); ) {
                    at += channel.write(line, at);
                }
            } catch (IOException e) {
                channel.truncate(whole); // a part of a line would spoil the table
                throw e;
            }
        } catch (IOException e) {
            throw InputException.of("cannot write the file")
                    .file(file)
                    .found(e.toString())
                    .remedy("free some space, then go on with --resume")
                    .cause(e)
                    .build();
        }
    }

    /** Whole numbers without a point, numbers that are not known as empty fields. */
    private static String line(EpochRecord epoch) {
        StringBuilder text = new StringBuilder();
        double[] row = epoch.row();
        for (int i = 0; i < row.length; i++) {
            text.append(i == 0 ? "" : ",");
            if (i < 2) {
                text.append((long) row[i]);
            } else if (!Double.isNaN(row[i])) {
                text.append((float) row[i] == row[i] ? String.valueOf((float) row[i]) : String.valueOf(row[i]));
            }
        }
        return text.append('\n').toString();
    }
}
