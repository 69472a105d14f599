package org.gaunt.learn;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gaunt.files.InputException;
import org.gaunt.linalg.Parallel;
import org.gaunt.nn.Parameters;
import org.gaunt.optim.ExponentialMovingAverage;
import org.gaunt.optim.LearningRateSchedule;
import org.gaunt.optim.Optimizer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** All that changes during a training, and its way into a checkpoint and back. */
final class TrainingState {

    final Parameters parameters;
    final Optimizer optimizer;
    final ExponentialMovingAverage average;
    final LearningRateSchedule schedule;
    final List<EpochRecord> history = new ArrayList<>();
    private final TrainerConfig config;
    private final Frozen frozen;
    private final RateFactors rateFactors;
    private final Parameters layout;

    /** Epochs done. */
    int epoch;
    /** Batches done of the running epoch. */
    int batch;

    EpochSums sums = new EpochSums();

    double @Nullable [] best;

    @Nullable
    Double bestLoss;

    int bestEpoch;
    int validationsSinceBest;
    Stage stage = Stage.FIRST;
    /** Part of the budget that the first stage left when its patience was used up. */
    double skipped;

    long meanUpdates;
    double validationSeconds;

    TrainingState(Parameters parameters, TrainerConfig config) {
        this.parameters = parameters;
        this.config = config;
        this.frozen = Frozen.of(parameters, config.freeze());
        this.rateFactors = RateFactors.of(parameters, config.rateFactors());
        this.layout = frozen.layout(parameters);
        this.optimizer = config.descent().createOptimizer(layout, config.decay());
        this.average = new ExponentialMovingAverage(
                parameters.values(), config.descent().emaDecay());
        this.schedule = config.descent().createSchedule();
    }

    /** Takes note of a validation; true when it is the best of the present stage. */
    boolean judge(double loss, int epochNumber) {
        Double before = bestLoss;
        if (!Double.isFinite(loss) || (before != null && loss >= before)) {
            return false;
        }
        bestLoss = loss;
        bestEpoch = epochNumber;
        validationsSinceBest = 0;
        best = average.average().clone();
        return true;
    }

    /** Begins the second stage: its losses have other weights and are not to be compared with the first stage's. */
    void beginStageTwo() {
        stage = Stage.SECOND;
        bestLoss = null;
        validationsSinceBest = 0;
        schedule.forgetLosses();
    }

    /** One step along a gradient that is clipped already; gives the learning rate. */
    double step(double[] gradient, double progress, Parallel parallel) {
        double rate = rate(progress);
        double[] values = parameters.values();
        double[] before = rateFactors.before(values);
        if (config.decay().kind() == WeightDecay.Kind.ALL && config.decay().strength() > 0) {
            double keep = 1 - rate * config.decay().strength();
            for (Parameters.Entry entry : layout.entries()) {
                for (int i = entry.offset(); i < entry.end() && entry.decay(); i++) {
                    values[i] *= keep;
                }
            }
        }
        optimizer.step(values, gradient, rate, parallel);
        rateFactors.apply(before, values);
        return rate;
    }

    /** Takes the weights into the average that is validated and kept. */
    void updateAverage(Parallel parallel) {
        if (stage == Stage.SECOND && config.stageTwo().stageTwoAverage() == AverageKind.MEAN) {
            meanUpdates++;
            average.blend(parameters.values(), 1.0 / meanUpdates, parallel);
        } else {
            average.update(parameters.values(), parallel);
        }
    }

    private double rate(double progress) {
        Double second = config.stageTwo().stageTwoLearningRate();
        return stage == Stage.SECOND && second != null ? second : schedule.rate(optimizer.steps(), progress);
    }

    /** Takes the frozen weights out of a gradient. */
    void clearFrozen(double[] gradient) {
        frozen.clear(gradient);
    }

    Checkpoint capture(double seconds, String data, JsonNode settings) {
        Progress progress = new Progress(
                epoch,
                batch,
                optimizer.steps(),
                average.updates(),
                sums.loss,
                meanUpdates,
                sums.gradientNorm,
                sums.learningRate,
                sums.seconds,
                bestLoss,
                bestEpoch,
                validationsSinceBest,
                stage == Stage.SECOND,
                skipped,
                seconds,
                validationSeconds);
        Map<String, double[]> arrays = new LinkedHashMap<>();
        arrays.put(Checkpoint.PARAMETERS, parameters.values());
        optimizer.state().arrays().forEach((name, array) -> arrays.put(Checkpoint.OPTIMIZER + name, array));
        arrays.put(Checkpoint.AVERAGE, average.average());
        put(arrays, Checkpoint.BEST, best);
        arrays.put(Checkpoint.SCHEDULE, schedule.state());
        put(arrays, Checkpoint.SUMS, sums.sums);
        put(arrays, Checkpoint.COUNTS, sums.counts);
        Checkpoint.Header header = new Checkpoint.Header(
                Checkpoint.FORMAT, Checkpoint.VERSION, progress, Checkpoint.layout(parameters), data, settings);
        arrays.put(
                Checkpoint.HISTORY,
                history.stream()
                        .flatMapToDouble(record -> Arrays.stream(record.row()))
                        .toArray());
        return new Checkpoint(header, arrays);
    }

    private static void put(Map<String, double[]> arrays, String name, double @Nullable [] array) {
        if (array != null) {
            arrays.put(name, array);
        }
    }

    /**
     * Restores the state of a checkpoint.
     *
     * @throws InputException when it is of another model or other settings
     */
    void restore(Checkpoint checkpoint, Columns columns, Path folder) {
        Progress progress = checkpoint.header().progress();
        List<EpochRecord> before;
        try {
            before = checkpoint.history(columns);
            requireLayout(checkpoint, folder);
            optimizer.restore(new Optimizer.State(progress.steps(), checkpoint.optimizerArrays()));
            average.restore(checkpoint.array(Checkpoint.AVERAGE), progress.averageUpdates());
            schedule.restore(checkpoint.array(Checkpoint.SCHEDULE));
            System.arraycopy(checkpoint.array(Checkpoint.PARAMETERS), 0, parameters.values(), 0, parameters.size());
        } catch (IllegalArgumentException e) {
            throw InputException.of("the checkpoint does not go with this training")
                    .file(folder)
                    .found(String.valueOf(e.getMessage()))
                    .cause(e)
                    .build();
        }
        epoch = progress.epoch();
        batch = progress.batch();
        sums = new EpochSums();
        sums.loss = progress.lossSum();
        sums.sums = checkpoint.arrays().get(Checkpoint.SUMS);
        sums.counts = checkpoint.arrays().get(Checkpoint.COUNTS);
        meanUpdates = progress.meanUpdates();
        sums.gradientNorm = progress.gradientNorm();
        sums.learningRate = progress.learningRate();
        sums.seconds = progress.epochSeconds();
        best = checkpoint.arrays().get(Checkpoint.BEST);
        bestLoss = progress.bestLoss();
        bestEpoch = progress.bestEpoch();
        validationsSinceBest = progress.validationsSinceBest();
        stage = progress.stageTwo() ? Stage.SECOND : Stage.FIRST;
        skipped = progress.skipped();
        validationSeconds = progress.validationSeconds();
        history.clear();
        for (EpochRecord record : before) {
            if (record.epoch() <= epoch) { // the row of an epoch that is still running will be made again
                history.add(record);
            }
        }
    }

    private void requireLayout(Checkpoint checkpoint, Path folder) {
        int found = checkpoint.array(Checkpoint.PARAMETERS).length;
        if (!checkpoint.header().layout().equals(Checkpoint.layout(parameters)) || found != parameters.size()) {
            throw InputException.of("the checkpoint is of another model")
                    .file(folder)
                    .found(found + " weights in " + checkpoint.header().layout().size() + " arrays")
                    .wanted(parameters.size() + " weights in "
                            + parameters.entries().size() + " arrays")
                    .remedy("go on with the configuration and the program the training was started with")
                    .build();
        }
    }
}
