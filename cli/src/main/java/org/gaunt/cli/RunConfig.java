package org.gaunt.cli;

import org.gaunt.potential.config.Key;
import org.gaunt.potential.data.DataConfig;
import org.gaunt.potential.train.TrainingConfig;

/**
 * Everything a configuration file says.
 *
 * @param data where the structures come from
 * @param training how the weights are fitted
 */
public record RunConfig(
        @Key("The structures and their labels.") DataConfig data,
        @Key("How the weights are fitted.") TrainingConfig training) {

    /** What is used where the file says nothing. */
    public static RunConfig defaults() {
        return new RunConfig(DataConfig.defaults(), TrainingConfig.defaults());
    }
}
