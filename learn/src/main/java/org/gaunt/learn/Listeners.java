package org.gaunt.learn;

import java.nio.file.Path;
import java.util.List;

/** Several listeners of a training, told one after the other. */
record Listeners(List<TrainingListener> all) implements TrainingListener {

    @Override
    public void started(TrainingStart start) {
        all.forEach(listener -> listener.started(start));
    }

    @Override
    public void batch(BatchReport report) {
        all.forEach(listener -> listener.batch(report));
    }

    @Override
    public void epoch(EpochRecord epoch, boolean best) {
        all.forEach(listener -> listener.epoch(epoch, best));
    }

    @Override
    public void stageTwo(int epoch, boolean early) {
        all.forEach(listener -> listener.stageTwo(epoch, early));
    }

    @Override
    public void checkpoint(Path folder) {
        all.forEach(listener -> listener.checkpoint(folder));
    }
}
