package org.gaunt.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gaunt.cli.config.ConfigWriter;
import org.gaunt.files.AtomicFiles;
import org.gaunt.files.InputException;
import org.gaunt.form.Backend;
import org.gaunt.learn.MetricsFile;
import org.gaunt.learn.Trainer;
import org.gaunt.learn.TrainerSetup;
import org.gaunt.learn.TrainingListener;
import org.gaunt.learn.TrainingResult;
import org.gaunt.learn.TrainingResult.Reason;
import org.gaunt.learn.io.StrictJson;
import org.gaunt.potential.TrainableModel;
import org.gaunt.potential.data.GraphBuilder;
import org.gaunt.potential.data.GraphSource;
import org.gaunt.potential.data.ReferenceEnergies;
import org.gaunt.potential.eval.ErrorTable;
import org.gaunt.potential.eval.ModelPotential;
import org.gaunt.potential.io.ModelFile;
import org.gaunt.potential.model.ModelKinds;
import org.gaunt.potential.train.PotentialObjective;
import org.gaunt.potential.train.TrainingConfig;

/**
 * One run of {@code gaunt train}, from the data to the pictures.
 *
 * @param start what to do, and the model to begin with
 * @param configFile where that was read
 * @param directory where the results go
 * @param options how to run it
 */
record TrainingRun(StartingModel start, Path configFile, RunDirectory directory, RunOptions options) {

    private RunConfig config() {
        return start.config();
    }

    /**
     * Trains, evaluates and writes everything.
     *
     * @param out takes the table of errors
     * @param err takes the progress
     * @return whether the training went to its end; false when it was interrupted
     */
    boolean execute(PrintWriter out, PrintWriter err) {
        TrainingConfig settings = config().training();
        RunData read = RunData.read(config().data(), config().model(), settings.needs(), configFile);
        ReferenceEnergies references = start.references(read.references());
        RunData data = read.with(references, start.notes(read));
        GraphBuilder builder = new GraphBuilder(
                        references.atomicNumbers(),
                        config().model().cutoff(),
                        config().model().heads())
                .withLabels(settings.loss().furtherTerms());
        GraphSource training = data.training(builder, config().data());
        GraphSource validation = data.heldOut(builder, config().data());
        TrainableModel model = start.model(
                references,
                data.fitted().statistics(training, data.split().training(), references),
                start.isNew() ? data.heads(config().model().heads(), builder, config().data(), configFile) : List.of(),
                training);
        RunReport report = new RunReport(config(), configFile, directory, options.threads());
        if (options.description()) {
            report.describe(data, model, err);
        } else if (options.warnings()) {
            RunReport.warn(data, err);
        }
        Training trained = train(model, data, training, validation, err);
        TrainingResult result = trained.result();
        if (result.reason() == Reason.STOPPED) {
            return false;
        }
        writeModel(model, result);
        List<PredictedSet> sets = predict(model, data);
        Map<String, ErrorTable> errors = new LinkedHashMap<>();
        sets.forEach(set -> errors.put(set.name(), set.errors()));
        IsolatedAtomsReport isolated = IsolatedAtomsReport.of(model);
        new RunPlots(directory, err).draw(data, sets.getLast(), result.history());
        AtomicFiles.writeText(
                directory.summary(),
                Json.write(report.summary(
                                data,
                                model,
                                result,
                                errors,
                                isolated,
                                trained.trainer().profile())) + "\n");
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
        err.println(isolated.line());
        ErrorReport.print(errors, out);
        err.println("Results are in " + directory.path());
        return true;
    }

    private record Training(Trainer<?> trainer, TrainingResult result) {}

    private Training train(
            TrainableModel model, RunData data, GraphSource training, GraphSource validation, PrintWriter err) {
        int epochs = config().training().epochs().epochs();
        try (ProgressView view = new ProgressView(err, options.bar(), epochs)) {
            TrainerSetup setup = TrainerSetup.of(options.threads())
                    .withCheckpoints(directory.checkpoint())
                    .withConfig(ConfigWriter.tree(config()))
                    .withListener(TrainingListener.of(List.of(
                            new RunFiles(directory, config(), data.splitTree(config().data())),
                            new MetricsFile(directory.metrics()),
                            new TrainingView(view, epochs))));
            Trainer<?> trainer = new Trainer<>(
                    new PotentialObjective(model, config().training(), training, validation),
                    config().training().trainer(),
                    setup);
            Runnable onStop = () -> {
                trainer.requestStop();
                view.message("Stopping after this batch ...");
            };
            try (Interruption _ = new Interruption(onStop)) {
                TrainingResult result = options.resume() ? trainer.resume() : trainer.run();
                view.finish();
                if (result.reason() == Reason.STOPPED) {
                    sayHowToGoOn(model, result, err);
                }
                return new Training(trainer, result);
            } catch (InputException e) {
                view.finish();
                keepBest(model, trainer, err);
                throw e;
            }
        }
    }

    /** A training that diverges, or has no place on the disk any more, leaves its best weights behind where it can. */
    private void keepBest(TrainableModel model, Trainer<?> trainer, PrintWriter err) {
        if (trainer.bestEpoch() > 0) {
            try {
                writeModel(
                        model,
                        new TrainingResult(
                                Reason.STOPPED, trainer.bestEpoch(), trainer.bestEpoch(), 0, trainer.history()));
                err.println("The best weights so far, of epoch " + trainer.bestEpoch() + ", are in " + directory.model()
                        + "; training.start_from takes that file.");
            } catch (InputException unwritable) {
                err.println("warning: the best weights so far could not be written: " + unwritable.getMessage());
            }
        }
    }

    private void writeModel(TrainableModel model, TrainingResult result) {
        Map<String, Object> history = new LinkedHashMap<>();
        history.put("program", "gaunt " + Version.number());
        history.put("epochs", result.history().size());
        history.put("best_epoch", result.bestEpoch());
        history.put("seconds", result.seconds());
        history.put("config", ConfigWriter.tree(config()));
        ModelFile.write(
                directory.model(),
                model,
                ModelKinds.factory(config().model().kind(), Backend.detect()),
                config().training().compute().precision(),
                StrictJson.mapper().valueToTree(history));
    }

    private void sayHowToGoOn(TrainableModel model, TrainingResult result, PrintWriter err) {
        if (result.bestEpoch() > 0) {
            writeModel(model, result);
        }
        err.println("Interrupted after " + result.epochs() + " epochs. A checkpoint is in " + directory.checkpoint()
                + (result.bestEpoch() > 0 ? ", the best model so far in " + directory.model() : "") + ".");
        err.println("To go on: " + options.resumeCommand());
        err.flush();
    }

    private List<PredictedSet> predict(TrainableModel model, RunData data) {
        try (ModelPotential potential =
                new ModelPotential(model, config().training().compute().precision(), options.threads())) {
            List<PredictedSet> sets = new ArrayList<>();
            data.sets().forEach((name, set) -> sets.add(PredictedSet.of(name, set, potential)));
            return sets;
        }
    }
}
