package org.gaunt.learn;

import java.util.List;

/**
 * A part of a training that takes time, by its name in reports. An objective may have phases of its own.
 *
 * @param name in small letters
 */
public record Phase(String name) {
    /** Reading samples, making batches. */
    public static final Phase DATA = new Phase("data");

    /** Copying weights into the working precision. */
    public static final Phase WEIGHTS = new Phase("weights");

    /** From samples to predictions. */
    public static final Phase FORWARD = new Phase("forward");

    /** Comparing with the labels. */
    public static final Phase LOSS = new Phase("loss");

    /** From the loss to its gradient by the weights. */
    public static final Phase GRADIENT = new Phase("gradient");

    /** Adding up the gradients of the shards, and clipping. */
    public static final Phase SUM = new Phase("sum");

    /** Changing the weights. */
    public static final Phase OPTIMIZER = new Phase("optimizer");

    /** The moving average of the weights. */
    public static final Phase AVERAGE = new Phase("average");

    /** Judging by the validation samples. */
    public static final Phase VALIDATION = new Phase("validation");

    /** Writing checkpoints. */
    public static final Phase CHECKPOINT = new Phase("checkpoint");

    /** The phases of every training, in the order of reports. */
    public static final List<Phase> ALL =
            List.of(DATA, WEIGHTS, FORWARD, LOSS, GRADIENT, SUM, OPTIMIZER, AVERAGE, VALIDATION, CHECKPOINT);
}
