package org.gaunt.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gaunt.cli.config.ConfigWriter;
import org.gaunt.files.InputException;
import org.gaunt.form.Backend;
import org.gaunt.potential.TrainableModel;
import org.gaunt.potential.data.GraphSource;
import org.gaunt.potential.data.IsolatedLimit;
import org.gaunt.potential.data.ReferenceEnergies;
import org.gaunt.potential.data.ReferenceEnergySource;
import org.gaunt.potential.data.Statistics;
import org.gaunt.potential.io.ModelFile;
import org.gaunt.potential.model.ModelKinds;
import org.gaunt.potential.network.ModelConfig;
import org.gaunt.potential.network.ModelData;
import org.jspecify.annotations.Nullable;

/**
 * The model that a training begins with: a new one, or that of a file.
 *
 * @param config the configuration, with the shape of the model that is used
 * @param file the model to start from, or null for a new one
 */
record StartingModel(RunConfig config, @Nullable ModelFile file) {

    /**
     * Looks where the model of a configuration comes from.
     *
     * @throws InputException if the file cannot be read, or the configuration asks for another shape than the file's
     */
    static StartingModel of(RunConfig config) {
        Path path = config.training().start().startFrom();
        if (path == null) {
            return new StartingModel(config, null);
        }
        ModelFile file = Models.read(path);
        ModelConfig shape = ModelKinds.config(file.header());
        ModelConfig asked = config.model();
        boolean untouched = ModelKinds.all().getFirst().defaults().equals(asked);
        if (!untouched && !asked.equals(shape)) {
            RunConfig theirs = config.withModel(shape);
            throw InputException.of("the model section asks for another model than the file to start from")
                    .file(path)
                    .found(String.join(", ", differences(theirs, config)))
                    .wanted("the shape of the model in the file")
                    .remedy("leave out the section \"model\"")
                    .build();
        }
        IsolatedLimit limit = ModelKinds.data(file.header()).isolatedLimit();
        if (config.data().isolatedLimit().or(limit) != limit) {
            throw InputException.of("the model to start from keeps its energies of atoms without neighbours")
                    .file(path)
                    .found("data.isolated_limit: " + word(config.data().isolatedLimit()) + ", but the model's is "
                            + word(limit))
                    .wanted("auto, or " + word(limit))
                    .remedy("leave out data.isolated_limit, or train a new model")
                    .build();
        }
        return new StartingModel(config.withModel(shape), file);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static List<String> differences(RunConfig file, RunConfig asked) {
        Map<?, ?> theirs = (Map<?, ?>) ConfigWriter.tree(file).get("model");
        Map<?, ?> ours = (Map<?, ?>) ConfigWriter.tree(asked).get("model");
        List<String> differences = new ArrayList<>();
        if (theirs != null && ours != null) {
            ours.forEach((key, value) -> {
                Object there = theirs.get(key);
                if (!String.valueOf(value).equals(String.valueOf(there))) {
                    differences.add(key + " " + value + " (the file has " + there + ")");
                }
            });
        }
        return differences;
    }

    /** Whether there is no file to start from. */
    boolean isNew() {
        return file == null;
    }

    /** The energies the model counts from: those of the data for a new model, those of the file else, unless others are asked for. */
    ReferenceEnergies references(ReferenceEnergies ofData) {
        ModelFile start = file;
        if (start == null) {
            return ofData;
        }
        ModelData data = ModelKinds.data(start.header());
        if (config.data().referenceEnergies() == ReferenceEnergySource.AUTO) {
            return new ReferenceEnergies(data.atomicNumbers(), data.isolatedEnergies(), false);
        }
        if (!data.heads().isEmpty()) {
            throw InputException.of("the energies of isolated atoms cannot be replaced in a model with several heads")
                    .found("data.reference_energies: " + config.data().referenceEnergies())
                    .wanted("auto, which keeps those of the model")
                    .build();
        }
        List<Double> energies = new ArrayList<>(data.isolatedEnergies());
        for (int i = 0; i < energies.size(); i++) {
            int known = ofData.atomicNumbers().indexOf(data.atomicNumbers().get(i));
            if (known >= 0) {
                energies.set(i, ofData.energies().get(known));
            }
        }
        return new ReferenceEnergies(data.atomicNumbers(), energies, ofData.fitted());
    }

    /** What a user should know about energies of isolated atoms in the data that the model does not take. */
    List<String> notes(RunData data) {
        ModelFile start = file;
        if (start == null || config.data().referenceEnergies() != ReferenceEnergySource.AUTO) {
            return List.of();
        }
        ModelData model = ModelKinds.data(start.header());
        if (model.heads().isEmpty()) {
            return DataNotes.kept(
                    data.fitted().isolated().energies(),
                    new ReferenceEnergies(model.atomicNumbers(), model.isolatedEnergies(), false));
        }
        return List.of();
    }

    /**
     * The model.
     *
     * @param references energies of isolated atoms of its elements
     * @param statistics of the training structures, for a new model
     * @param heads what each of several readouts of a new model takes from its structures
     * @param training the training structures
     */
    TrainableModel model(
            ReferenceEnergies references, Statistics statistics, List<ModelData.Head> heads, GraphSource training) {
        ModelFile start = file;
        Backend backend = Backend.detect();
        long seed = config.training().compute().seed();
        if (start == null) {
            ModelData data = new ModelData(
                    references.atomicNumbers(),
                    references.energies(),
                    statistics.scale(),
                    statistics.shift(),
                    statistics.averageNeighbors(),
                    heads,
                    config.data().isolatedLimit().or(IsolatedLimit.EXACT));
            if (data.isolatedLimit() == IsolatedLimit.EXACT) {
                data = ModelKinds.withoutOffset(config.model(), data, seed, backend, training);
            }
            return ModelKinds.create(config.model(), data, seed, backend);
        }
        ModelData before = ModelKinds.data(start.header());
        ModelData data = new ModelData(
                before.atomicNumbers(),
                references.energies(),
                before.scale(),
                before.shift(),
                before.averageNeighbors(),
                before.heads(),
                before.isolatedLimit());
        TrainableModel model = ModelKinds.create(config.model(), data, seed, backend);
        double[] weights = start.model().parameters().values();
        System.arraycopy(weights, 0, model.parameters().values(), 0, weights.length);
        return model;
    }
}
