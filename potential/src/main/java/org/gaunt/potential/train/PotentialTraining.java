package org.gaunt.potential.train;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.gaunt.form.Backend;
import org.gaunt.potential.TrainableModel;
import org.gaunt.potential.data.GraphBuilder;
import org.gaunt.potential.data.GraphSource;
import org.gaunt.potential.data.ReferenceEnergies;
import org.gaunt.potential.io.ModelFile;
import org.gaunt.potential.model.ModelKinds;

/**
 * The training of a potential with its data read and its model made.
 *
 * <pre>{@code
 * DataConfig data = DataConfig.defaults().withTrain(List.of(Path.of("train.xyz")));
 * StartingModel start = StartingModel.of(MaceConfig.defaults(), data, TrainingConfig.defaults());
 * PotentialTraining training = PotentialTraining.open(start, Path.of("my program"));
 * new Trainer<>(training.objective(), start.settings().trainer(), TrainerSetup.of(2)).run();
 * training.write(Path.of("model.safetensors"), Map.of());
 * }</pre>
 *
 * @param start what to do, and the model to begin with
 * @param data the structures
 * @param model what is trained
 * @param objective how
 */
public record PotentialTraining(
        StartingModel start, TrainingData data, TrainableModel model, PotentialObjective objective) {

    /**
     * Reads the data and makes the model.
     *
     * @param configFile to be named where the configuration is to blame
     * @throws org.gaunt.files.InputException if a file is missing or wrong, or if there is nothing to train on
     */
    public static PotentialTraining open(StartingModel start, Path configFile) {
        TrainingConfig settings = start.settings();
        TrainingData read = TrainingData.read(start.dataConfig(), start.shape(), settings.needs(), configFile);
        ReferenceEnergies references = start.references(read);
        TrainingData data = read.with(references, start.notes(read));
        List<String> heads = start.shape().heads();
        GraphBuilder builder = new GraphBuilder(
                        references.atomicNumbers(), start.shape().cutoff(), heads)
                .withLabels(settings.loss().furtherTerms())
                .withInputs(start.shape().inputs());
        GraphSource training = data.training(builder, start.dataConfig());
        GraphSource validation = data.heldOut(builder, start.dataConfig());
        TrainableModel model = start.model(
                references,
                data.fitted().statistics(training, data.split().training(), references),
                start.isNew() ? data.heads(heads, builder, start.dataConfig(), configFile) : List.of(),
                data,
                training);
        return new PotentialTraining(start, data, model, new PotentialObjective(model, settings, training, validation));
    }

    /**
     * Writes the model with the weights it has.
     *
     * @param history how it was trained, for people: sections are maps, values texts, numbers, truth values, null or lists
     * @throws org.gaunt.files.InputException if the file cannot be written
     */
    public void write(Path file, Map<String, ?> history) {
        ModelFile.write(
                file,
                model,
                ModelKinds.factory(start.shape().kind(), Backend.detect()),
                start.settings().compute().precision(),
                history);
    }
}
