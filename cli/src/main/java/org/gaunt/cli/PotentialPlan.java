package org.gaunt.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gaunt.learn.TrainerConfig;
import org.gaunt.potential.TrainableModel;
import org.gaunt.potential.data.GraphBuilder;
import org.gaunt.potential.data.GraphSource;
import org.gaunt.potential.data.LabelNeeds;
import org.gaunt.potential.data.ReferenceEnergies;
import org.gaunt.potential.data.StructureSource;
import org.gaunt.potential.eval.EvaluationSettings;
import org.gaunt.potential.train.PotentialObjective;
import org.gaunt.potential.train.TrainingConfig;

/**
 * The training of a potential.
 *
 * @param start what to do, and the model to begin with
 * @param configFile where that was read
 */
record PotentialPlan(StartingModel start, Path configFile) implements TaskPlan {

    @Override
    public RunConfig config() {
        return start.config();
    }

    @Override
    public TrainerConfig trainer() {
        return config().training().trainer();
    }

    @Override
    public int committee() {
        return config().training().committee();
    }

    @Override
    public Task open() {
        RunConfig config = config();
        TrainingConfig settings = config.training();
        RunData read = RunData.read(config.data(), config.model(), settings.needs(), configFile);
        ReferenceEnergies references = start.references(read.references());
        RunData data = read.with(references, start.notes(read));
        GraphBuilder builder = new GraphBuilder(
                        references.atomicNumbers(),
                        config.model().cutoff(),
                        config.model().heads())
                .withLabels(settings.loss().furtherTerms());
        GraphSource training = data.training(builder, config.data());
        GraphSource validation = data.heldOut(builder, config.data());
        TrainableModel model = start.model(
                references,
                data.fitted().statistics(training, data.split().training(), references),
                start.isNew() ? data.heads(config.model().heads(), builder, config.data(), configFile) : List.of(),
                training);
        return new PotentialTask(config, data, model, new PotentialObjective(model, settings, training, validation));
    }

    @Override
    public Map<String, Object> together(List<Path> models, int threads, PrintWriter out) {
        RunData data = RunData.read(config().data(), config().model(), LabelNeeds.NONE, configFile);
        Map<String, Object> sets = new LinkedHashMap<>();
        try (OpenCommittee committee = OpenCommittee.of(models, null, threads, EvaluationSettings.NONE)) {
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
