package org.gaunt.nn;

/**
 * When the paths of a product are chosen at random, when by their learned weights, and when for good: the three phases of SPHNet
 * (Luo et al. 2025), counted in steps.
 *
 * @param randomSteps how many steps the random phase lasts, from step 0
 * @param adaptiveSteps how many steps the adaptive phase lasts after it
 */
public record SparsitySchedule(long randomSteps, long adaptiveSteps) {
    /** The choice of paths in a step. */
    public enum Phase {
        /** Some paths, others in every step, so that each is learned. */
        RANDOM,
        /** The paths with the largest weights. */
        ADAPTIVE,
        /** Always those of the end of the adaptive phase. */
        FIXED
    }

    public SparsitySchedule {
        if (randomSteps < 0 || adaptiveSteps < 1) {
            throw new IllegalArgumentException(
                    "a schedule has 0 or more random steps and at least one adaptive step, not " + randomSteps + " and "
                            + adaptiveSteps);
        }
    }

    /** The published schedule: two epochs at random, the third adaptive, fixed from then on. */
    public static SparsitySchedule ofEpochs(long stepsPerEpoch) {
        return new SparsitySchedule(2 * stepsPerEpoch, stepsPerEpoch);
    }

    /** The phase of a step, counted from 0. */
    public Phase phase(long step) {
        return step < randomSteps ? Phase.RANDOM : step < randomSteps + adaptiveSteps ? Phase.ADAPTIVE : Phase.FIXED;
    }
}
