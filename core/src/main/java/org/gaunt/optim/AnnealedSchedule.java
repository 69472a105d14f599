package org.gaunt.optim;

/**
 * A rate that is a function of the progress alone.
 *
 * @param first rate at progress 0
 * @param last rate at progress 1
 * @param shape of the curve between them
 */
public record AnnealedSchedule(double first, double last, Shape shape) implements LearningRateSchedule {

    /** Curves from 1 at progress 0 to 0 at progress 1. */
    public enum Shape {
        /** A straight line. */
        LINEAR,
        /** (1 + cos(pi progress)) / 2. */
        COSINE
    }

    /** Checks that the rates are finite and not negative. */
    public AnnealedSchedule {
        if (!(first >= 0 && last >= 0 && Double.isFinite(first) && Double.isFinite(last))) {
            throw new IllegalArgumentException(
                    "learning rates are finite and not negative; given " + first + " and " + last);
        }
    }

    @Override
    public double rate(long step, double progress) {
        double x = Math.clamp(progress, 0.0, 1.0);
        double part = switch (shape) {
            case LINEAR -> 1 - x;
            case COSINE -> 0.5 * (1 + Math.cos(Math.PI * x));
        };
        return last + (first - last) * part;
    }

    @Override
    public void observe(double validationLoss) {
        // the curve is fixed beforehand
    }

    @Override
    public double[] state() {
        return new double[0];
    }

    @Override
    public void restore(double[] state) {
        if (state.length != 0) {
            throw new IllegalArgumentException("an annealed schedule has no state, given " + state.length + " numbers");
        }
    }
}
