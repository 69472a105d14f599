package org.gaunt.potential.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.gaunt.atoms.Element;
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
import org.gaunt.potential.network.Transferable;
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
                                "a model with the charge or spin of a structure as input cannot have the energies"
                                        + " of isolated atoms exactly, because they differ between charges and spins")
                        .found("data.isolated_limit: exact, and model.embeddings " + asked.inputs())
                        .wanted("auto or free")
                        .remedy("leave out data.isolated_limit")
                        .build();
            }
            if (!training.transfer().equals(TransferConfig.NONE)) {
                throw InputException.of("there is no model to start from whose head or elements could be chosen")
                        .found("training.start_head or training.start_elements, without training.start_from")
                        .remedy("name a model in training.start_from, or leave them out")
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
        TransferConfig transfer = training.transfer();
        if (!transfer.startHead().isEmpty()) {
            shape = ofOneHead(file, path, transfer.startHead());
        }
        if (transfer.startElements() != TransferConfig.Elements.MODEL && !(file.model() instanceof Transferable)) {
            throw InputException.of("the elements of a model of this kind cannot be changed")
                    .file(path)
                    .found("training.start_elements: " + word(transfer.startElements()) + ", and kind " + shape.kind())
                    .wanted("model, or a model of kind mace")
                    .build();
        }
        return new StartingModel(shape, data, training, file);
    }

    private static ModelConfig ofOneHead(ModelFile file, Path path, String head) {
        List<String> heads = file.model().heads();
        if (!heads.contains(head) || !(file.model() instanceof Transferable model)) {
            throw InputException.of("the model to start from has no such head")
                    .file(path)
                    .found("training.start_head: " + head)
                    .wanted(heads.isEmpty() ? "none: the model has one readout" : "one of " + String.join(", ", heads))
                    .build();
        }
        return model.ofOneHead(head);
    }

    /** What the model of a file took from its data, of the head that is kept. */
    private ModelData kept(ModelFile start) {
        ModelData data = ModelKinds.data(start.header());
        for (ModelData.Head head : data.heads()) {
            if (head.name().equals(settings.transfer().startHead())) {
                return new ModelData(
                        data.atomicNumbers(),
                        head.isolatedEnergies(),
                        head.scale(),
                        head.shift(),
                        data.averageNeighbors(),
                        List.of(),
                        data.isolatedLimit());
            }
        }
        return data;
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

    /**
     * The elements of the model and the energies it counts from: those of the data for a new model, those of the file else, unless
     * others are asked for.
     *
     * @throws InputException if the data have elements that the model of the file is not to learn, or energies of further elements are
     *     not known
     */
    public ReferenceEnergies references(TrainingData data) {
        ModelFile start = file;
        ReferenceEnergies ofData = data.references();
        if (start == null) {
            return ofData;
        }
        ModelData before = kept(start);
        List<Integer> elements = elements(before.atomicNumbers(), ofData.atomicNumbers());
        ReferenceEnergies own = new ReferenceEnergies(before.atomicNumbers(), before.isolatedEnergies(), false);
        if (dataConfig.referenceEnergies() != ReferenceEnergySource.AUTO) {
            return merged(elements, ofData, own);
        }
        Map<Integer, Double> known =
                new LinkedHashMap<>(data.fitted().isolated().energies());
        for (int i = 0; i < own.atomicNumbers().size(); i++) {
            known.put(own.atomicNumbers().get(i), own.energies().get(i));
        }
        if (known.keySet().containsAll(elements)) {
            return merged(elements, own, ofData);
        }
        // only further elements without an isolated atom are fitted, beside the energies of the model
        ReferenceEnergies further = ReferenceEnergies.ofCompositions(
                ReferenceEnergySource.AUTO, known, data.fitted().compositions());
        return merged(elements, own, further);
    }

    private List<Integer> elements(List<Integer> ofModel, List<Integer> ofData) {
        return switch (settings.transfer().startElements()) {
            case DATA -> ofData;
            case ALL ->
                Stream.concat(ofModel.stream(), ofData.stream())
                        .distinct()
                        .sorted()
                        .toList();
            case MODEL -> {
                List<Integer> unknown =
                        ofData.stream().filter(z -> !ofModel.contains(z)).toList();
                if (!unknown.isEmpty()) {
                    throw InputException.of("the data have elements that the model to start from does not know")
                            .found(Element.listed(unknown))
                            .wanted("some of " + Element.listed(ofModel))
                            .remedy("set training.start_elements: all (or data), or leave these structures out")
                            .build();
                }
                yield ofModel;
            }
        };
    }

    /** Energies of elements, of the first that knows them. */
    private static ReferenceEnergies merged(List<Integer> elements, ReferenceEnergies first, ReferenceEnergies second) {
        List<Double> energies = new ArrayList<>();
        boolean fitted = false;
        for (int element : elements) {
            int k = first.atomicNumbers().indexOf(element);
            ReferenceEnergies source = k >= 0 ? first : second;
            energies.add(source.energies().get(source.atomicNumbers().indexOf(element)));
            fitted |= source.fitted();
        }
        return new ReferenceEnergies(elements, energies, fitted);
    }

    /** The heads of the model of a file, with the elements and energies of this training. */
    private List<ModelData.Head> heads(ModelData before, ReferenceEnergies references, TrainingData data) {
        List<ModelData.Head> heads = new ArrayList<>();
        for (ModelData.Head head : before.heads()) {
            ReferenceEnergies own = new ReferenceEnergies(before.atomicNumbers(), head.isolatedEnergies(), false);
            ReferenceEnergies ofData = data.heads().getOrDefault(head.name(), references);
            boolean replaced = dataConfig.referenceEnergies() != ReferenceEnergySource.AUTO
                    && data.heads().containsKey(head.name());
            ReferenceEnergies further = merged(references.atomicNumbers(), ofData, references);
            ReferenceEnergies energies = replaced
                    ? merged(references.atomicNumbers(), ofData, own)
                    : merged(references.atomicNumbers(), own, further);
            heads.add(new ModelData.Head(head.name(), energies.energies(), head.scale(), head.shift()));
        }
        return heads;
    }

    /** What a user should know about energies of isolated atoms in the data that the model does not take. */
    public List<String> notes(TrainingData data) {
        ModelFile start = file;
        if (start == null || dataConfig.referenceEnergies() != ReferenceEnergySource.AUTO) {
            return List.of();
        }
        ModelData model = kept(start);
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
     * @param data where they are from
     * @param training the training structures
     */
    public TrainableModel model(
            ReferenceEnergies references,
            Statistics statistics,
            List<ModelData.Head> heads,
            TrainingData data,
            GraphSource training) {
        ModelFile start = file;
        Backend backend = Backend.detect();
        long seed = settings.compute().seed();
        if (start == null) {
            ModelData own = new ModelData(
                    references.atomicNumbers(),
                    references.energies(),
                    statistics.scale(),
                    statistics.shift(),
                    statistics.averageNeighbors(),
                    heads,
                    dataConfig.isolatedLimit().or(limitOf(shape)));
            if (own.isolatedLimit() == IsolatedLimit.EXACT) {
                own = ModelKinds.withoutOffset(shape, own, seed, backend, training);
            }
            return ModelKinds.create(shape, own, seed, backend);
        }
        ModelData before = kept(start);
        ModelData after = new ModelData(
                references.atomicNumbers(),
                references.energies(),
                before.scale(),
                before.shift(),
                before.averageNeighbors(),
                heads(before, references, data),
                before.isolatedLimit());
        TrainableModel model = ModelKinds.create(shape, after, seed, backend);
        String head = settings.transfer().startHead();
        boolean changed = !head.isEmpty() || !after.atomicNumbers().equals(before.atomicNumbers());
        if (changed && model instanceof Transferable transferable) {
            transferable.takeWeights(start.model(), head.isEmpty() ? null : head);
        } else {
            double[] weights = start.model().parameters().values();
            System.arraycopy(weights, 0, model.parameters().values(), 0, weights.length);
        }
        return model;
    }
}
