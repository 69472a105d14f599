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
    private final RunConfig config;
    private final Map<String, Object> split;

    RunFiles(RunDirectory directory, RunConfig config, Map<String, Object> split) {
        this.directory = directory;
        this.config = config;
        this.split = split;
    }

    @Override
    public void started(TrainingStart start) {
        Path file = directory.config();
        AtomicFiles.writeText(
                file,
                "# The complete configuration of this run: gaunt train " + file + "\n\n" + ConfigWriter.write(config));
        AtomicFiles.writeText(directory.split(), Json.write(split) + "\n");
    }
}
