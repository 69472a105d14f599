package org.gaunt.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.gaunt.learn.TrainingResult;
import org.gaunt.regression.ParticleCommittee;
import org.gaunt.regression.ParticleErrors;
import org.gaunt.regression.ParticleObjective;
import org.gaunt.regression.ParticleSets;
import org.gaunt.regression.Particles;
import org.gaunt.regression.RegressionConfig;
import org.gaunt.regression.Segnn;
import org.gaunt.regression.SegnnFile;

/**
 * A network for particles and the systems it is trained on.
 *
 * @param config what is done
 * @param sets the systems
 * @param model what is trained
 * @param objective how
 */
record ParticleTask(RegressionConfig config, ParticleSets sets, Segnn model, ParticleObjective objective)
        implements Task {

    @Override
    public void describe(PrintWriter err) {
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
    }

    @Override
    public void warn(PrintWriter err) {
        // nothing is doubtful about systems that can be read
    }

    @Override
    public Map<String, String> files() {
        return Map.of();
    }

    @Override
    public ProgressWords words() {
        return new ParticleWords();
    }

    @Override
    public void write(Path file, Map<String, ?> history) {
        SegnnFile.write(file, model, config.training().compute().precision(), history);
    }

    @Override
    public Map<String, Object> about() {
        Map<String, Object> systems = new LinkedHashMap<>();
        sets.named().forEach((name, set) -> systems.put(name, set.systems()));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("parameters", model.parameters().size());
        json.put("systems", systems);
        return json;
    }

    @Override
    public TaskErrors evaluate(int threads) {
        Map<String, ParticleErrors> errors = new LinkedHashMap<>();
        try (ParticleCommittee network =
                ParticleCommittee.of(model, config.training().compute().precision(), threads)) {
            Path file = config.data().train().getFirst();
            sets.named().forEach((name, set) -> errors.put(name, network.errors(set, file)));
        }
        return new Errors(errors);
    }

    private record Errors(Map<String, ParticleErrors> sets) implements TaskErrors {

        @Override
        public void print(PrintWriter out) {
            ParticleReport.print(sets, out);
        }

        @Override
        public void printNotes(PrintWriter err) {
            // the errors say it all
        }

        @Override
        public Map<String, Object> json() {
            return ParticleReport.json(sets);
        }

        @Override
        public void draw(RunDirectory directory, TrainingResult result, PrintWriter err) {
            // no pictures
        }
    }
}
