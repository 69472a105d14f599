package org.gaunt.regression;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gaunt.learn.Digest;
import org.gaunt.learn.Samples;

/** Systems with their features, ready to be predicted in any order. */
final class SystemSet implements Samples {

    private static final int CHUNK = 50;

    private final Particles particles;
    private final ParticleFeatures features;

    SystemSet(Particles particles, SegnnConfig config, SegnnData data) {
        this.particles = particles;
        this.features = new ParticleFeatures(particles, config, data);
    }

    @Override
    public int size() {
        return particles.systems();
    }

    @Override
    public String name(int index) {
        return "system " + index + " of the data, counted from 0";
    }

    @Override
    public long fingerprint(int index) {
        Particles one = particles.pick(index);
        return new Digest()
                .add(one.positions())
                .add(one.velocities())
                .add(one.charges())
                .add(one.targets())
                .number();
    }

    /** Numbers that are predicted of a system. */
    int numbers() {
        return 3 * particles.particles();
    }

    /** The batches in which all systems are evaluated. */
    List<int[]> chunks() {
        List<int[]> chunks = new ArrayList<>();
        for (int from = 0; from < size(); from += CHUNK) {
            int[] systems = new int[Math.min(CHUNK, size() - from)];
            int first = from;
            Arrays.setAll(systems, s -> first + s);
            chunks.add(systems);
        }
        return chunks;
    }

    /** Predicted positions of some systems [system][particle][3]. */
    double[] predict(SegnnWorker worker, int[] systems) {
        return worker.predict(particles, features, systems);
    }

    /** Predicted minus known positions of some systems [system][particle][3]. */
    double[] differences(SegnnWorker worker, int[] systems) {
        double[] predicted = predict(worker, systems);
        int width = numbers();
        for (int s = 0; s < systems.length; s++) {
            for (int i = 0; i < width; i++) {
                predicted[s * width + i] -= particles.targets()[systems[s] * width + i];
            }
        }
        return predicted;
    }

    /** Sum of squared errors of some systems. */
    double squares(SegnnWorker worker, int[] systems) {
        return Arrays.stream(differences(worker, systems)).map(d -> d * d).sum();
    }
}
