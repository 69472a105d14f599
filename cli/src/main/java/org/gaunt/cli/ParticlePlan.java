package org.gaunt.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gaunt.cli.config.MissingFile;
import org.gaunt.files.InputException;
import org.gaunt.form.Backend;
import org.gaunt.learn.TrainerConfig;
import org.gaunt.regression.ParticleCommittee;
import org.gaunt.regression.ParticleErrors;
import org.gaunt.regression.ParticleObjective;
import org.gaunt.regression.ParticleSets;
import org.gaunt.regression.RegressionConfig;
import org.gaunt.regression.Segnn;
import org.gaunt.regression.SegnnConfig;
import org.gaunt.regression.SegnnData;
import org.gaunt.regression.SegnnFile;
import org.jspecify.annotations.Nullable;

/**
 * The training of a network for particles.
 *
 * @param config what to do, with the shape of the network that is used
 * @param configFile where that was read
 * @param start the network to begin with, or null for a new one
 */
record ParticlePlan(
        RegressionConfig config, Path configFile, @Nullable SegnnFile start) implements TaskPlan {

    /**
     * Looks where the network of a configuration comes from.
     *
     * @throws InputException if its file cannot be read, or the configuration asks for another shape than the file's
     */
    static ParticlePlan of(RegressionConfig config, Path configFile) {
        Path path = config.training().start().startFrom();
        if (path == null) {
            return new ParticlePlan(config, configFile, null);
        }
        if (!Files.exists(path)) {
            throw MissingFile.error(path, "model file", ".safetensors");
        }
        SegnnFile file = SegnnFile.read(path, Backend.detect());
        SegnnConfig shape = file.model().config();
        if (!config.model().equals(SegnnConfig.defaults()) && !config.model().equals(shape)) {
            throw InputException.of("the model section asks for another network than the file to start from")
                    .file(path)
                    .found(config.model().toString())
                    .wanted(shape.toString())
                    .remedy("leave out the section \"model\"")
                    .build();
        }
        return new ParticlePlan(config.withModel(shape), configFile, file);
    }

    @Override
    public TrainerConfig trainer() {
        return config.training().trainer();
    }

    @Override
    public int committee() {
        return config.training().committee();
    }

    @Override
    public Task open() {
        ParticleSets sets = ParticleSets.read(config.data(), configFile);
        Segnn model = start == null
                ? new Segnn(
                        config.model(),
                        SegnnData.of(sets.training()),
                        config.training().compute().seed(),
                        Backend.detect())
                : start.model();
        if (sets.training().particles() != model.data().particles()) {
            throw InputException.of("the network to start from is of systems of another size")
                    .file(config.data().train().getFirst())
                    .found(sets.training().particles() + " particles in each system")
                    .wanted(model.data().particles() + " particles")
                    .build();
        }
        return new ParticleTask(config, sets, model, new ParticleObjective(model, sets.training(), sets.validation()));
    }

    @Override
    public Map<String, Object> together(List<Path> models, int threads, PrintWriter out) {
        ParticleSets sets = ParticleSets.read(config.data(), configFile);
        Map<String, ParticleErrors> errors = new LinkedHashMap<>();
        try (ParticleCommittee committee = ParticleCommittee.read(models, null, threads)) {
            sets.named().forEach((name, set) -> {
                if (!name.equals("training")) {
                    errors.put(name, committee.errors(set, configFile));
                }
            });
        }
        out.println("All " + models.size() + " networks together:");
        ParticleReport.print(errors, out);
        return ParticleReport.json(errors);
    }
}
