package org.gaunt.learn;

/** How an error, the difference of a prediction and its label, counts in a loss. */
public interface ErrorFunction {

    /** The summand of the loss. */
    double value(double error);

    /** Its derivative by the error. */
    double slope(double error);

    /** The square. */
    static ErrorFunction l2() {
        return new ErrorFunction() {
            @Override
            public double value(double error) {
                return error * error;
            }

            @Override
            public double slope(double error) {
                return 2 * error;
            }
        };
    }

    /**
     * Huber's function: half the square up to a threshold, and proportional to the error beyond.
     *
     * @param delta threshold, above 0, in the unit of the error
     */
    static ErrorFunction huber(double delta) {
        return new ErrorFunction() {
            @Override
            public double value(double error) {
                double size = Math.abs(error);
                return size <= delta ? 0.5 * error * error : delta * (size - 0.5 * delta);
            }

            @Override
            public double slope(double error) {
                return Math.clamp(error, -delta, delta);
            }
        };
    }
}
