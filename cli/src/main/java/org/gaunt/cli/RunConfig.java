package org.gaunt.cli;

import org.gaunt.potential.config.Key;
import org.gaunt.potential.data.DataConfig;
import org.gaunt.potential.model.MaceConfig;
import org.gaunt.potential.model.ModelConfig;
import org.gaunt.potential.train.TrainingConfig;

/**
 * Everything a configuration file says.
 *
 * @param data where the structures come from
 * @param model the kind and the shape of the model
 * @param training how the weights are fitted
 */
public record RunConfig(
        @Key("The structures and their labels.") DataConfig data,
        @Key("The kind and the shape of the model.") ModelConfig model,
        @Key("How the weights are fitted.") TrainingConfig training) {

    /** What is used where the file says nothing. */
    public static RunConfig defaults() {
        return new RunConfig(DataConfig.defaults(), MaceConfig.defaults(), TrainingConfig.defaults());
    }
}
