package org.gaunt.optim;

/**
 * Lowers the rate when the validation loss no longer improves: PyTorch's {@code ReduceLROnPlateau} with its defaults.
 *
 * <p>A loss is an improvement when it is below (1 - 1e-4) times the best one. After more than {@code patience}
 * observations without improvement the rate is multiplied by the factor and the count starts again; changes of the rate
 * of 1e-8 or less are not made.
 */
public final class PlateauSchedule implements LearningRateSchedule {

    private static final double THRESHOLD = 1e-4;
    private static final double SMALLEST_CHANGE = 1e-8;

    private final double factor;
    private final int patience;
    private double rate;
    private double best = Double.POSITIVE_INFINITY;
    private int bad;

    /**
     * Starts with the full rate.
     *
     * @param rate at the start, positive
     * @param factor in (0, 1]
     * @param patience observations without improvement that are let pass, 0 or more
     */
    public PlateauSchedule(double rate, double factor, int patience) {
        if (!(rate > 0 && factor > 0 && factor <= 1 && patience >= 0)) {
            throw new IllegalArgumentException("a plateau schedule needs rate > 0, 0 < factor <= 1, patience >= 0;"
                    + " given " + rate + ", " + factor + ", " + patience);
        }
        this.rate = rate;
        this.factor = factor;
        this.patience = patience;
    }

    @Override
    public double rate(long step, double progress) {
        return rate;
    }

    @Override
    public void observe(double validationLoss) {
        if (validationLoss < best * (1 - THRESHOLD)) {
            best = validationLoss;
            bad = 0;
        } else {
            bad++;
        }
        if (bad > patience) {
            double lower = rate * factor;
            if (rate - lower > SMALLEST_CHANGE) {
                rate = lower;
            }
            bad = 0;
        }
    }

    @Override
    public void forgetLosses() {
        best = Double.POSITIVE_INFINITY;
        bad = 0;
    }

    @Override
    public double[] state() {
        return new double[] {rate, best, bad};
    }

    @Override
    public void restore(double[] state) {
        if (state.length != 3 || !(state[0] > 0)) {
            throw new IllegalArgumentException(
                    "a plateau schedule's state is rate, best, count; given " + java.util.Arrays.toString(state));
        }
        rate = state[0];
        best = state[1];
        bad = (int) state[2];
    }
}
