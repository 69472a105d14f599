package org.gaunt.regression;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gaunt.files.InputException;
import org.gaunt.learn.Split;
import org.jspecify.annotations.Nullable;

/**
 * The systems of a regression, by what they are for.
 *
 * @param training to fit to
 * @param validation to choose the weights by, or null for none
 * @param test to report, by name
 */
public record ParticleSets(Particles training, @Nullable Particles validation, Map<String, Particles> test) {

    /**
     * Reads all files of a configuration.
     *
     * @param configFile where it was read, for messages
     * @throws InputException when a file cannot be used, no training file is named, or the files differ in the number of particles
     */
    public static ParticleSets read(RegressionData data, Path configFile) {
        if (data.train().isEmpty()) {
            throw InputException.of("there is nothing to train on: data.train names no file")
                    .file(configFile)
                    .wanted("numpy archives with loc30, vel30, charges and loc40")
                    .remedy("name them under data.train, or with --set data.train=FILE")
                    .build();
        }
        int particles = ParticleFile.read(data.train().getFirst()).particles();
        Particles training = concat(data.train(), particles);
        Particles validation = null;
        if (!data.validation().isEmpty()) {
            validation = concat(data.validation(), particles);
        } else if (data.validationFraction() > 0) {
            Split split = Split.random(training.systems(), data.validationFraction(), data.validationSeed());
            validation = training.pick(array(split.validation()));
            training = training.pick(array(split.training()));
        }
        Map<String, Particles> test = new LinkedHashMap<>();
        for (Path file : data.test()) {
            test.put(data.test().size() == 1 ? "test" : "test " + file.getFileName(), concat(List.of(file), particles));
        }
        return new ParticleSets(training, validation, test);
    }

    private static Particles concat(List<Path> files, int particles) {
        List<Particles> parts = new ArrayList<>();
        for (Path file : files) {
            Particles part = ParticleFile.read(file);
            if (part.particles() != particles) {
                throw InputException.of("the file has systems of another size")
                        .file(file)
                        .found(part.particles() + " particles")
                        .wanted(particles + " particles, as in the first training file")
                        .build();
            }
            parts.add(part);
        }
        return Particles.concat(parts);
    }

    private static int[] array(List<Integer> indices) {
        return indices.stream().mapToInt(Integer::intValue).toArray();
    }

    /** All sets there are, by name. */
    public Map<String, Particles> named() {
        Map<String, Particles> sets = new LinkedHashMap<>();
        sets.put("training", training);
        if (validation != null) {
            sets.put("validation", validation);
        }
        sets.putAll(test);
        return sets;
    }
}
