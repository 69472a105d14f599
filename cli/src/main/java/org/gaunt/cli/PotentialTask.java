package org.gaunt.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.gaunt.atoms.Element;
import org.gaunt.cli.config.ConfigWriter;
import org.gaunt.learn.TrainingResult;
import org.gaunt.potential.TrainableModel;
import org.gaunt.potential.data.ReferenceEnergySource;
import org.gaunt.potential.eval.ErrorTable;
import org.gaunt.potential.eval.ModelPotential;
import org.gaunt.potential.network.PotentialModel;
import org.gaunt.potential.train.PotentialObjective;
import org.gaunt.potential.train.PotentialTraining;
import org.gaunt.potential.train.TrainingData;

/**
 * A potential and the structures it is trained on.
 *
 * @param config what is done
 * @param training the structures, the model and how it is trained
 */
record PotentialTask(RunConfig config, PotentialTraining training) implements Task {

    private TrainingData data() {
        return training.data();
    }

    private TrainableModel model() {
        return training.model();
    }

    @Override
    public PotentialObjective objective() {
        return training.objective();
    }

    @Override
    public void describe(PrintWriter err) {
        String elements = model().atomicNumbers().stream()
                .map(number -> Element.of(number).symbol())
                .collect(Collectors.joining(" "));
        err.printf(
                Locale.ROOT,
                "data      %d training, %d validation and %d test structures of %s; energies of atoms %s%n",
                data().size("training"),
                data().size("validation"),
                data().size("test"),
                elements,
                energiesOfAtoms());
        if (model() instanceof PotentialModel<?> known) {
            err.println("isolated  " + IsolatedAtomsReport.form(known.data().isolatedLimit()));
        }
        warn(err);
        err.printf(
                Locale.ROOT,
                "model     %s: %,d parameters%n",
                shape(),
                model().parameters().size());
        err.printf("symmetry  %s%n", model().symmetry());
    }

    @Override
    public void warn(PrintWriter err) {
        data().notes().forEach(note -> err.println("warning   " + note));
        err.flush();
    }

    private String energiesOfAtoms() {
        boolean some = config.data().referenceEnergies() == ReferenceEnergySource.AUTO
                && data().references().atomicNumbers().stream()
                        .anyMatch(data().fitted().isolated().elements()::contains);
        return !data().references().fitted() ? "as given" : some ? "as given and fitted" : "fitted";
    }

    /** The model's kind and keys: {@code mace, hidden 32x0e+32x1o, lmax 3}. */
    private String shape() {
        return ConfigWriter.tree(config).get("model") instanceof Map<?, ?> keys
                ? keys.entrySet().stream()
                        .map(key -> (key.getKey().equals("kind") ? "" : key.getKey() + " ") + key.getValue())
                        .collect(Collectors.joining(", "))
                : config.model().kind();
    }

    @Override
    public Map<String, String> files() {
        return Map.of(RunDirectory.SPLIT, Json.write(data().splitTree(config.data())) + "\n");
    }

    @Override
    public ProgressWords words() {
        return new PotentialWords();
    }

    @Override
    public void write(Path file, Map<String, ?> history) {
        training.write(file, history);
    }

    @Override
    public Map<String, Object> about() {
        Map<String, Object> structures = new LinkedHashMap<>();
        data().sets().forEach((name, set) -> structures.put(name, set.size()));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("symmetry", model().symmetry().group());
        json.put("parameters", model().parameters().size());
        json.put("structures", structures);
        json.put("warnings", data().notes());
        return json;
    }

    @Override
    public TaskErrors evaluate(int threads) {
        List<PredictedSet> sets = new ArrayList<>();
        try (ModelPotential potential =
                new ModelPotential(model(), config.training().compute().precision(), threads)) {
            data().sets().forEach((name, set) -> sets.add(PredictedSet.of(name, set, potential)));
        }
        return new Errors(data(), sets, IsolatedAtomsReport.of(model()));
    }

    private record Errors(TrainingData data, List<PredictedSet> sets, IsolatedAtomsReport isolated)
            implements TaskErrors {

        private Map<String, ErrorTable> tables() {
            Map<String, ErrorTable> tables = new LinkedHashMap<>();
            sets.forEach(set -> tables.put(set.name(), set.errors()));
            return tables;
        }

        @Override
        public void print(PrintWriter out) {
            ErrorReport.print(tables(), out);
        }

        @Override
        public void printNotes(PrintWriter err) {
            err.println(isolated.line());
        }

        @Override
        public Map<String, Object> json() {
            Map<String, Object> errors = new LinkedHashMap<>();
            tables().forEach((name, table) -> errors.put(name, ErrorReport.json(table)));
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("errors", errors);
            json.put("isolated_atoms", isolated.json());
            return json;
        }

        @Override
        public void draw(RunDirectory directory, TrainingResult result, PrintWriter err) {
            new RunPlots(directory, err).draw(data, sets.getLast(), result.history());
        }
    }
}
