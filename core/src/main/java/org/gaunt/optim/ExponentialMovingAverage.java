package org.gaunt.optim;

import org.gaunt.linalg.Parallel;

/**
 * A moving average of the parameters over the steps of a training; it usually predicts better than the last parameters.
 *
 * <p>After the n-th step, n = 1, 2, ..: d = min(decay, (1 + n) / (10 + n)); average -= (1 - d) (average - parameter).
 * The average starts as a copy of the parameters.
 */
public final class ExponentialMovingAverage {

    private final double decay;
    private final double[] average;
    private long updates;

    /**
     * Starts from the parameters as they are.
     *
     * @param parameters copied
     * @param decay in [0, 1); 0 makes the average the parameters themselves
     */
    public ExponentialMovingAverage(double[] parameters, double decay) {
        if (!(decay >= 0 && decay < 1)) {
            throw new IllegalArgumentException("the decay of a moving average lies in [0, 1), given " + decay);
        }
        this.decay = decay;
        this.average = parameters.clone();
    }

    /**
     * Takes the parameters after a step into the average.
     *
     * @throws IllegalArgumentException when their number differs from that at the start
     */
    public void update(double[] parameters) {
        update(parameters, Parallel.SERIAL);
    }

    /** The same, with the work shared out. */
    public void update(double[] parameters, Parallel parallel) {
        if (parameters.length != average.length) {
            throw new IllegalArgumentException(
                    "the average is of " + average.length + " parameters, given " + parameters.length);
        }
        updates++;
        blend(parameters, decay == 0 ? 1 : 1 - Math.min(decay, (1.0 + updates) / (10.0 + updates)), parallel);
    }

    /**
     * Takes the parameters into the average with a share of their own: the n-th of several updates with the share 1/n each
     * makes it their mean.
     *
     * @param share in [0, 1]
     */
    public void blend(double[] parameters, double share, Parallel parallel) {
        parallel.overRange(average.length, (from, to) -> {
            for (int i = from; i < to; i++) {
                average[i] -= share * (average[i] - parameters[i]);
            }
        });
    }

    /** The average; live, not to be changed by the caller. */
    public double[] average() {
        return average;
    }

    /** Number of updates so far. */
    public long updates() {
        return updates;
    }

    /**
     * Restores a saved average.
     *
     * @throws IllegalArgumentException when it is of another number of parameters
     */
    public void restore(double[] values, long count) {
        if (values.length != average.length || count < 0) {
            throw new IllegalArgumentException("the average is of " + average.length + " parameters, given "
                    + values.length + " after " + count + " updates");
        }
        System.arraycopy(values, 0, average, 0, average.length);
        updates = count;
    }
}
