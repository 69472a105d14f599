package org.gaunt.potential.train;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.gaunt.atoms.AtomicFiles;
import org.gaunt.atoms.InputException;

/** Writes {@code metrics.csv}: one line for each epoch, with the columns of {@link EpochRecord#COLUMNS}. */
public final class MetricsFile implements TrainingListener {

    private final Path file;

    /** Writes to this file, in place of what it held before. */
    public MetricsFile(Path file) {
        this.file = file;
    }

    @Override
    public void started(TrainingStart start) {
        StringBuilder text = new StringBuilder(String.join(",", EpochRecord.COLUMNS)).append('\n');
        start.history().forEach(epoch -> text.append(line(epoch)));
        AtomicFiles.writeText(file, text.toString());
    }

    @Override
    public void epoch(EpochRecord epoch, boolean best) {
        try {
            Files.writeString(file, line(epoch), StandardCharsets.UTF_8, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw InputException.of("cannot write the file")
                    .file(file)
                    .found(e.toString())
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
