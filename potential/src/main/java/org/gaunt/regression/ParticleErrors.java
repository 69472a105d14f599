package org.gaunt.regression;

/**
 * Errors of predicted positions, over systems, particles and coordinates.
 *
 * @param systems number of systems
 * @param networks number of networks, whose mean is compared
 * @param mse mean squared error
 * @param mae mean absolute error
 * @param spread root mean square of the standard deviations of several networks; 0 for one
 */
public record ParticleErrors(int systems, int networks, double mse, double mae, double spread) {

    static ParticleErrors of(Particles systems, ParticlePrediction prediction) {
        double squares = 0;
        double absolutes = 0;
        double variances = 0;
        double[] predicted = prediction.positions();
        for (int i = 0; i < predicted.length; i++) {
            double error = predicted[i] - systems.targets()[i];
            squares += error * error;
            absolutes += Math.abs(error);
            variances += prediction.spread()[i] * prediction.spread()[i];
        }
        return new ParticleErrors(
                systems.systems(),
                prediction.networks(),
                squares / predicted.length,
                absolutes / predicted.length,
                Math.sqrt(variances / predicted.length));
    }

    /** Root of the mean squared error, in the unit of length of the data. */
    public double rmse() {
        return Math.sqrt(mse);
    }
}
