package org.gaunt.learn;

import java.util.List;

/**
 * All settings of a {@link Trainer}.
 *
 * @param epochs how long the training is
 * @param stageTwo the second stage
 * @param descent how weights follow the gradient
 * @param decay how weights shrink
 * @param freeze names of weights, or their beginnings up to a dot, that stay as they are; * stands for anything
 * @param compute precision, shards, seed of the order of samples
 */
public record TrainerConfig(
        EpochsConfig epochs,
        StageTwoConfig stageTwo,
        DescentConfig descent,
        WeightDecay decay,
        List<String> freeze,
        ComputeConfig compute) {

    /** Copies the list. */
    public TrainerConfig {
        freeze = List.copyOf(freeze);
    }
}
