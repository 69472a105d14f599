package org.gaunt.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.gaunt.atoms.Element;
import org.gaunt.cli.config.ConfigWriter;
import org.gaunt.learn.Profile;
import org.gaunt.learn.TrainingResult;
import org.gaunt.potential.TrainableModel;
import org.gaunt.potential.data.ReferenceEnergySource;
import org.gaunt.potential.eval.ErrorTable;
import org.gaunt.potential.network.PotentialModel;
import org.gaunt.potential.train.TrainingConfig;

/**
 * What a run says about itself: a few lines at its start, and {@code summary.json} at its end.
 *
 * @param config what is done
 * @param configFile where that was read
 * @param directory where the results go
 * @param threads computed with
 */
record RunReport(RunConfig config, Path configFile, RunDirectory directory, int threads) {

    /** Prints what begins. */
    void describe(RunData data, TrainableModel model, PrintWriter err) {
        TrainingConfig settings = config.training();
        String elements = model.atomicNumbers().stream()
                .map(number -> Element.of(number).symbol())
                .collect(Collectors.joining(" "));
        err.printf(
                Locale.ROOT,
                "data      %d training, %d validation and %d test structures of %s; energies of atoms %s%n",
                data.size("training"),
                data.size("validation"),
                data.size("test"),
                elements,
                energiesOfAtoms(data));
        if (model instanceof PotentialModel<?> known) {
            err.println("isolated  " + IsolatedAtomsReport.form(known.data().isolatedLimit()));
        }
        warn(data, err);
        err.printf(
                Locale.ROOT,
                "model     %s: %,d parameters%n",
                shape(),
                model.parameters().size());
        err.printf("symmetry  %s%n", model.symmetry());
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

    /** Prints what is doubtful about the data. */
    static void warn(RunData data, PrintWriter err) {
        data.notes().forEach(note -> err.println("warning   " + note));
        err.flush();
    }

    private String energiesOfAtoms(RunData data) {
        boolean some = config.data().referenceEnergies() == ReferenceEnergySource.AUTO
                && data.references().atomicNumbers().stream()
                        .anyMatch(data.fitted().isolated().elements()::contains);
        return !data.references().fitted() ? "as given" : some ? "as given and fitted" : "fitted";
    }

    /** The model's kind and keys: {@code mace, hidden 32x0e+32x1o, lmax 3}. */
    private String shape() {
        return ConfigWriter.tree(config).get("model") instanceof Map<?, ?> keys
                ? keys.entrySet().stream()
                        .map(key -> (key.getKey().equals("kind") ? "" : key.getKey() + " ") + key.getValue())
                        .collect(Collectors.joining(", "))
                : config.model().kind();
    }

    /** What {@code summary.json} holds. */
    Map<String, Object> summary(
            RunData data,
            TrainableModel model,
            TrainingResult result,
            Map<String, ErrorTable> errors,
            IsolatedAtomsReport isolated,
            Profile profile) {
        Map<String, Object> structures = new LinkedHashMap<>();
        data.sets().forEach((name, set) -> structures.put(name, set.size()));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("gaunt", Version.number());
        json.put("config", configFile.toString());
        json.put("model", directory.model().toString());
        json.put("seed", config.training().compute().seed());
        json.put("threads", threads);
        json.put("symmetry", model.symmetry().group());
        json.put("parameters", model.parameters().size());
        json.put("structures", structures);
        json.put("warnings", data.notes());
        json.put("epochs", result.history().size());
        json.put("best_epoch", result.bestEpoch());
        json.put("weights", result.weights());
        json.put("ended_because", result.reason().text());
        json.put("training_seconds", result.seconds());
        Map<String, Object> tables = new LinkedHashMap<>();
        errors.forEach((name, table) -> tables.put(name, ErrorReport.json(table)));
        json.put("errors", tables);
        json.put("isolated_atoms", isolated.json());
        json.put("profile", ProfileReport.json(profile));
        json.put("peak_memory", PeakMemory.now().json());
        json.put("java", Runtime.version().toString());
        json.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        json.put("processors", Runtime.getRuntime().availableProcessors());
        return json;
    }
}
