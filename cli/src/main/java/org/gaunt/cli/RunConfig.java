package org.gaunt.cli;

import org.gaunt.learn.config.Key;
import org.gaunt.potential.data.DataConfig;
import org.gaunt.potential.model.ModelKinds;
import org.gaunt.potential.model.mace.MaceConfig;
import org.gaunt.potential.network.ModelConfig;
import org.gaunt.potential.train.TrainingConfig;
import org.gaunt.regression.RegressionConfig;

/**
 * Everything a configuration file says.
 *
 * @param task says that a potential is trained; {@link org.gaunt.regression.RegressionConfig} is for the other word
 * @param data where the structures come from
 * @param model the kind and the shape of the model
 * @param training how the weights are fitted
 */
public record RunConfig(
        @Key(
                value = "What is trained: potential, or nbody, whose keys \"gaunt help config nbody\" explains.",
                choices = {RunConfig.TASK, RegressionConfig.TASK})
        String task,

        @Key("The structures and their labels.") DataConfig data,

        @Key(value = "The kind and the shape of the model.", kinds = ModelKinds.class)
        ModelConfig model,

        @Key("How the weights are fitted.") TrainingConfig training) {

    /** The word for a potential. */
    public static final String TASK = "potential";

    /** What is used where the file says nothing. */
    public static RunConfig defaults() {
        return new RunConfig(TASK, DataConfig.defaults(), MaceConfig.defaults(), TrainingConfig.defaults());
    }

    /** The same with another model. */
    RunConfig withModel(ModelConfig other) {
        return new RunConfig(task, data, other, training);
    }
}
