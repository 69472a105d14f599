package org.gaunt.regression;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gaunt.files.InputException;
import org.gaunt.form.Backend;
import org.gaunt.learn.Threads;
import org.gaunt.learn.Workers;
import org.gaunt.linalg.Precision;
import org.jspecify.annotations.Nullable;

/**
 * One or more networks asked together; close it to end its threads.
 *
 * <pre>{@code
 * try (ParticleCommittee committee = ParticleCommittee.read(List.of(file), null, 2)) {
 *     ParticlePrediction later = committee.predict(ParticleFile.readInputs(data), data);
 * }
 * }</pre>
 */
public final class ParticleCommittee implements AutoCloseable {

    private final List<Segnn> networks = new ArrayList<>();
    private final List<Workers<SegnnWorker>> workers = new ArrayList<>();
    private final Threads threads;

    private ParticleCommittee(int threads) {
        this.threads = new Threads(threads);
    }

    /**
     * Reads networks.
     *
     * @param files at least one
     * @param precision the arithmetic, or null for that of each training
     * @param threads to compute with, at least 1
     * @throws InputException if a file cannot be read
     */
    public static ParticleCommittee read(List<Path> files, @Nullable Precision precision, int threads) {
        Backend backend = Backend.shared();
        List<SegnnFile> read =
                files.stream().map(file -> SegnnFile.read(file, backend)).toList();
        ParticleCommittee committee = new ParticleCommittee(threads);
        read.forEach(file -> committee.add(file.model(), precision == null ? file.precision() : precision));
        return committee;
    }

    /**
     * A committee of one network, with the weights it has.
     *
     * @param threads to compute with, at least 1
     */
    public static ParticleCommittee of(Segnn model, Precision precision, int threads) {
        ParticleCommittee committee = new ParticleCommittee(threads);
        committee.add(model, precision);
        return committee;
    }

    private void add(Segnn model, Precision precision) {
        networks.add(model);
        workers.add(new Workers<>(
                () -> model.newWorker(precision), model.parameters().values(), threads, false));
    }

    /**
     * Predicts positions.
     *
     * @param systems their targets are not looked at
     * @param file where they were read, for messages
     * @throws InputException if they have another number of particles than a network's training systems
     */
    public ParticlePrediction predict(Particles systems, Path file) {
        int length = systems.positions().length;
        double[][] all = new double[networks.size()][];
        for (int m = 0; m < all.length; m++) {
            all[m] = predict(networks.get(m), workers.get(m), systems, file);
        }
        double[] mean = new double[length];
        double[] spread = new double[length];
        for (int i = 0; i < length; i++) {
            for (double[] one : all) {
                mean[i] += one[i] / all.length;
            }
            double squares = 0;
            for (double[] one : all) {
                squares += (one[i] - mean[i]) * (one[i] - mean[i]);
            }
            spread[i] = all.length == 1 ? 0 : Math.sqrt(squares / (all.length - 1));
        }
        return new ParticlePrediction(all.length, mean, spread);
    }

    private static double[] predict(Segnn model, Workers<SegnnWorker> workers, Particles systems, Path file) {
        if (systems.particles() != model.data().particles()) {
            throw InputException.of("the systems are of another size than those the network was trained on")
                    .file(file)
                    .found(systems.particles() + " particles in each")
                    .wanted(model.data().particles() + " particles")
                    .build();
        }
        SystemSet set = new SystemSet(systems, model.config(), model.data());
        List<int[]> chunks = set.chunks();
        double[][] parts = new double[chunks.size()][];
        workers.run(parts.length, (worker, k) -> parts[k] = set.predict(worker, chunks.get(k)));
        double[] positions = new double[systems.positions().length];
        int at = 0;
        for (double[] part : parts) {
            System.arraycopy(part, 0, positions, at, part.length);
            at += part.length;
        }
        return positions;
    }

    /**
     * Compares predicted positions with known ones.
     *
     * @param file where the systems were read, for messages
     * @throws InputException as {@link #predict} does
     */
    public ParticleErrors errors(Particles systems, Path file) {
        return ParticleErrors.of(systems, predict(systems, file));
    }

    /** Ends the threads and closes the workers. */
    @Override
    public void close() {
        workers.forEach(Workers::close);
        threads.close();
    }
}
