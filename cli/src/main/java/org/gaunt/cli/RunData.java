package org.gaunt.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gaunt.atoms.ExtendedXyz;
import org.gaunt.atoms.InputException;
import org.gaunt.atoms.LabelKeys;
import org.gaunt.atoms.Structure;
import org.gaunt.potential.data.DataConfig;
import org.gaunt.potential.data.DataSet;
import org.gaunt.potential.data.ReferenceEnergies;
import org.gaunt.potential.data.Split;
import org.jspecify.annotations.Nullable;

/**
 * The structures of a training run.
 *
 * @param training to fit to
 * @param validation to judge by; may be empty
 * @param test to report on; may be empty
 * @param split how training and validation were chosen; null where the validation has files of its own
 * @param references energies of the isolated atoms of all elements of training and validation
 */
record RunData(
        List<Structure> training,
        List<Structure> validation,
        List<Structure> test,
        @Nullable Split split,
        ReferenceEnergies references) {

    /**
     * Reads the files of a configuration.
     *
     * @param needForces whether at least one training structure must have forces
     * @param configFile to be named where the configuration is to blame
     * @throws InputException if a file is missing or wrong, or if there is nothing to train on
     */
    static RunData read(DataConfig config, boolean needForces, Path configFile) {
        if (config.train().isEmpty()) {
            throw InputException.of("no training data are named")
                    .file(configFile)
                    .wanted("data.train, a list of extended XYZ files")
                    .remedy("add \"train: [FILE.xyz]\" to the section \"data\"")
                    .build();
        }
        LabelKeys keys = LabelKeys.DEFAULT
                .withEnergy(config.energyKey())
                .withForces(config.forcesKey())
                .withStress(config.stressKey());
        DataSet all = DataSet.of(read(config.train(), keys)).ofConfigTypes(config.configTypes());
        Path atoms = config.isolatedAtoms();
        if (atoms != null) {
            DataSet given = DataSet.of(ExtendedXyz.read(atoms, keys));
            all = new DataSet(all.structures(), given.plus(all).isolated());
        }
        all.requireTrainable(config.train().getFirst().toString(), needForces);
        List<Structure> known = new ArrayList<>(all.structures());
        Split split = null;
        List<Structure> training = all.structures();
        List<Structure> validation;
        if (config.validation().isEmpty()) {
            split = Split.random(training.size(), config.validationFraction(), config.validationSeed());
            validation = Split.pick(all.structures(), split.validation());
            training = Split.pick(all.structures(), split.training());
        } else {
            validation = DataSet.of(read(config.validation(), keys)).structures();
            known.addAll(validation);
        }
        List<Structure> test = config.test().isEmpty()
                ? List.of()
                : DataSet.of(read(config.test(), keys)).structures();
        ReferenceEnergies references = ReferenceEnergies.of(config.referenceEnergies(), all.isolated(), known);
        return new RunData(training, validation, test, split, references);
    }

    private static List<Structure> read(List<Path> files, LabelKeys keys) {
        List<Structure> frames = new ArrayList<>();
        for (Path file : files) {
            frames.addAll(ExtendedXyz.read(file, keys));
        }
        return frames;
    }

    /** The sets that are not empty, by name. */
    Map<String, List<Structure>> sets() {
        Map<String, List<Structure>> sets = new LinkedHashMap<>();
        sets.put("training", training);
        sets.put("validation", validation);
        sets.put("test", test);
        sets.values().removeIf(List::isEmpty);
        return sets;
    }

    /** What {@code split.json} holds. */
    Map<String, Object> splitTree(DataConfig config) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("files", config.train().stream().map(Path::toString).toList());
        tree.put("counting", "structures of the files in their order, from 0; isolated atoms are not counted");
        Split chosen = split;
        if (chosen != null) {
            tree.put("seed", config.validationSeed());
            tree.put("training", chosen.training());
            tree.put("validation", chosen.validation());
        } else {
            tree.put(
                    "validation_files",
                    config.validation().stream().map(Path::toString).toList());
        }
        return tree;
    }

    /** The energy of the structure's atoms, each by itself, eV. */
    double isolatedEnergy(Structure structure) {
        double energy = 0;
        for (int number : structure.numbers()) {
            int index = references.atomicNumbers().indexOf(number);
            energy += index < 0 ? 0 : references.energies().get(index);
        }
        return energy;
    }
}
