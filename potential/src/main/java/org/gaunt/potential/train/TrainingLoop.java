package org.gaunt.potential.train;

import java.nio.file.Path;
import java.util.Arrays;
import org.gaunt.learn.Split;
import org.gaunt.optim.GradientClip;
import org.gaunt.potential.Phase;
import org.gaunt.potential.data.GraphSource;
import org.gaunt.potential.eval.WorkerPool;
import org.gaunt.potential.train.TrainingResult.Reason;
import org.jspecify.annotations.Nullable;

/** Epochs, batches, steps and validations, from a state to the end of the training. */
final class TrainingLoop {

    private final TrainingConfig config;
    private final TrainingState state;
    private final GraphSource training;
    private final Validation validation;
    private final Trainer.Setup setup;
    private final WorkerPool pool;
    private final BatchStep step;
    private final Pace pace;
    private final Profile profile;
    private final String fingerprint;
    private final int batches;
    private volatile boolean stopRequested;

    TrainingLoop(
            TrainingConfig config,
            TrainingState state,
            GraphSource training,
            Validation validation,
            Trainer.Setup setup,
            WorkerPool pool,
            RunClock clock,
            Profile profile,
            String fingerprint) {
        this.config = config;
        this.state = state;
        this.training = training;
        this.validation = validation;
        this.setup = setup;
        this.pool = pool;
        this.profile = profile;
        this.fingerprint = fingerprint;
        this.batches = batches(training, config);
        this.step = new BatchStep(pool, training, config.shards(), state.parameters.size(), profile);
        this.pace = new Pace(config, state, clock, training.size(), batches);
    }

    static int batches(GraphSource training, TrainingConfig config) {
        return (training.size() + config.batchSize() - 1) / config.batchSize();
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
            if (state.validationsSinceBest >= config.patience()) {
                if (state.stageTwo || config.stageTwoStart() == 1) {
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
            finishEpoch(state.epoch, last || state.epoch % config.validateEvery() == 0, true);
            if (pace.seconds() - lastCheckpoint >= 60 * config.checkpointMinutes()) {
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
        if (!state.stageTwo && config.stageTwoStart() < 1 && pace.progress() >= config.stageTwoStart()) {
            beginStageTwo(false);
        }
        Loss loss = config.loss(state.stageTwo);
        long seed = config.seed() * 0x9E3779B97F4A7C15L + state.epoch;
        int[] order = Split.permutation(training.size(), seed);
        while (state.batch < batches) {
            if (stopRequested) {
                return Reason.STOPPED;
            }
            if (state.batch > 0 && pace.isOver()) {
                return Reason.TIME;
            }
            double begin = pace.seconds();
            int from = state.batch * config.batchSize();
            step(loss, Arrays.copyOfRange(order, from, Math.min(order.length, from + config.batchSize())));
            state.batch++;
            state.sums.seconds += pace.seconds() - begin;
            setup.listener().batch(pace.report());
        }
        return null;
    }

    private void step(Loss loss, int[] batch) {
        double[] parameters = state.parameters.values();
        long begin = profile.begin();
        pool.load(parameters);
        profile.endOnAllThreads(Phase.WEIGHTS, begin);
        BatchStep.Result result = step.run(batch, loss);
        begin = profile.begin();
        state.clearFrozen(step.gradient());
        double value = loss.value(result.sums(), result.counts());
        double norm = GradientClip.byNorm(step.gradient(), config.descent().clip(), pool.parallel());
        profile.endOnAllThreads(Phase.SUM, begin);
        if (!Double.isFinite(value) || !Double.isFinite(norm)) {
            throw Divergence.error(
                    "epoch " + (state.epoch + 1) + ", batch " + (state.batch + 1),
                    "loss " + value + " and gradient norm " + norm,
                    training,
                    batch,
                    step.culprits(batch, loss),
                    config.descent().learningRate(),
                    setup.checkpoints());
        }
        begin = profile.begin();
        double rate = state.rate(pace.progress());
        state.optimizer.step(parameters, step.gradient(), rate, pool.parallel());
        profile.endOnAllThreads(Phase.OPTIMIZER, begin);
        begin = profile.begin();
        state.updateAverage(pool.parallel());
        profile.endOnAllThreads(Phase.AVERAGE, begin);
        state.sums.add(value, result, norm, rate);
    }

    private void finishEpoch(int number, boolean validate, boolean whole) {
        EpochSums sums = state.sums;
        double trainingLoss = sums.loss / state.batch;
        Validation.Result result = Validation.Result.NONE;
        boolean best = false;
        if (validate) {
            double begin = pace.seconds();
            long time = profile.begin();
            if (validation.size() > 0) {
                result = validation.run(pool, state.average.average(), config.loss(state.stageTwo));
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
        // the validation of a part of an epoch is made again by a training that goes on
        if (validate && whole && !best) {
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

    private EpochRecord record(int number, double trainingLoss, Validation.Result result) {
        EpochSums sums = state.sums;
        return new EpochRecord(
                number,
                state.optimizer.steps(),
                sums.learningRate,
                trainingLoss,
                sums.energyRmse(),
                sums.forceRmse(),
                sums.stressRmse(),
                result.loss(),
                result.energyRmse(),
                result.energyMae(),
                result.forceRmse(),
                result.forceMae(),
                result.stressRmse(),
                result.stressMae(),
                sums.gradientNorm,
                pace.speed(),
                pace.seconds());
    }

    private void checkpoint() {
        Path folder = setup.checkpoints();
        if (folder != null) {
            long begin = profile.begin();
            state.capture(pace.seconds(), fingerprint, setup.config()).write(folder);
            profile.endOnAllThreads(Phase.CHECKPOINT, begin);
            setup.listener().checkpoint(folder);
        }
    }
}
