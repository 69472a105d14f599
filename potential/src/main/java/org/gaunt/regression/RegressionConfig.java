package org.gaunt.regression;

import org.gaunt.learn.config.Key;

/**
 * Everything a configuration file of a regression says.
 *
 * @param task says that it is one
 * @param data where the systems come from
 * @param model the shape of the network
 * @param training how the weights are fitted
 */
public record RegressionConfig(
        @Key(
                value =
                        "What is trained: nbody predicts positions of particles; a potential's file says potential, or nothing.",
                choices = {RegressionConfig.TASK})
        String task,

        @Key("The systems.") RegressionData data,
        @Key("The shape of the network.") SegnnConfig model,
        @Key("How the weights are fitted.") RegressionTraining training) {

    /** The word that stands for this task in a file. */
    public static final String TASK = "nbody";

    /** The same with another network. */
    public RegressionConfig withModel(SegnnConfig other) {
        return new RegressionConfig(task, data, other, training);
    }

    /** What is used where the file says nothing. */
    public static RegressionConfig defaults() {
        return new RegressionConfig(
                TASK, RegressionData.defaults(), SegnnConfig.defaults(), RegressionTraining.defaults());
    }
}
