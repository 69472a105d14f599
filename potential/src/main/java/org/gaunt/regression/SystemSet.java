package org.gaunt.regression;

import java.util.Arrays;
import org.gaunt.learn.Workers;

/** Systems with their features, ready to be predicted in any order. */
final class SystemSet {

    private static final int CHUNK = 50;

    private final Particles particles;
    private final ParticleFeatures features;

    SystemSet(Particles particles, SegnnConfig config, SegnnData data) {
        this.particles = particles;
        this.features = new ParticleFeatures(particles, config, data);
    }

    int size() {
        return particles.systems();
    }

    /** Numbers that are predicted of a system. */
    int numbers() {
        return 3 * particles.particles();
    }

    /**
     * Sum of squared errors of some systems; where a gradient is wanted, that of the sum over {@code count} is added to it.
     *
     * @param count the number of coordinates of the whole batch
     */
    double squares(SegnnWorker worker, int[] systems, int count, double[] gradient) {
        double[] difference = differences(worker, systems);
        double sum = 0;
        double[] cotangent = new double[difference.length];
        for (int i = 0; i < difference.length; i++) {
            sum += difference[i] * difference[i];
            cotangent[i] = 2 * difference[i] / count;
        }
        worker.accumulateGradient(cotangent, gradient);
        return sum;
    }

    /** Mean squared error over all systems and coordinates. */
    double error(Workers<SegnnWorker> workers) {
        double[] squares = new double[(size() + CHUNK - 1) / CHUNK];
        workers.run(squares.length, (worker, k) -> {
            int[] systems = new int[Math.min(CHUNK, size() - k * CHUNK)];
            Arrays.setAll(systems, s -> k * CHUNK + s);
            squares[k] =
                    Arrays.stream(differences(worker, systems)).map(d -> d * d).sum();
        });
        return Arrays.stream(squares).sum() / ((double) size() * numbers());
    }

    private double[] differences(SegnnWorker worker, int[] systems) {
        double[] predicted = worker.predict(particles, features, systems);
        int width = numbers();
        for (int s = 0; s < systems.length; s++) {
            for (int i = 0; i < width; i++) {
                predicted[s * width + i] -= particles.targets()[systems[s] * width + i];
            }
        }
        return predicted;
    }
}
