package org.gaunt.potential.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.gaunt.atoms.ExtendedXyz;
import org.gaunt.atoms.LabelKeys;
import org.gaunt.atoms.Structure;
import org.gaunt.files.InputException;
import org.gaunt.learn.Split;
import org.gaunt.potential.data.Composition;
import org.gaunt.potential.data.DataChecks;
import org.gaunt.potential.data.DataConfig;
import org.gaunt.potential.data.DataSet;
import org.gaunt.potential.data.GraphBuilder;
import org.gaunt.potential.data.GraphSource;
import org.gaunt.potential.data.LabelNeeds;
import org.gaunt.potential.data.ReferenceEnergies;
import org.gaunt.potential.data.ReferenceEnergySource;
import org.gaunt.potential.data.Statistics;
import org.gaunt.potential.data.StructureSource;
import org.gaunt.potential.network.ModelConfig;
import org.gaunt.potential.network.ModelData;

/**
 * The structures of a training, read and checked.
 *
 * @param fitted the training and validation structures, in memory or in their files
 * @param validation structures of validation files; empty where a part of the training structures is set aside
 * @param test to report on; may be empty
 * @param split which of the fitted structures are trained on, and which are set aside
 * @param references energies of the isolated atoms of all elements of training and validation; for models with several heads those
 *     of the first that has structures
 * @param heads for models with several heads the energies of each that has structures, by name
 * @param notes what a user should know about the data
 */
public record TrainingData(
        FittedSet fitted,
        List<Structure> validation,
        List<Structure> test,
        Split split,
        ReferenceEnergies references,
        Map<String, ReferenceEnergies> heads,
        List<String> notes) {

    /**
     * Reads the files of a configuration.
     *
     * @param model whose data they are to be
     * @param needs labels that training and validation structures must have
     * @param configFile to be named where the configuration is to blame
     * @throws InputException if a file is missing or wrong, or if there is nothing to train on
     */
    public static TrainingData read(DataConfig config, ModelConfig model, LabelNeeds needs, Path configFile) {
        if (config.train().isEmpty()) {
            throw InputException.of("no training data are named")
                    .file(configFile)
                    .wanted("data.train, a list of extended XYZ files")
                    .remedy("add \"train: [FILE.xyz]\" to the section \"data\"")
                    .build();
        }
        LabelKeys keys = config.labelKeys();
        DataChecks checks =
                new DataChecks(model.cutoff(), !model.heads().isEmpty(), config.configTypeWeights(), model.inputs());
        FittedSet fitted = config.stream()
                ? FittedSet.inFiles(config, keys, model.cutoff(), checks)
                : FittedSet.inMemory(config, keys, checks);
        DataSet validationSet = further(config.validation(), keys);
        DataSet testSet = further(config.test(), keys);
        List<Structure> validation = validationSet.structures();
        List<Structure> test = testSet.structures();
        DataNotes all = new DataNotes(checks, checks.another("validation", validation), checks.another("test", test));
        all.requireLabels(needs, config);
        List<Integer> indices =
                IntStream.range(0, fitted.structures().size()).boxed().toList();
        Split split = config.validation().isEmpty()
                ? Split.random(indices.size(), config.validationFraction(), config.validationSeed())
                : new Split(indices, List.of());
        requireSeenElements(fitted, split, validation, test);
        List<Composition> held = validation.stream().map(Composition::of).toList();
        List<Composition> known = new ArrayList<>(fitted.compositions());
        known.addAll(held);
        List<List<Composition>> compositions = List.of(
                fitted.compositions(), held, test.stream().map(Composition::of).toList());
        List<String> notes = new ArrayList<>(all.labels());
        notes.addAll(checks.requireLabels(split, needs));
        notes.addAll(all.repeats(split));
        notes.addAll(DataNotes.leftOut("validation", validationSet.isolated().frames()));
        notes.addAll(DataNotes.leftOut("test", testSet.isolated().frames()));
        ReferenceEnergySource source = config.referenceEnergies();
        Set<Integer> seen = new TreeSet<>();
        known.forEach(structure -> seen.addAll(structure.numbers()));
        notes.addAll(DataNotes.isolatedAtoms(fitted.isolated(), seen, source, model.cutoff()));
        Map<String, ReferenceEnergies> heads = new LinkedHashMap<>();
        for (String head : model.heads()) {
            Map<Integer, Double> isolated = fitted.isolated().energies(head);
            List<Composition> own = known.stream()
                    .filter(structure -> head.equals(structure.head()))
                    .toList();
            if (!own.isEmpty()) {
                notes.addAll(checks.suspectUnits(isolated, own));
                ReferenceEnergies energies = ReferenceEnergies.ofHead(source, isolated, own, known);
                notes.addAll(all.outliers(compositions, head, energies));
                heads.put(head, energies);
            }
        }
        ReferenceEnergies references;
        if (heads.isEmpty()) {
            Map<Integer, Double> isolated = fitted.isolated().energies();
            notes.addAll(checks.suspectUnits(isolated, known));
            references = ReferenceEnergies.ofCompositions(source, isolated, known);
            notes.addAll(all.outliers(compositions, null, references));
        } else {
            references = heads.values().iterator().next();
        }
        return new TrainingData(
                fitted,
                validation,
                test,
                split,
                references,
                heads,
                notes.stream().distinct().toList());
    }

    /** Elements of the other sets must occur in a training structure: an untrained element has arbitrary energies. */
    private static void requireSeenElements(
            FittedSet fitted, Split split, List<Structure> validation, List<Structure> test) {
        Set<Integer> seen = new TreeSet<>();
        split.training().forEach(i -> seen.addAll(fitted.compositions().get(i).numbers()));
        for (int i : split.validation()) {
            if (!seen.containsAll(fitted.compositions().get(i).numbers())) {
                DataChecks.requireSeen(
                        "validation",
                        StructureSource.of(List.of(fitted.structures().get(i))),
                        seen,
                        "choose another data.validation_seed, add structures with this element, or name a validation"
                                + " file");
            }
        }
        String remedy = "add training structures with this element, or leave this one out";
        DataChecks.requireSeen("validation", StructureSource.of(validation), seen, remedy);
        DataChecks.requireSeen("test", StructureSource.of(test), seen, remedy);
    }

    /** Validation or test structures. */
    private static DataSet further(List<Path> files, LabelKeys keys) {
        DataSet set = DataSet.of(read(files, keys));
        if (!files.isEmpty()) {
            set.requireStructures(files.getFirst().toString());
        }
        return set;
    }

    static List<Structure> read(List<Path> files, LabelKeys keys) {
        List<Structure> frames = new ArrayList<>();
        for (Path file : files) {
            frames.addAll(ExtendedXyz.read(file, keys));
        }
        return frames;
    }

    /** The sets that are not empty, by name. */
    public Map<String, StructureSource> sets() {
        Map<String, StructureSource> sets = new LinkedHashMap<>();
        sets.put("training", fitted.some(split.training()));
        sets.put("validation", validation.isEmpty() ? fitted.some(split.validation()) : StructureSource.of(validation));
        sets.put("test", StructureSource.of(test));
        sets.values().removeIf(set -> set.size() == 0);
        return sets;
    }

    /** The training structures, ready for training. */
    public GraphSource training(GraphBuilder builder, DataConfig config) {
        return fitted.graphs(split.training(), builder, config.configTypeWeights());
    }

    /** The validation structures, ready for training. */
    public GraphSource heldOut(GraphBuilder builder, DataConfig config) {
        return validation.isEmpty()
                ? fitted.graphs(split.validation(), builder, config.configTypeWeights())
                : GraphSource.of(validation, builder, config.configTypeWeights());
    }

    /**
     * What each readout of a new model with several takes from its own training structures.
     *
     * @param names of the heads
     * @param configFile to be named where the configuration is to blame
     * @throws InputException if a head has no training structure
     */
    public List<ModelData.Head> heads(List<String> names, GraphBuilder builder, DataConfig config, Path configFile) {
        List<ModelData.Head> all = new ArrayList<>();
        for (String head : names) {
            List<Integer> own = split.training().stream()
                    .filter(i -> head.equals(fitted.compositions().get(i).head()))
                    .toList();
            ReferenceEnergies energies = heads.get(head);
            if (own.isEmpty() || energies == null) {
                throw InputException.of("no training structure belongs to a head of the model")
                        .file(configFile)
                        .found("model.heads names " + head + ", but no training structure has " + GraphBuilder.HEAD
                                + "=" + head)
                        .wanted("some structures for every head")
                        .remedy("add " + GraphBuilder.HEAD + "=" + head
                                + " to the comment lines of its structures, or leave it out of model.heads")
                        .build();
            }
            Statistics statistics =
                    fitted.statistics(fitted.graphs(own, builder, config.configTypeWeights()), own, energies);
            all.add(new ModelData.Head(head, energies.energies(), statistics.scale(), statistics.shift()));
        }
        return all;
    }

    /** The number of structures of a set. */
    public int size(String name) {
        StructureSource set = sets().get(name);
        return set == null ? 0 : set.size();
    }

    /** What {@code split.json} holds. */
    public Map<String, Object> splitTree(DataConfig config) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("files", config.train().stream().map(Path::toString).toList());
        tree.put("counting", "structures of the files in their order, from 0; isolated atoms are not counted");
        if (config.validation().isEmpty()) {
            tree.put("seed", config.validationSeed());
            tree.put("training", split.training());
            tree.put("validation", split.validation());
        } else {
            tree.put(
                    "validation_files",
                    config.validation().stream().map(Path::toString).toList());
        }
        return tree;
    }

    /** The same with the energies that a model counts from, and more notes. */
    public TrainingData with(ReferenceEnergies energies, List<String> more) {
        List<String> all = new ArrayList<>(notes);
        all.addAll(more);
        return new TrainingData(fitted, validation, test, split, energies, heads, all);
    }

    /** The energy of the structure's atoms, each by itself, eV. */
    public double isolatedEnergy(Structure structure) {
        Composition composition = Composition.of(structure);
        ReferenceEnergies own = composition.head() == null ? null : heads.get(composition.head());
        return composition.isolated(own == null ? references : own);
    }
}
