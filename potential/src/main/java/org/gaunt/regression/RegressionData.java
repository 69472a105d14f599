package org.gaunt.regression;

import java.nio.file.Path;
import java.util.List;
import org.gaunt.learn.config.Key;

/** Where the systems of a regression come from. */
public record RegressionData(
        @Key(
                "Numpy archives (.npz) with the training systems: loc30, vel30, charges and loc40; paths are relative to the"
                        + " configuration file.")
        List<Path> train,

        @Key("Files with validation systems; empty to set a part of the training systems aside.")
        List<Path> validation,

        @Key("Files with test systems, evaluated after the training; may be empty.")
        List<Path> test,

        @Key(
                value = "Part of the training systems set aside for validation where no validation file is named.",
                min = 0,
                max = 0.99)
        double validationFraction,

        @Key("Seed of the choice of validation systems.") long validationSeed) {

    /** Copies the lists. */
    public RegressionData {
        train = List.copyOf(train);
        validation = List.copyOf(validation);
        test = List.copyOf(test);
    }

    /** What is used where nothing is said; {@code train} must be given. */
    public static RegressionData defaults() {
        return new RegressionData(List.of(), List.of(), List.of(), 0.1, 0);
    }
}
