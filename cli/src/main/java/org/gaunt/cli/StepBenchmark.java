package org.gaunt.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gaunt.files.InputException;
import org.gaunt.form.Backend;
import org.gaunt.learn.BatchReport;
import org.gaunt.learn.Trainer;
import org.gaunt.learn.TrainerSetup;
import org.gaunt.learn.TrainingListener;
import org.gaunt.potential.Derivatives;
import org.gaunt.potential.TrainableModel;
import org.gaunt.potential.data.DataSet;
import org.gaunt.potential.data.Graph;
import org.gaunt.potential.data.GraphBuilder;
import org.gaunt.potential.data.GraphSource;
import org.gaunt.potential.data.IsolatedLimit;
import org.gaunt.potential.data.LabelledGraph;
import org.gaunt.potential.data.ReferenceEnergies;
import org.gaunt.potential.data.ReferenceEnergySource;
import org.gaunt.potential.data.Statistics;
import org.gaunt.potential.eval.Evaluator;
import org.gaunt.potential.eval.WorkerPool;
import org.gaunt.potential.model.ModelKinds;
import org.gaunt.potential.network.ModelData;
import org.gaunt.potential.train.PotentialObjective;

/**
 * Times the steps of a real training, through the {@link Trainer} itself, and evaluations.
 *
 * @param config shape of the model and size of the batches
 * @param data structures with labels
 * @param file where they were read, for messages
 * @param threads to compute with
 * @param warmup seconds before each measurement
 * @param seconds of one window of a measurement, at least; a window holds ten times in any case
 * @param splines tolerance of splines in place of radial networks in evaluations; 0 for none
 */
record StepBenchmark(
        RunConfig config, DataSet data, Path file, int threads, double warmup, double seconds, double splines) {

    private static final int LEAST_TIMES = 10;
    private static final double STILL_FALLING = 0.97;
    private static final int MOST_WINDOWS = 8;

    /**
     * What was measured.
     *
     * @param trainStep median time of a training step, ms per structure
     * @param energyForces median time of an evaluation of energies and forces, ms per structure
     */
    record Times(double trainStep, double energyForces) {}

    Times run() {
        int batch = config.training().epochs().batchSize();
        int used = data.structures().size() / batch * batch;
        if (used == 0) {
            throw InputException.of("too few structures to fill a batch")
                    .file(file)
                    .found(data.structures().size() + " structures")
                    .wanted("at least " + batch)
                    .remedy("lower --batch, or name a larger file with --data")
                    .build();
        }
        ReferenceEnergies references =
                ReferenceEnergies.of(ReferenceEnergySource.AUTO, data.isolated().energies(), data.structures());
        GraphBuilder builder = new GraphBuilder(
                        references.atomicNumbers(),
                        config.model().cutoff(),
                        config.model().heads())
                .withInputs(config.model().inputs());
        List<LabelledGraph> graphs = new DataSet(data.structures().subList(0, used), data.isolated()).graphs(builder);
        Statistics statistics = Statistics.of(graphs, references.energies());
        ModelData constants = new ModelData(
                references.atomicNumbers(),
                references.energies(),
                statistics.scale(),
                statistics.shift(),
                statistics.averageNeighbors(),
                List.of(),
                IsolatedLimit.EXACT);
        TrainableModel model = ModelKinds.create(config.model(), constants, 0, Backend.detect());
        return new Times(timeSteps(model, graphs), timeEvaluations(model, graphs));
    }

    private double timeSteps(TrainableModel model, List<LabelledGraph> graphs) {
        StopWatch watch =
                new StopWatch(graphs.size() / config.training().epochs().batchSize());
        Trainer<?> trainer = new Trainer<>(
                new PotentialObjective(model, config.training(), GraphSource.of(graphs), GraphSource.of(List.of())),
                config.training().trainer(),
                TrainerSetup.of(threads).withListener(watch));
        watch.onEnough = trainer::requestStop;
        trainer.run();
        return watch.fastest() / config.training().epochs().batchSize();
    }

    private double timeEvaluations(TrainableModel model, List<LabelledGraph> graphs) {
        int batch = config.training().epochs().batchSize();
        List<List<Graph>> batches = new ArrayList<>();
        for (int from = 0; from < graphs.size(); from += batch) {
            batches.add(graphs.subList(from, from + batch).stream()
                    .map(LabelledGraph::graph)
                    .toList());
        }
        StopWatch watch = new StopWatch(Integer.MAX_VALUE);
        try (WorkerPool pool = new WorkerPool(model, config.training().compute().precision(), threads, splines)) {
            Evaluator evaluator = new Evaluator(pool);
            for (int i = 0; !watch.hasEnough(); i++) {
                evaluator.evaluate(batches.get(i % batches.size()), Derivatives.FORCES);
                watch.lap();
            }
        }
        return watch.fastest() / batch;
    }

    /**
     * Takes the times between laps, in windows of some seconds, until a window is no faster than the one before: the
     * compiler of the virtual machine needs a while for generated code, longer on a busy machine.
     */
    private final class StopWatch implements TrainingListener {
        private final int lapsPerEpoch;
        private final List<Double> milliseconds = new ArrayList<>();
        private Runnable onEnough = () -> {};
        private long last = System.nanoTime();
        private long windowStart = last + (long) (1e9 * warmup);
        private double best = Double.POSITIVE_INFINITY;
        private int windows;
        private boolean enough;

        StopWatch(int lapsPerEpoch) {
            this.lapsPerEpoch = lapsPerEpoch;
        }

        @Override
        public void batch(BatchReport report) {
            if (report.batch() == 1 && lapsPerEpoch > 1) {
                last = System.nanoTime(); // the time since the last batch holds the end of an epoch, too
                return;
            }
            lap();
            if (enough) {
                onEnough.run();
            }
        }

        void lap() {
            long now = System.nanoTime();
            if (last >= windowStart) {
                milliseconds.add((now - last) / 1e6);
            }
            last = now;
            if (milliseconds.size() >= LEAST_TIMES && now - windowStart > 1e9 * seconds) {
                double median = median(milliseconds);
                windows++;
                enough = median > STILL_FALLING * best || windows == MOST_WINDOWS;
                best = Math.min(best, median);
                milliseconds.clear();
                windowStart = now;
            }
        }

        boolean hasEnough() {
            return enough;
        }

        /** The median of the fastest window, ms. */
        double fastest() {
            return best;
        }
    }

    static double median(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1
                ? sorted[middle]
                : Arrays.stream(sorted, middle - 1, middle + 1).average().orElseThrow();
    }
}
