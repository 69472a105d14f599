package org.gaunt.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gaunt.cli.config.ConfigWriter;
import org.gaunt.files.AtomicFiles;
import org.gaunt.files.InputException;
import org.gaunt.learn.MetricsFile;
import org.gaunt.learn.Trainer;
import org.gaunt.learn.TrainerSetup;
import org.gaunt.learn.TrainingListener;
import org.gaunt.learn.TrainingResult;
import org.gaunt.learn.TrainingResult.Reason;

/**
 * One run of {@code gaunt train}, from the data to the pictures.
 *
 * @param plan what to do
 * @param configFile where that was read
 * @param directory where the results go
 * @param options how to run it
 */
record TrainingRun(TaskPlan plan, Path configFile, RunDirectory directory, RunOptions options) {

    /**
     * Trains, evaluates and writes everything.
     *
     * @param out takes the table of errors
     * @param err takes the progress
     * @return whether the training went to its end; false when it was interrupted
     */
    boolean execute(PrintWriter out, PrintWriter err) {
        Task task = plan.open();
        RunReport report = new RunReport(plan, configFile, directory, options.threads());
        if (options.description()) {
            task.describe(err);
            report.describe(err);
        } else if (options.warnings()) {
            task.warn(err);
        }
        Training trained = train(task, err);
        TrainingResult result = trained.result();
        if (result.reason() == Reason.STOPPED) {
            return false;
        }
        writeModel(task, result);
        Task.TaskErrors errors = task.evaluate(options.threads());
        errors.draw(directory, result, err);
        AtomicFiles.writeText(
                directory.summary(),
                Json.write(report.summary(
                                task, result, errors, trained.trainer().profile())) + "\n");
        err.printf(
                Locale.ROOT,
                "Ended after %s in epoch %d, because %s; %s.%n",
                ProgressLine.time(result.seconds()),
                result.history().size(),
                result.reason().text(),
                result.weights());
        if (options.profile()) {
            ProfileReport.print(trained.trainer().profile(), err);
        }
        errors.printNotes(err);
        errors.print(out);
        err.println("Results are in " + directory.path());
        return true;
    }

    private record Training(Trainer<?> trainer, TrainingResult result) {}

    private Training train(Task task, PrintWriter err) {
        int epochs = plan.trainer().epochs().epochs();
        try (ProgressView view = new ProgressView(err, task.words(), options.bar(), epochs)) {
            TrainerSetup setup = TrainerSetup.of(options.threads())
                    .withCheckpoints(directory.checkpoint())
                    .withConfig(ConfigWriter.tree(plan.config()))
                    .withListener(TrainingListener.of(List.of(
                            new RunFiles(directory, plan.config(), task.files()),
                            new MetricsFile(directory.metrics()),
                            new TrainingView(view, epochs))));
            Trainer<?> trainer = new Trainer<>(task.objective(), plan.trainer(), setup);
            Runnable onStop = () -> {
                trainer.requestStop();
                view.message("Stopping after this batch ...");
            };
            try (Interruption _ = new Interruption(onStop)) {
                TrainingResult result = options.resume() ? trainer.resume() : trainer.run();
                view.finish();
                if (result.reason() == Reason.STOPPED) {
                    sayHowToGoOn(task, result, err);
                }
                return new Training(trainer, result);
            } catch (InputException e) {
                view.finish();
                keepBest(task, trainer, err);
                throw e;
            }
        }
    }

    /** A training that diverges, or has no place on the disk any more, leaves its best weights behind where it can. */
    private void keepBest(Task task, Trainer<?> trainer, PrintWriter err) {
        if (trainer.bestEpoch() > 0) {
            try {
                writeModel(
                        task,
                        new TrainingResult(
                                Reason.STOPPED, trainer.bestEpoch(), trainer.bestEpoch(), 0, trainer.history()));
                err.println("The best weights so far, of epoch " + trainer.bestEpoch() + ", are in " + directory.model()
                        + "; training.start_from takes that file.");
            } catch (InputException unwritable) {
                err.println("warning: the best weights so far could not be written: " + unwritable.getMessage());
            }
        }
    }

    private void writeModel(Task task, TrainingResult result) {
        Map<String, Object> history = new LinkedHashMap<>();
        history.put("program", "gaunt " + Version.number());
        history.put("epochs", result.history().size());
        history.put("best_epoch", result.bestEpoch());
        history.put("seconds", result.seconds());
        history.put("config", ConfigWriter.tree(plan.config()));
        task.write(directory.model(), history);
    }

    private void sayHowToGoOn(Task task, TrainingResult result, PrintWriter err) {
        if (result.bestEpoch() > 0) {
            writeModel(task, result);
        }
        err.println("Interrupted after " + result.epochs() + " epochs. A checkpoint is in " + directory.checkpoint()
                + (result.bestEpoch() > 0 ? ", the best model so far in " + directory.model() : "") + ".");
        err.println("To go on: " + options.resumeCommand());
        err.flush();
    }
}
