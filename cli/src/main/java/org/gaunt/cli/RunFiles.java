package org.gaunt.cli;

import java.nio.file.Path;
import java.util.Map;
import org.gaunt.cli.config.ConfigWriter;
import org.gaunt.files.AtomicFiles;
import org.gaunt.learn.TrainingListener;
import org.gaunt.learn.TrainingStart;

/**
 * Writes what a run is made of into its directory, once it is certain that the training begins: a run that is refused
 * leaves nothing behind.
 */
final class RunFiles implements TrainingListener {

    private final RunDirectory directory;
    private final Record config;
    private final Map<String, String> files;

    /**
     * Writes the configuration and other files.
     *
     * @param files texts by the names of their files
     */
    RunFiles(RunDirectory directory, Record config, Map<String, String> files) {
        this.directory = directory;
        this.config = config;
        this.files = files;
    }

    @Override
    public void started(TrainingStart start) {
        Path file = directory.config();
        AtomicFiles.writeText(
                file,
                "# The complete configuration of this run: gaunt train " + file + "\n\n" + ConfigWriter.write(config));
        files.forEach((name, text) -> AtomicFiles.writeText(directory.path().resolve(name), text));
    }
}
