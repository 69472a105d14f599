package org.gaunt.potential.train;

import org.gaunt.learn.WeightDecay;
import org.gaunt.learn.config.Key;

/** Weight decay of a potential. */
public record DecayConfig(
        @Key(value = "Weight decay, added to the gradient of the weights that are marked for it.", min = 0)
        double weightDecay,

        @Key("Whether weight decay shrinks those weights directly instead (AdamW).")
        boolean decoupledDecay) {

    /** Checks the strength. */
    public DecayConfig {
        create(weightDecay, decoupledDecay);
    }

    /** The decay as a trainer takes it. */
    public WeightDecay create() {
        return create(weightDecay, decoupledDecay);
    }

    private static WeightDecay create(double weightDecay, boolean decoupled) {
        return new WeightDecay(weightDecay, decoupled ? WeightDecay.Kind.ADAM : WeightDecay.Kind.GRADIENT);
    }
}
