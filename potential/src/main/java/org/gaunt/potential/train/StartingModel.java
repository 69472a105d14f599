package org.gaunt.potential.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gaunt.files.InputException;
import org.gaunt.files.InputFiles;
import org.gaunt.form.Backend;
import org.gaunt.learn.config.Keys;
import org.gaunt.potential.TrainableModel;
import org.gaunt.potential.data.DataConfig;
import org.gaunt.potential.data.GraphSource;
import org.gaunt.potential.data.IsolatedLimit;
import org.gaunt.potential.data.ReferenceEnergies;
import org.gaunt.potential.data.ReferenceEnergySource;
import org.gaunt.potential.data.Statistics;
import org.gaunt.potential.importer.ImportedModels;
import org.gaunt.potential.io.ModelFile;
import org.gaunt.potential.model.ModelKinds;
import org.gaunt.potential.network.ModelConfig;
import org.gaunt.potential.network.ModelData;
import org.jspecify.annotations.Nullable;

/**
 * The model that a training begins with: a new one, or that of a file.
 *
 * @param shape of the model that is used
 * @param dataConfig where the structures come from
 * @param settings how the weights are fitted
 * @param file the model to start from, or null for a new one
 */
public record StartingModel(
        ModelConfig shape,
        DataConfig dataConfig,
        TrainingConfig settings,
        @Nullable ModelFile file) {

    /**
     * Looks where the model of a configuration comes from.
     *
     * @throws InputException if the file cannot be read, or the configuration asks for another shape than the file's
     */
    public static StartingModel of(ModelConfig asked, DataConfig data, TrainingConfig training) {
        Path path = training.start().startFrom();
        if (path == null) {
            if (data.isolatedLimit().or(limitOf(asked)) == IsolatedLimit.EXACT
                    && limitOf(asked) != IsolatedLimit.EXACT) {
                throw InputException.of(
                                "a model that is told of the charge or spin of a structure cannot have the energies"
                                        + " of isolated atoms exactly, because they differ between charges and spins")
                        .found("data.isolated_limit: exact, and model.embeddings " + asked.inputs())
                        .wanted("auto or free")
                        .remedy("leave out data.isolated_limit")
                        .build();
            }
            return new StartingModel(asked, data, training, null);
        }
        InputFiles.requireReadable(path, "a model file (.safetensors, or .model of MACE)");
        ModelFile file = ImportedModels.read(path);
        ModelConfig shape = ModelKinds.config(file.header());
        boolean untouched = ModelKinds.all().getFirst().defaults().equals(asked);
        if (!untouched && !asked.equals(shape)) {
            throw InputException.of("the model section asks for another model than the file to start from")
                    .file(path)
                    .found(String.join(", ", differences(shape, asked)))
                    .wanted("the shape of the model in the file")
                    .remedy("leave out the section \"model\"")
                    .build();
        }
        IsolatedLimit limit = ModelKinds.data(file.header()).isolatedLimit();
        if (data.isolatedLimit().or(limit) != limit) {
            throw InputException.of("the model to start from keeps its energies of atoms without neighbours")
                    .file(path)
                    .found("data.isolated_limit: " + word(data.isolatedLimit()) + ", but the model's is " + word(limit))
                    .wanted("auto, or " + word(limit))
                    .remedy("leave out data.isolated_limit, or train a new model")
                    .build();
        }
        return new StartingModel(shape, data, training, file);
    }

    /** What a new model's energies of atoms without neighbours are where nothing else is asked for. */
    private static IsolatedLimit limitOf(ModelConfig shape) {
        return shape.inputs().isEmpty() ? IsolatedLimit.EXACT : IsolatedLimit.FREE;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static List<String> differences(ModelConfig file, ModelConfig asked) {
        Map<String, String> theirs = keys(file);
        List<String> differences = new ArrayList<>();
        keys(asked).forEach((key, value) -> {
            String there = theirs.getOrDefault(key, "nothing");
            if (!value.equals(there)) {
                differences.add(key + " " + value + " (the file has " + there + ")");
            }
        });
        return differences;
    }

    private static Map<String, String> keys(ModelConfig config) {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("kind", config.kind());
        keys.putAll(Keys.values((Record) config));
        return keys;
    }

    /** Whether there is no file to start from. */
    public boolean isNew() {
        return file == null;
    }

    /** The energies the model counts from: those of the data for a new model, those of the file else, unless others are asked for. */
    public ReferenceEnergies references(ReferenceEnergies ofData) {
        ModelFile start = file;
        if (start == null) {
            return ofData;
        }
        ModelData data = ModelKinds.data(start.header());
        if (dataConfig.referenceEnergies() == ReferenceEnergySource.AUTO) {
            return new ReferenceEnergies(data.atomicNumbers(), data.isolatedEnergies(), false);
        }
        if (!data.heads().isEmpty()) {
            throw InputException.of("the energies of isolated atoms cannot be replaced in a model with several heads")
                    .found("data.reference_energies: " + dataConfig.referenceEnergies())
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
    public List<String> notes(TrainingData data) {
        ModelFile start = file;
        if (start == null || dataConfig.referenceEnergies() != ReferenceEnergySource.AUTO) {
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
    public TrainableModel model(
            ReferenceEnergies references, Statistics statistics, List<ModelData.Head> heads, GraphSource training) {
        ModelFile start = file;
        Backend backend = Backend.detect();
        long seed = settings.compute().seed();
        if (start == null) {
            ModelData data = new ModelData(
                    references.atomicNumbers(),
                    references.energies(),
                    statistics.scale(),
                    statistics.shift(),
                    statistics.averageNeighbors(),
                    heads,
                    dataConfig.isolatedLimit().or(limitOf(shape)));
            if (data.isolatedLimit() == IsolatedLimit.EXACT) {
                data = ModelKinds.withoutOffset(shape, data, seed, backend, training);
            }
            return ModelKinds.create(shape, data, seed, backend);
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
        TrainableModel model = ModelKinds.create(shape, data, seed, backend);
        double[] weights = start.model().parameters().values();
        System.arraycopy(weights, 0, model.parameters().values(), 0, weights.length);
        return model;
    }
}
