package org.gaunt.learn;

import static org.gaunt.learn.TrainingKeys.finite;
import static org.gaunt.learn.TrainingKeys.require;

/**
 * How weights that are marked for it shrink.
 *
 * @param strength 0 for no decay
 * @param kind what it is added to
 */
public record WeightDecay(double strength, Kind kind) {

    /** Ways to shrink weights. */
    public enum Kind {
        /** Added to the gradient of the weights that Adam changes. */
        GRADIENT,
        /** Shrinks the weights that Adam changes directly (AdamW). */
        ADAM,
        /** Shrinks all weights directly, whatever changes them. */
        ALL
    }

    /** Checks the strength. */
    public WeightDecay {
        require(finite(strength) && strength >= 0, "weightDecay", strength, "0 or more");
    }
}
