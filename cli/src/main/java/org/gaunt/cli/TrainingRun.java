package org.gaunt.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.gaunt.atoms.AtomicFiles;
import org.gaunt.atoms.Element;
import org.gaunt.atoms.Structure;
import org.gaunt.autodiff.Backend;
import org.gaunt.cli.config.ConfigWriter;
import org.gaunt.potential.TrainableModel;
import org.gaunt.potential.data.GraphBuilder;
import org.gaunt.potential.data.LabelledGraph;
import org.gaunt.potential.data.Statistics;
import org.gaunt.potential.eval.ErrorTable;
import org.gaunt.potential.eval.ModelPotential;
import org.gaunt.potential.io.ModelFile;
import org.gaunt.potential.io.StrictJson;
import org.gaunt.potential.model.ModelKinds;
import org.gaunt.potential.network.ModelData;
import org.gaunt.potential.train.MetricsFile;
import org.gaunt.potential.train.Trainer;
import org.gaunt.potential.train.TrainingConfig;
import org.gaunt.potential.train.TrainingResult;
import org.gaunt.potential.train.TrainingResult.Reason;

/**
 * One run of {@code gaunt train}, from the data to the pictures.
 *
 * @param config what to do
 * @param configFile where that was read
 * @param directory where the results go
 * @param threads to compute with
 * @param resume whether to go on from the directory's checkpoint
 * @param resumeCommand the command line that goes on with this run
 * @param quiet whether to report in plain lines only
 */
record TrainingRun(
        RunConfig config,
        Path configFile,
        RunDirectory directory,
        int threads,
        boolean resume,
        String resumeCommand,
        boolean quiet) {

    /**
     * Trains, evaluates and writes everything.
     *
     * @param out takes the table of errors
     * @param err takes the progress
     * @return whether the training went to its end; false when it was interrupted
     */
    boolean execute(PrintWriter out, PrintWriter err) {
        TrainingConfig settings = config.training();
        RunData data = RunData.read(config.data(), settings.forcesWeight() > 0, configFile);
        GraphBuilder builder = new GraphBuilder(
                data.references().atomicNumbers(),
                config.model().cutoff(),
                config.model().heads());
        List<LabelledGraph> training = graphs(data.training(), builder);
        List<LabelledGraph> validation = graphs(data.validation(), builder);
        TrainableModel model = model(data, training);
        if (!quiet) {
            describe(data, model, err);
        }
        TrainingResult result = train(model, data, training, validation, err);
        if (result.reason() == Reason.STOPPED) {
            return false;
        }
        writeModel(model, result);
        List<PredictedSet> sets = predict(model, data);
        Map<String, ErrorTable> errors = new LinkedHashMap<>();
        sets.forEach(set -> errors.put(set.name(), set.errors()));
        new RunPlots(directory, err).draw(data, sets.getLast(), result.history());
        AtomicFiles.writeText(directory.summary(), Json.write(summary(data, model, result, errors)) + "\n");
        err.printf(
                Locale.ROOT,
                "Ended after %s in epoch %d, because %s; the best validation was after epoch %d.%n",
                ProgressLine.time(result.seconds()),
                result.history().size(),
                result.reason().text(),
                result.bestEpoch());
        ErrorReport.print(errors, out);
        err.println("Results are in " + directory.path());
        return true;
    }

    private List<LabelledGraph> graphs(List<Structure> structures, GraphBuilder builder) {
        return structures.stream()
                .map(structure ->
                        LabelledGraph.of(structure, builder, config.data().configTypeWeights()))
                .toList();
    }

    private TrainableModel model(RunData data, List<LabelledGraph> training) {
        List<Double> isolated = data.references().energies();
        Statistics statistics = Statistics.of(training, isolated);
        ModelData constants = new ModelData(
                data.references().atomicNumbers(),
                isolated,
                statistics.scale(),
                statistics.shift(),
                statistics.averageNeighbors());
        return ModelKinds.create(config.model(), constants, config.training().seed(), Backend.detect());
    }

    private TrainingResult train(
            TrainableModel model,
            RunData data,
            List<LabelledGraph> training,
            List<LabelledGraph> validation,
            PrintWriter err) {
        boolean bar = !quiet && StandardError.isTerminal();
        int epochs = config.training().epochs();
        try (ProgressView view = new ProgressView(err, bar, epochs)) {
            Trainer.Setup setup = Trainer.Setup.of(threads)
                    .withCheckpoints(directory.checkpoint())
                    .withConfig(StrictJson.mapper().valueToTree(ConfigWriter.tree(config)))
                    .withListener(new Listeners(List.of(
                            new RunFiles(directory, config, data.splitTree(config.data())),
                            new MetricsFile(directory.metrics()),
                            new TrainingView(view, epochs))));
            Trainer trainer = new Trainer(model, config.training(), training, validation, setup);
            Runnable onStop = () -> {
                trainer.requestStop();
                view.message("Stopping after this batch ...");
            };
            try (Interruption _ = new Interruption(onStop)) {
                TrainingResult result = resume ? trainer.resume() : trainer.run();
                view.finish();
                if (result.reason() == Reason.STOPPED) {
                    sayHowToGoOn(model, result, err);
                }
                return result;
            }
        }
    }

    private void writeModel(TrainableModel model, TrainingResult result) {
        Map<String, Object> history = new LinkedHashMap<>();
        history.put("program", "gaunt " + Version.number());
        history.put("epochs", result.history().size());
        history.put("best_epoch", result.bestEpoch());
        history.put("seconds", result.seconds());
        history.put("config", ConfigWriter.tree(config));
        ModelFile.write(
                directory.model(),
                model,
                ModelKinds.factory(config.model().kind(), Backend.detect()),
                config.training().precision(),
                StrictJson.mapper().valueToTree(history));
    }

    private void sayHowToGoOn(TrainableModel model, TrainingResult result, PrintWriter err) {
        if (result.bestEpoch() > 0) {
            writeModel(model, result);
        }
        err.println("Interrupted after " + result.epochs() + " epochs. A checkpoint is in " + directory.checkpoint()
                + (result.bestEpoch() > 0 ? ", the best model so far in " + directory.model() : "") + ".");
        err.println("To go on: " + resumeCommand);
        err.flush();
    }

    private List<PredictedSet> predict(TrainableModel model, RunData data) {
        try (ModelPotential potential =
                new ModelPotential(model, config.training().precision(), threads)) {
            List<PredictedSet> sets = new ArrayList<>();
            data.sets()
                    .forEach((name, structures) -> sets.add(new PredictedSet(
                            name, structures, potential.evaluate(structures, PredictedSet.needed(structures)))));
            return sets;
        }
    }

    private void describe(RunData data, TrainableModel model, PrintWriter err) {
        TrainingConfig settings = config.training();
        String elements = data.references().atomicNumbers().stream()
                .map(number -> Element.of(number).symbol())
                .collect(Collectors.joining(" "));
        err.printf(
                Locale.ROOT,
                "data      %d training, %d validation and %d test structures of %s; energies of atoms %s%n",
                data.training().size(),
                data.validation().size(),
                data.test().size(),
                elements,
                data.references().fitted() ? "fitted" : "as given");
        err.printf(
                Locale.ROOT,
                "model     %s: %,d parameters%n",
                shape(),
                model.parameters().size());
        Double minutes = settings.maxMinutes();
        err.printf(
                Locale.ROOT,
                "training  batches of %d in %s on %d threads, at most %d epochs%s%n",
                settings.batchSize(),
                settings.precision().name().toLowerCase(Locale.ROOT),
                threads,
                settings.epochs(),
                minutes == null ? "" : " or " + ProgressLine.time(60 * minutes));
        err.printf("output    %s%n", directory.path());
        err.flush();
    }

    /** The model's kind and keys: {@code mace, hidden 32x0e+32x1o, lmax 3}. */
    private String shape() {
        return ConfigWriter.tree(config).get("model") instanceof Map<?, ?> keys
                ? keys.entrySet().stream()
                        .map(key -> (key.getKey().equals("kind") ? "" : key.getKey() + " ") + key.getValue())
                        .collect(Collectors.joining(", "))
                : config.model().kind();
    }

    private Map<String, Object> summary(
            RunData data, TrainableModel model, TrainingResult result, Map<String, ErrorTable> errors) {
        Map<String, Object> structures = new LinkedHashMap<>();
        data.sets().forEach((name, set) -> structures.put(name, set.size()));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("gaunt", Version.number());
        json.put("config", configFile.toString());
        json.put("model", directory.model().toString());
        json.put("seed", config.training().seed());
        json.put("threads", threads);
        json.put("parameters", model.parameters().size());
        json.put("structures", structures);
        json.put("epochs", result.history().size());
        json.put("best_epoch", result.bestEpoch());
        json.put("ended_because", result.reason().text());
        json.put("training_seconds", result.seconds());
        Map<String, Object> tables = new LinkedHashMap<>();
        errors.forEach((name, table) -> tables.put(name, ErrorReport.json(table)));
        json.put("errors", tables);
        json.put("java", Runtime.version().toString());
        json.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        json.put("processors", Runtime.getRuntime().availableProcessors());
        return json;
    }
}
