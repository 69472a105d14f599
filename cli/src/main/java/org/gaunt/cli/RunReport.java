package org.gaunt.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.gaunt.learn.Profile;
import org.gaunt.learn.TrainerConfig;
import org.gaunt.learn.TrainingResult;

/**
 * What a run says about itself: a few lines at its start, and {@code summary.json} at its end.
 *
 * @param plan what is done
 * @param configFile where that was read
 * @param directory where the results go
 * @param threads computed with
 */
record RunReport(TaskPlan plan, Path configFile, RunDirectory directory, int threads) {

    /** Prints how the training is done and where the results go. */
    void describe(PrintWriter err) {
        TrainerConfig settings = plan.trainer();
        Double minutes = settings.epochs().maxMinutes();
        err.printf(
                Locale.ROOT,
                "training  batches of %d in %s on %d threads, at most %d epochs%s%n",
                settings.epochs().batchSize(),
                settings.compute().precision().name().toLowerCase(Locale.ROOT),
                threads,
                settings.epochs().epochs(),
                minutes == null ? "" : " or " + ProgressLine.time(60 * minutes));
        err.printf("output    %s%n", directory.path());
        err.flush();
    }

    /** What {@code summary.json} holds. */
    Map<String, Object> summary(Task task, TrainingResult result, Task.TaskErrors errors, Profile profile) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("gaunt", Version.number());
        json.put("config", configFile.toString());
        json.put("model", directory.model().toString());
        json.put("seed", plan.trainer().compute().seed());
        json.put("threads", threads);
        json.putAll(task.about());
        json.put("epochs", result.history().size());
        json.put("best_epoch", result.bestEpoch());
        json.put("weights", result.weights());
        json.put("ended_because", result.reason().text());
        json.put("training_seconds", result.seconds());
        json.putAll(errors.json());
        json.put("profile", ProfileReport.json(profile));
        json.put("peak_memory", PeakMemory.now().json());
        json.put("java", Runtime.version().toString());
        json.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        json.put("processors", Runtime.getRuntime().availableProcessors());
        return json;
    }
}
