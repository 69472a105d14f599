package org.gaunt.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.gaunt.cli.config.ConfigReader;
import org.gaunt.regression.RegressionConfig;

/** What can be trained; the key {@code task} of a configuration names one. */
enum TaskKind {
    /** Energies and forces of structures. */
    POTENTIAL(RunConfig.TASK, RunConfig.class) {
        @Override
        TaskPlan plan(Path configFile, List<String> settings) {
            RunConfig config = ConfigReader.read(RunConfig.class, configFile, settings);
            return PotentialPlan.of(config, configFile);
        }
    },

    /** Later positions of particles. */
    NBODY(RegressionConfig.TASK, RegressionConfig.class) {
        @Override
        TaskPlan plan(Path configFile, List<String> settings) {
            RegressionConfig config = ConfigReader.read(RegressionConfig.class, configFile, settings);
            return ParticlePlan.of(config, configFile);
        }
    };

    private final String word;
    private final Class<? extends Record> config;

    TaskKind(String word, Class<? extends Record> config) {
        this.word = word;
        this.config = config;
    }

    /** Its word in configurations. */
    String word() {
        return word;
    }

    /** Its configuration. */
    Class<? extends Record> config() {
        return config;
    }

    /**
     * Reads a configuration.
     *
     * @param settings values that take precedence over the file's
     * @throws org.gaunt.files.InputException if it is wrong, or a model to start from cannot be used
     */
    abstract TaskPlan plan(Path configFile, List<String> settings);

    /** The kind that a file names; that of potentials where it names none, or a wrong one, which reading the file reports. */
    static TaskKind of(Path configFile) {
        String named = ConfigReader.text(configFile, "task").orElse(POTENTIAL.word);
        return Stream.of(values())
                .filter(kind -> kind.word.equals(named))
                .findFirst()
                .orElse(POTENTIAL);
    }
}
