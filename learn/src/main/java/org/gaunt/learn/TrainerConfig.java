package org.gaunt.learn;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gaunt.linalg.Precision;

/**
 * All settings of a {@link Trainer}.
 *
 * @param epochs how long the training is
 * @param stageTwo the second stage
 * @param descent how weights follow the gradient
 * @param decay how weights shrink
 * @param freeze names of weights, or their beginnings up to a dot, that stay as they are; * stands for anything
 * @param rateFactors factors of the learning rate by names of weights as above, at least 0; of two that fit the later counts
 * @param compute precision, shards, seed of the order of samples
 */
public record TrainerConfig(
        EpochsConfig epochs,
        StageTwoConfig stageTwo,
        DescentConfig descent,
        WeightDecay decay,
        List<String> freeze,
        Map<String, Double> rateFactors,
        ComputeConfig compute) {

    /** Copies the lists. */
    public TrainerConfig {
        freeze = List.copyOf(freeze);
        rateFactors = Collections.unmodifiableMap(new LinkedHashMap<>(rateFactors));
    }

    /** Settings with the same learning rate for all weights. */
    public TrainerConfig(
            EpochsConfig epochs,
            StageTwoConfig stageTwo,
            DescentConfig descent,
            WeightDecay decay,
            List<String> freeze,
            ComputeConfig compute) {
        this(epochs, stageTwo, descent, decay, freeze, Map.of(), compute);
    }

    /**
     * Adam with a constant rate, in float32, without stages, averages and early stops.
     *
     * @param epochs passes over the training samples
     * @param batchSize samples in one step
     * @param learningRate of every step
     */
    public static TrainerConfig adam(int epochs, int batchSize, double learningRate) {
        return new TrainerConfig(
                new EpochsConfig(batchSize, epochs, null, Integer.MAX_VALUE, 1),
                StageTwoConfig.NONE,
                DescentConfig.adam(learningRate),
                new WeightDecay(0, WeightDecay.Kind.GRADIENT),
                List.of(),
                new ComputeConfig(0, Precision.FLOAT32, 4, 1));
    }

    /** With another way to follow the gradient. */
    public TrainerConfig withDescent(DescentConfig other) {
        return new TrainerConfig(epochs, stageTwo, other, decay, freeze, rateFactors, compute);
    }

    /** With other factors of the learning rate. */
    public TrainerConfig withRateFactors(Map<String, Double> others) {
        return new TrainerConfig(epochs, stageTwo, descent, decay, freeze, others, compute);
    }

    /** With another precision, seed or number of shards. */
    public TrainerConfig withCompute(ComputeConfig other) {
        return new TrainerConfig(epochs, stageTwo, descent, decay, freeze, rateFactors, other);
    }
}
