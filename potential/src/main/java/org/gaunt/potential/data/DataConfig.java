package org.gaunt.potential.data;

import java.nio.file.Path;
import java.util.List;
import org.gaunt.atoms.InputException;
import org.gaunt.potential.config.Key;
import org.jspecify.annotations.Nullable;

/** Where the structures of a training come from and which labels they carry. */
public record DataConfig(
        @Key("Extended XYZ files with the training structures; paths are relative to the configuration file.")
        List<Path> train,

        @Key("Files with validation structures; empty to set a part of the training structures aside.")
        List<Path> validation,

        @Key("Files with test structures, evaluated after the training; may be empty.")
        List<Path> test,

        @Key("File with isolated atoms, one frame for each element; empty where they are among the training frames.")
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

        @Key("Name of the energy of a structure in the files.")
        String energyKey,

        @Key("Name of the forces in the files.") String forcesKey,

        @Key("Name of the stress in the files.") String stressKey,

        @Key("Trains only on structures of these config types; empty for all.")
        List<String> configTypes) {

    /** Copies the lists. */
    public DataConfig {
        train = List.copyOf(train);
        validation = List.copyOf(validation);
        test = List.copyOf(test);
        configTypes = List.copyOf(configTypes);
        if (!(validationFraction >= 0 && validationFraction < 1)) {
            throw InputException.of("data.validation_fraction cannot have this value")
                    .found(String.valueOf(validationFraction))
                    .wanted("from 0 to below 1")
                    .build();
        }
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
                "energy",
                "forces",
                "stress",
                List.of());
    }
}
