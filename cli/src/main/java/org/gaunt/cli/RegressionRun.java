package org.gaunt.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gaunt.cli.config.ConfigWriter;
import org.gaunt.files.AtomicFiles;
import org.gaunt.form.Backend;
import org.gaunt.learn.*;
import org.gaunt.learn.BatchReport;
import org.gaunt.learn.EpochRecord;
import org.gaunt.learn.MetricsFile;
import org.gaunt.learn.Trainer;
import org.gaunt.learn.TrainerSetup;
import org.gaunt.learn.TrainingListener;
import org.gaunt.learn.TrainingResult;
import org.gaunt.learn.TrainingResult.Reason;
import org.gaunt.learn.TrainingStart;
import org.gaunt.learn.io.StrictJson;
import org.gaunt.regression.ParticleObjective;
import org.gaunt.regression.ParticleSets;
import org.gaunt.regression.Particles;
import org.gaunt.regression.RegressionConfig;
import org.gaunt.regression.Segnn;
import org.gaunt.regression.SegnnData;
import org.gaunt.regression.SegnnFile;

/**
 * One run of {@code gaunt train} for particles: from the data to the table of errors.
 *
 * @param config what to do
 * @param configFile where that was read
 * @param directory where the results go
 * @param threads to compute with
 * @param resume whether to go on from the directory's checkpoint
 * @param resumeCommand the command line that goes on with this run
 * @param quiet whether to leave out the description of the run
 */
record RegressionRun(
        RegressionConfig config,
        Path configFile,
        RunDirectory directory,
        int threads,
        boolean resume,
        String resumeCommand,
        boolean quiet) {

    private static final double LOG_SECONDS = 15;

    /**
     * Trains, evaluates and writes everything.
     *
     * @param out takes the table of errors
     * @param err takes the progress
     * @return whether the training went to its end; false when it was interrupted
     */
    boolean execute(PrintWriter out, PrintWriter err) {
        ParticleSets sets = ParticleSets.read(config.data(), configFile);
        SegnnData constants = SegnnData.of(sets.training());
        Segnn model =
                new Segnn(config.model(), constants, config.training().compute().seed(), Backend.detect());
        if (!quiet) {
            describe(sets, model, err);
        }
        TrainingResult result = train(model, sets, err);
        if (result.bestEpoch() > 0 || result.reason() != Reason.STOPPED) {
            SegnnFile.write(directory.model(), model, StrictJson.mapper().valueToTree(history(result)));
        }
        if (result.reason() == Reason.STOPPED) {
            err.println("Interrupted after " + result.history().size() + " epochs. A checkpoint is in "
                    + directory.checkpoint() + ".");
            err.println("To go on: " + resumeCommand);
            err.flush();
            return false;
        }
        Map<String, Double> errors = new LinkedHashMap<>();
        sets.named().forEach((name, set) -> errors.put(name, error(model, set)));
        AtomicFiles.writeText(directory.summary(), Json.write(summary(sets, model, result, errors)) + "\n");
        err.printf(
                Locale.ROOT,
                "Ended after %s in epoch %d, because %s; %s.%n",
                ProgressLine.time(result.seconds()),
                result.history().size(),
                result.reason().text(),
                result.weights());
        Table table = new Table(1, "set", "systems", "MSE");
        sets.named()
                .forEach((name, set) -> table.row(
                        name,
                        Integer.toString(set.systems()),
                        String.format(Locale.ROOT, "%.6f", errors.getOrDefault(name, Double.NaN))));
        table.print(out);
        err.println("Results are in " + directory.path());
        return true;
    }

    private double error(Segnn model, Particles set) {
        return ParticleObjective.error(model, config.training().compute().precision(), set, threads);
    }

    private TrainingResult train(Segnn model, ParticleSets sets, PrintWriter err) {
        TrainerSetup setup = TrainerSetup.of(threads)
                .withCheckpoints(directory.checkpoint())
                .withConfig(ConfigWriter.tree(config))
                .withListener(TrainingListener.of(List.of(new MetricsFile(directory.metrics()), new Log(err))));
        Trainer<?> trainer = new Trainer<>(
                new ParticleObjective(model, sets.training(), sets.validation()),
                config.training().trainer(),
                setup);
        Runnable onStop = () -> {
            trainer.requestStop();
            err.println("Stopping after this batch ...");
            err.flush();
        };
        try (Interruption _ = new Interruption(onStop)) {
            return resume ? trainer.resume() : trainer.run();
        }
    }

    /** Writes what a run is made of once it is certain that it begins, a line of numbers for each epoch, and one now and then. */
    private final class Log implements TrainingListener {
        private final PrintWriter err;
        private double lastLogged = Double.NEGATIVE_INFINITY;
        private double best = Double.NaN;
        private double secondsLeft;

        Log(PrintWriter err) {
            this.err = err;
        }

        @Override
        public void started(TrainingStart start) {
            AtomicFiles.writeText(
                    directory.config(),
                    "# The complete configuration of this run: gaunt train " + directory.config() + "\n\n"
                            + ConfigWriter.write(config));
        }

        @Override
        public void batch(BatchReport report) {
            secondsLeft = report.secondsLeft();
        }

        @Override
        public void epoch(EpochRecord epoch, boolean isBest) {
            best = isBest ? epoch.validated() ? epoch.validationLoss() : epoch.trainingLoss() : best;
            if (epoch.seconds() - lastLogged >= LOG_SECONDS
                    || epoch.epoch() == config.training().epochs().epochs()) {
                lastLogged = epoch.seconds();
                err.printf(
                        Locale.ROOT,
                        "epoch %d/%d  training MSE %.5f  validation %.5f (best %.5f)  %.0f systems/s  %s left%n",
                        epoch.epoch(),
                        config.training().epochs().epochs(),
                        epoch.trainingLoss(),
                        epoch.validationLoss(),
                        best,
                        epoch.samplesPerSecond(),
                        ProgressLine.time(secondsLeft));
                err.flush();
            }
        }
    }

    private void describe(ParticleSets sets, Segnn model, PrintWriter err) {
        err.printf(
                Locale.ROOT,
                "data      %d training, %d validation and %d test systems of %d particles%n",
                sets.training().systems(),
                sets.validation() == null ? 0 : sets.validation().systems(),
                sets.test().values().stream().mapToInt(Particles::systems).sum(),
                sets.training().particles());
        err.printf(
                Locale.ROOT,
                "model     SEGNN with %s products, %d channels to degree %d, attributes to degree %d, %d layers:"
                        + " %,d parameters%n",
                config.model().product(),
                config.model().channels(),
                config.model().lmax(),
                config.model().lmaxAttributes(),
                config.model().layers(),
                model.parameters().size());
        Double minutes = config.training().epochs().maxMinutes();
        err.printf(
                Locale.ROOT,
                "training  batches of %d in %s on %d threads, at most %d epochs%s%n",
                config.training().epochs().batchSize(),
                config.training().compute().precision().name().toLowerCase(Locale.ROOT),
                threads,
                config.training().epochs().epochs(),
                minutes == null ? "" : " or " + ProgressLine.time(60 * minutes));
        err.printf("output    %s%n", directory.path());
        err.flush();
    }

    private Map<String, Object> history(TrainingResult result) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("program", "gaunt " + Version.number());
        json.put("epochs", result.history().size());
        json.put("best_epoch", result.bestEpoch());
        json.put("seconds", result.seconds());
        json.put("config", ConfigWriter.tree(config));
        return json;
    }

    private Map<String, Object> summary(
            ParticleSets sets, Segnn model, TrainingResult result, Map<String, Double> errors) {
        Map<String, Object> systems = new LinkedHashMap<>();
        sets.named().forEach((name, set) -> systems.put(name, set.systems()));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("gaunt", Version.number());
        json.put("config", configFile.toString());
        json.put("model", directory.model().toString());
        json.put("seed", config.training().compute().seed());
        json.put("threads", threads);
        json.put("parameters", model.parameters().size());
        json.put("systems", systems);
        json.put("epochs", result.history().size());
        json.put("best_epoch", result.bestEpoch());
        json.put("ended_because", result.reason().text());
        json.put("training_seconds", result.seconds());
        json.put("mse", errors);
        json.put("java", Runtime.version().toString());
        json.put("processors", Runtime.getRuntime().availableProcessors());
        return json;
    }
}
