package org.gaunt.learn;

import java.util.ArrayList;
import java.util.List;

/**
 * Names of what a training reports.
 *
 * @param samples plural for messages and columns: {@code structures}
 * @param loss name of the loss: {@code loss}, {@code mse}
 * @param training names of the metrics over an epoch's batches, each with the weights of its time
 * @param validation names of the metrics over the validation samples
 */
public record Columns(String samples, String loss, List<String> training, List<String> validation) {

    /** Copies the lists. */
    public Columns {
        training = List.copyOf(training);
        validation = List.copyOf(validation);
    }

    /** Names of the numbers of {@link EpochRecord#row()}, as {@code metrics.csv} has them. */
    public List<String> names() {
        List<String> names = new ArrayList<>(List.of("epoch", "steps", "learning_rate", "training_" + loss));
        training.forEach(name -> names.add("training_" + name));
        names.add("validation_" + loss);
        validation.forEach(name -> names.add("validation_" + name));
        names.addAll(List.of("gradient_norm", samples + "_per_second", "seconds"));
        return List.copyOf(names);
    }
}
