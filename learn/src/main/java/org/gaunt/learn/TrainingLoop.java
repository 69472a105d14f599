package org.gaunt.learn;

import java.nio.file.Path;
import java.util.Arrays;
import org.gaunt.learn.TrainingResult.Reason;
import org.gaunt.learn.json.StrictJson;
import org.gaunt.optim.GradientClip;
import org.jspecify.annotations.Nullable;

/**
 * Epochs, batches, steps and validations, from a state to the end of the training.
 *
 * @param <W> the workers
 */
final class TrainingLoop<W extends WeightHolder> {

    private final Objective<W> objective;
    private final TrainerConfig config;
    private final TrainingState state;
    private final Validation<W> validation;
    private final TrainerSetup setup;
    private final Workers<W> workers;
    private final BatchStep<W> step;
    private final Pace pace;
    private final Profile profile;
    private final String fingerprint;
    private final int batches;
    private volatile boolean stopRequested;

    TrainingLoop(
            Objective<W> objective,
            TrainerConfig config,
            TrainingState state,
            TrainerSetup setup,
            Workers<W> workers,
            RunClock clock,
            Profile profile,
            String fingerprint) {
        this.objective = objective;
        this.config = config;
        this.state = state;
        this.validation = new Validation<>(objective);
        this.setup = setup;
        this.workers = workers;
        this.profile = profile;
        this.fingerprint = fingerprint;
        this.batches = batches(objective.training(), config);
        this.step = new BatchStep<>(workers, config.compute().shards(), state.parameters.size(), profile);
        this.pace = new Pace(config, state, clock, objective.training().size(), batches);
    }

    static int batches(Samples training, TrainerConfig config) {
        int size = config.epochs().batchSize();
        return (training.size() + size - 1) / size;
    }

    void requestStop() {
        stopRequested = true;
    }

    /** Trains to the end and writes a last checkpoint. */
    Reason run() {
        Reason reason = epochs();
        checkpoint();
        return reason;
    }

    private Reason epochs() {
        double lastCheckpoint = pace.seconds();
        while (!pace.epochsAreOver()) {
            if (state.validationsSinceBest >= config.epochs().patience()) {
                if (state.stage == Stage.SECOND || !config.stageTwo().exists()) {
                    return Reason.PATIENCE;
                }
                state.skipped = pace.toStageTwo();
                beginStageTwo(true);
            }
            if (state.batch == 0 && pace.isOver() && lastIsValidated()) {
                return Reason.TIME;
            }
            Reason reason = batches();
            if (reason == Reason.TIME) {
                // the weights of a part of an epoch deserve to be judged, too
                finishEpoch(state.epoch + 1, true, false);
            }
            if (reason != null) {
                return reason;
            }
            state.epoch++;
            boolean last = pace.epochsAreOver() || pace.isOver();
            finishEpoch(state.epoch, last || state.epoch % config.epochs().validateEvery() == 0, true);
            if (pace.seconds() - lastCheckpoint >= 60 * config.compute().checkpointMinutes()) {
                checkpoint();
                lastCheckpoint = pace.seconds();
            }
        }
        return Reason.EPOCHS;
    }

    private boolean lastIsValidated() {
        return !state.history.isEmpty() && (state.history.getLast().validated() || validation.size() == 0);
    }

    private void beginStageTwo(boolean early) {
        state.beginStageTwo();
        setup.listener().stageTwo(state.epoch, early);
    }

    /** The rest of an epoch; null when it was done to its end. */
    private @Nullable Reason batches() {
        // at the start of an epoch only, also where a training goes on within one
        if (state.batch == 0
                && state.stage == Stage.FIRST
                && config.stageTwo().exists()
                && pace.progress() >= config.stageTwo().stageTwoStart()) {
            beginStageTwo(false);
        }
        Loss<? super W> loss = objective.loss(state.stage);
        long seed = config.compute().seed() * 0x9E3779B97F4A7C15L + state.epoch;
        int[] order = Split.permutation(objective.training().size(), seed);
        int size = config.epochs().batchSize();
        while (state.batch < batches) {
            if (stopRequested) {
                return Reason.STOPPED;
            }
            if (state.batch > 0 && pace.isOver()) {
                return Reason.TIME;
            }
            double begin = pace.seconds();
            int from = state.batch * size;
            step(loss, Arrays.copyOfRange(order, from, Math.min(order.length, from + size)));
            state.batch++;
            state.sums.seconds += pace.seconds() - begin;
            setup.listener().batch(pace.report());
        }
        return null;
    }

    private void step(Loss<? super W> loss, int[] batch) {
        long begin = profile.begin();
        workers.load(state.parameters.values());
        profile.endOnAllThreads(Phase.WEIGHTS, begin);
        BatchStep.Result result = step.run(batch, loss);
        begin = profile.begin();
        double[] gradient = step.gradient();
        state.clearFrozen(gradient);
        double value = loss.value(result.sums(), result.counts());
        double norm = GradientClip.byNorm(gradient, config.descent().clip(), workers.parallel());
        profile.endOnAllThreads(Phase.SUM, begin);
        if (!Double.isFinite(value) || !Double.isFinite(norm)) {
            throw new Divergence(objective, config.descent().learningRate(), setup.checkpoints())
                    .error(
                            "epoch " + (state.epoch + 1) + ", batch " + (state.batch + 1),
                            objective.columns().loss() + " " + value + " and gradient norm " + norm,
                            batch,
                            step.culprits(batch, loss));
        }
        begin = profile.begin();
        double rate = state.step(gradient, pace.progress(), workers.parallel());
        profile.endOnAllThreads(Phase.OPTIMIZER, begin);
        begin = profile.begin();
        state.updateAverage(workers.parallel());
        profile.endOnAllThreads(Phase.AVERAGE, begin);
        state.sums.add(value, result, norm, rate);
    }

    private void finishEpoch(int number, boolean validate, boolean whole) {
        double trainingLoss = trainingLoss();
        Validation.Result result = validation.none();
        boolean best = false;
        if (validate) {
            double begin = pace.seconds();
            long time = profile.begin();
            if (validation.size() > 0) {
                result = validation.run(workers, state.average.average(), objective.loss(state.stage));
                best = state.judge(result.loss(), number);
            } else {
                state.bestLoss = null;
                best = state.judge(trainingLoss, number);
            }
            profile.endOnAllThreads(Phase.VALIDATION, time);
            state.validationSeconds = pace.seconds() - begin;
            if (whole) {
                state.schedule.observe(validation.size() > 0 ? result.loss() : trainingLoss);
            }
        }
        if (validate && whole && !best) { // a training that goes on makes the validation of a part of an epoch again
            state.validationsSinceBest++;
        }
        EpochRecord record = record(number, trainingLoss, result);
        state.history.add(record);
        if (whole) {
            state.batch = 0;
            state.sums = new EpochSums();
        }
        setup.listener().epoch(record, best);
    }

    private double trainingLoss() {
        double mean = state.sums.loss / state.batch;
        double[] sums = state.sums.sums;
        double[] counts = state.sums.counts;
        return sums == null || counts == null
                ? mean
                : objective.loss(state.stage).ofEpoch(mean, sums, counts);
    }

    private EpochRecord record(int number, double trainingLoss, Validation.Result result) {
        EpochSums sums = state.sums;
        double[] values = sums.sums;
        double[] counts = sums.counts;
        Columns columns = objective.columns();
        return new EpochRecord(
                number,
                state.optimizer.steps(),
                sums.learningRate,
                trainingLoss,
                values == null || counts == null
                        ? Metrics.unknown(columns.training())
                        : new Metrics(
                                columns.training(), objective.loss(state.stage).trainingMetrics(values, counts)),
                result.loss(),
                result.metrics(),
                sums.gradientNorm,
                pace.speed(),
                pace.seconds());
    }

    private void checkpoint() {
        Path folder = setup.checkpoints();
        if (folder != null) {
            long begin = profile.begin();
            state.capture(pace.seconds(), fingerprint, StrictJson.mapper().valueToTree(setup.config()))
                    .write(folder);
            profile.endOnAllThreads(Phase.CHECKPOINT, begin);
            setup.listener().checkpoint(folder);
        }
    }
}
