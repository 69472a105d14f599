package org.gaunt.potential.data;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gaunt.atoms.LabelKeys;
import org.gaunt.files.InputException;
import org.gaunt.learn.config.Key;
import org.jspecify.annotations.Nullable;

/** Where the structures of a training come from and which labels they carry. */
public record DataConfig(
        @Key("Extended XYZ files with the training structures; paths are relative to the configuration file.")
        List<Path> train,

        @Key("Files with validation structures; empty to set a part of the training structures aside.")
        List<Path> validation,

        @Key("Files with test structures, evaluated after the training; may be empty.")
        List<Path> test,

        @Key(
                "File with isolated atoms, one atom in each frame, in a box or not; empty where they are among the training"
                        + " frames.")
        @Nullable
        Path isolatedAtoms,

        @Key(
                value = "Part of the training structures set aside for validation where no validation file is named.",
                min = 0,
                max = 1)
        double validationFraction,

        @Key("Seed of the choice of validation structures.") long validationSeed,

        @Key("Where the energies of isolated atoms come from.")
        ReferenceEnergySource referenceEnergies,

        @Key(
                "Energy of an atom without neighbours: exact, that of the isolated atom, approached smoothly; free, that plus the"
                        + " mean binding energy and what the network makes of the element, as in published models; auto, exact for a"
                        + " new model and what the model in training.start_from has.")
        IsolatedLimitSetting isolatedLimit,

        @Key("Name of the energy of a structure in the files.")
        String energyKey,

        @Key("Name of the forces in the files.") String forcesKey,

        @Key(
                "Name of the stress in the files, eV/Å³ and positive under tension (six numbers xx yy zz yz xz xy, or nine).")
        String stressKey,

        @Key(
                "Name of the virial in the files, which is taken where a structure has no stress: minus volume times stress, in"
                        + " eV, as MACE and ASE have it (MACE's files say virials).")
        String virialKey,

        @Key("Trains only on structures of these config types; empty for all.")
        List<String> configTypes,

        @Key(
                value =
                        "Factors of the loss for structures of some config types, such as {T1200: 0.5}; 1 for the others."
                                + " Default stands for structures without a config type, as in MACE. Entries config_weight, config_energy_weight, config_forces_weight and config_stress_weight of a"
                                + " structure are factors as well.",
                min = 0)
        Map<String, Double> configTypeWeights,

        @Key(
                "Whether the training structures stay in their files and are read when they are needed, for data larger than"
                        + " the memory; the results are the same.")
        boolean stream) {

    /** Copies the lists. */
    public DataConfig {
        train = List.copyOf(train);
        validation = List.copyOf(validation);
        test = List.copyOf(test);
        configTypes = List.copyOf(configTypes);
        configTypeWeights = Collections.unmodifiableMap(new LinkedHashMap<>(configTypeWeights));
        if (!(validationFraction >= 0 && validationFraction < 1)) {
            throw InputException.of("data.validation_fraction cannot have this value")
                    .found(String.valueOf(validationFraction))
                    .wanted("from 0 to below 1")
                    .build();
        }
    }

    /** Names of the labels in the files. */
    public LabelKeys labelKeys() {
        return LabelKeys.DEFAULT.withNames(energyKey, forcesKey, stressKey, virialKey);
    }

    /** With other training files. */
    public DataConfig withTrain(List<Path> files) {
        return new DataConfig(
                files,
                validation,
                test,
                isolatedAtoms,
                validationFraction,
                validationSeed,
                referenceEnergies,
                isolatedLimit,
                energyKey,
                forcesKey,
                stressKey,
                virialKey,
                configTypes,
                configTypeWeights,
                stream);
    }

    /** What is used where nothing is said; {@code train} must be given. */
    public static DataConfig defaults() {
        return new DataConfig(
                List.of(),
                List.of(),
                List.of(),
                null,
                0.1,
                0,
                ReferenceEnergySource.AUTO,
                IsolatedLimitSetting.AUTO,
                "energy",
                "forces",
                "stress",
                "virial",
                List.of(),
                Map.of(),
                false);
    }
}
