package org.gaunt.potential.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gaunt.files.InputException;
import org.gaunt.nn.Parameters;
import org.gaunt.optim.ExponentialMovingAverage;
import org.gaunt.optim.LearningRateSchedule;
import org.gaunt.optim.Optimizer;
import org.gaunt.optim.Parallel;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** All that changes during a training, and its way into a checkpoint and back. */
final class TrainingState {

    final Parameters parameters;
    final Optimizer optimizer;
    final ExponentialMovingAverage average;
    final LearningRateSchedule schedule;
    final List<EpochRecord> history = new ArrayList<>();
    private final TrainingConfig config;
    private final Frozen frozen;

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
    boolean stageTwo;
    /** Part of the budget that the first stage left when its patience was used up. */
    double skipped;

    long meanUpdates;
    double validationSeconds;

    TrainingState(Parameters parameters, TrainingConfig config) {
        this.parameters = parameters;
        this.config = config;
        this.frozen = Frozen.of(parameters, config.freeze());
        this.optimizer = config.descent()
                .createOptimizer(frozen.layout(parameters), config.weightDecay(), config.decoupledDecay());
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
        stageTwo = true;
        bestLoss = null;
        validationsSinceBest = 0;
        schedule.forgetLosses();
    }

    /** Takes the weights into the average that is validated and kept. */
    void updateAverage(Parallel parallel) {
        if (stageTwo && config.stageTwoAverage() == AverageKind.MEAN) {
            meanUpdates++;
            average.blend(parameters.values(), 1.0 / meanUpdates, parallel);
        } else {
            average.update(parameters.values(), parallel);
        }
    }

    /** The learning rate of the next step. */
    double rate(double progress) {
        Double second = config.stageTwoLearningRate();
        return stageTwo && second != null ? second : schedule.rate(optimizer.steps(), progress);
    }

    /** Takes the frozen weights out of a gradient. */
    void clearFrozen(double[] gradient) {
        frozen.clear(gradient);
    }

    Checkpoint capture(double seconds, String data, JsonNode config) {
        Progress progress = new Progress(
                epoch,
                batch,
                optimizer.steps(),
                average.updates(),
                sums.loss,
                sums.sums,
                sums.counts,
                meanUpdates,
                sums.gradientNorm,
                sums.learningRate,
                sums.seconds,
                bestLoss,
                bestEpoch,
                validationsSinceBest,
                stageTwo,
                skipped,
                seconds,
                validationSeconds);
        Checkpoint.Header header = new Checkpoint.Header(
                Checkpoint.FORMAT, Checkpoint.VERSION, progress, Checkpoint.layout(parameters), data, config);
        return new Checkpoint(
                header,
                parameters.values().clone(),
                optimizer.state(),
                average.average().clone(),
                best,
                schedule.state(),
                history);
    }

    /**
     * Goes back to a checkpoint.
     *
     * @throws InputException when it is of another model
     */
    void restore(Checkpoint checkpoint, Path folder) {
        Progress progress = checkpoint.header().progress();
        if (!checkpoint.header().layout().equals(Checkpoint.layout(parameters))
                || checkpoint.parameters().length != parameters.size()) {
            throw InputException.of("the checkpoint is of another model")
                    .file(folder)
                    .found(checkpoint.parameters().length + " weights in "
                            + checkpoint.header().layout().size() + " arrays")
                    .wanted(parameters.size() + " weights in "
                            + parameters.entries().size() + " arrays")
                    .remedy("go on with the configuration and the program the training was started with")
                    .build();
        }
        try {
            optimizer.restore(checkpoint.optimizer());
            average.restore(checkpoint.average(), progress.averageUpdates());
            schedule.restore(checkpoint.schedule());
        } catch (IllegalArgumentException e) {
            throw InputException.of("the checkpoint does not go with this training")
                    .file(folder)
                    .found(String.valueOf(e.getMessage()))
                    .cause(e)
                    .build();
        }
        System.arraycopy(checkpoint.parameters(), 0, parameters.values(), 0, parameters.size());
        epoch = progress.epoch();
        batch = progress.batch();
        sums = new EpochSums();
        sums.loss = progress.lossSum();
        sums.sums = progress.sums();
        sums.counts = progress.counts();
        meanUpdates = progress.meanUpdates();
        sums.gradientNorm = progress.gradientNorm();
        sums.learningRate = progress.learningRate();
        sums.seconds = progress.epochSeconds();
        best = checkpoint.best();
        bestLoss = progress.bestLoss();
        bestEpoch = progress.bestEpoch();
        validationsSinceBest = progress.validationsSinceBest();
        stageTwo = progress.stageTwo();
        skipped = progress.skipped();
        validationSeconds = progress.validationSeconds();
        history.clear();
        for (EpochRecord record : checkpoint.history()) {
            if (record.epoch() <= epoch) { // the row of an epoch that is still running will be made again
                history.add(record);
            }
        }
    }
}
