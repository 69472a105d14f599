package org.gaunt.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gaunt.learn.TrainerConfig;
import org.gaunt.potential.data.LabelNeeds;
import org.gaunt.potential.data.StructureSource;
import org.gaunt.potential.eval.EvaluationSettings;
import org.gaunt.potential.train.PotentialTraining;
import org.gaunt.potential.train.StartingModel;
import org.gaunt.potential.train.TrainingData;

/**
 * The training of a potential.
 *
 * @param config what to do, with the shape of the model that is used
 * @param start the model to begin with
 * @param configFile where that was read
 */
record PotentialPlan(RunConfig config, StartingModel start, Path configFile) implements TaskPlan {

    /**
     * Looks where the model of a configuration comes from.
     *
     * @throws org.gaunt.files.InputException if its file cannot be read, or the configuration asks for another shape than the file's
     */
    static PotentialPlan of(RunConfig config, Path configFile) {
        StartingModel start = StartingModel.of(config.model(), config.data(), config.training());
        return new PotentialPlan(config.withModel(start.shape()), start, configFile);
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
        return new PotentialTask(config, PotentialTraining.open(start, configFile));
    }

    @Override
    public Map<String, Object> together(List<Path> models, int threads, PrintWriter out) {
        TrainingData data = TrainingData.read(config.data(), config.model(), LabelNeeds.NONE, configFile);
        Map<String, Object> sets = new LinkedHashMap<>();
        try (OpenCommittee committee = OpenCommittee.of(models, null, threads, EvaluationSettings.NONE, List.of())) {
            for (Map.Entry<String, StructureSource> set : data.sets().entrySet()) {
                if (!set.getKey().equals("training")) {
                    CommitteeErrors errors = CommitteeErrors.of(committee.committee(), set.getValue());
                    out.println("All " + models.size() + " models together, " + set.getKey() + " structures:");
                    errors.print(out);
                    sets.put(set.getKey(), errors.json());
                }
            }
        }
        return Map.of("errors", sets);
    }
}
