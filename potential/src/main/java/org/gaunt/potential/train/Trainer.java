package org.gaunt.potential.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.gaunt.atoms.InputException;
import org.gaunt.nn.GradientClip;
import org.gaunt.potential.TrainableModel;
import org.gaunt.potential.data.LabelledGraph;
import org.gaunt.potential.data.Split;
import org.gaunt.potential.eval.WorkerPool;
import org.gaunt.potential.train.TrainingResult.Reason;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Trains a model on energies and forces.
 *
 * <p>Given the same settings, structures and starting weights, every run gives the same bits, whatever the number of
 * threads and however often it was interrupted; only schedules that count time ({@link Budget#TIME} with a time limit)
 * are as irregular as time is.
 *
 * <pre>{@code
 * Trainer trainer = new Trainer(model, config, training, validation, Trainer.Setup.of(2).withCheckpoints(folder));
 * TrainingResult result = trainer.run();   // the model has the best weights now
 * }</pre>
 *
 * <p>One trainer runs once. {@link #requestStop} may be called from any thread; nothing else may during the run.
 */
public final class Trainer {

    private final TrainableModel model;
    private final TrainingConfig config;
    private final List<LabelledGraph> training;
    private final Setup setup;
    private final TrainingState state;
    private final Validation validation;
    private final String fingerprint;
    private final int batches;
    private volatile boolean stopRequested;

    /**
     * What surrounds a training without changing what it computes.
     *
     * @param threads number of threads, at least 1
     * @param checkpoints folder for checkpoints, or null for none
     * @param config the whole configuration, kept in checkpoints to refuse going on with another one
     * @param listener is told of the progress
     * @param clock nanoseconds of a clock that never goes back
     */
    public record Setup(
            int threads, @Nullable Path checkpoints, JsonNode config, TrainingListener listener, LongSupplier clock) {

        /** No checkpoints, no listener, the system's clock. */
        public static Setup of(int threads) {
            JsonNode empty = JsonNodeFactory.instance.objectNode();
            return new Setup(threads, null, empty, TrainingListener.NONE, System::nanoTime);
        }

        /** With checkpoints in a folder. */
        public Setup withCheckpoints(Path folder) {
            return new Setup(threads, folder, config, listener, clock);
        }

        /** With a configuration. */
        public Setup withConfig(JsonNode tree) {
            return new Setup(threads, checkpoints, tree, listener, clock);
        }

        /** With a listener. */
        public Setup withListener(TrainingListener told) {
            return new Setup(threads, checkpoints, config, told, clock);
        }

        /** With another clock. */
        public Setup withClock(LongSupplier nanoseconds) {
            return new Setup(threads, checkpoints, config, listener, nanoseconds);
        }
    }

    /**
     * Prepares a training from the model's present weights.
     *
     * @param model its weights are changed
     * @param config settings
     * @param training structures to train on, at least one
     * @param validation structures to validate on; without any, the latest averaged weights count as the best
     * @param setup surroundings
     */
    public Trainer(
            TrainableModel model,
            TrainingConfig config,
            List<LabelledGraph> training,
            List<LabelledGraph> validation,
            Setup setup) {
        if (training.isEmpty()) {
            throw InputException.of("there are no structures to train on").build();
        }
        this.model = model;
        this.config = config;
        this.training = List.copyOf(training);
        this.setup = setup;
        this.state = new TrainingState(model.parameters(), config);
        this.validation = new Validation(validation);
        this.fingerprint = Fingerprint.of(training, validation);
        this.batches = (training.size() + config.batchSize() - 1) / config.batchSize();
    }

    /** Asks the training to end at the next batch, with a checkpoint; returns at once. */
    public void requestStop() {
        stopRequested = true;
    }

    /** Trains from the beginning. */
    public TrainingResult run() {
        return run(0);
    }

    /**
     * Goes on from the checkpoint in the setup's folder.
     *
     * @throws InputException when there is none, when it is damaged, or when model, structures or settings are not those
     *     it was made with
     */
    public TrainingResult resume() {
        Path folder = setup.checkpoints();
        if (folder == null) {
            throw new IllegalStateException("a training goes on from the folder of its checkpoints; none was given");
        }
        Checkpoint checkpoint = Checkpoint.read(folder);
        ConfigChanges.refuse(folder, checkpoint.header().config(), setup.config());
        if (!checkpoint.header().data().equals(fingerprint)) {
            throw InputException.of("the structures are not those this training was started with")
                    .file(folder)
                    .remedy("restore the data files, or start anew in another output directory")
                    .build();
        }
        state.restore(checkpoint, folder);
        return run(checkpoint.header().progress().seconds());
    }

    private TrainingResult run(double secondsBefore) {
        RunClock clock = new RunClock(setup.clock(), secondsBefore, config.maxMinutes());
        try (WorkerPool pool = new WorkerPool(model, config.precision(), setup.threads())) {
            setup.listener()
                    .started(new TrainingStart(
                            state.parameters.size(),
                            training.size(),
                            validation.size(),
                            batches,
                            config.epochs(),
                            setup.threads(),
                            state.history));
            BatchStep step = new BatchStep(pool, config.shards(), state.parameters.size());
            Reason reason = epochs(pool, step, clock);
            checkpoint(clock);
            double[] best = state.best;
            if (best != null) {
                System.arraycopy(best, 0, state.parameters.values(), 0, best.length);
            }
            return new TrainingResult(reason, state.bestEpoch, state.epoch, clock.seconds(), state.history);
        } catch (OutOfMemoryError e) {
            throw InputException.of("the training does not fit into memory")
                    .found(String.format(
                            Locale.ROOT,
                            "%.0f MB of memory for Java",
                            Runtime.getRuntime().maxMemory() / 1e6))
                    .remedy("lower training.batch_size or --threads, or set JAVA_TOOL_OPTIONS=-Xmx16g (or more)")
                    .cause(e)
                    .build();
        }
    }

    private Reason epochs(WorkerPool pool, BatchStep step, RunClock clock) {
        double lastCheckpoint = clock.seconds();
        while (state.epoch < config.epochs()) {
            if (state.epochsSinceBest >= config.patience()) {
                return Reason.PATIENCE;
            }
            if (state.batch == 0 && clock.isOver(reserve()) && lastIsValidated()) {
                return Reason.TIME;
            }
            Reason reason = batches(pool, step, clock);
            if (reason == Reason.TIME) {
                // the weights of a part of an epoch deserve to be judged, too
                finishEpoch(pool, clock, state.epoch + 1, true, false);
            }
            if (reason != null) {
                return reason;
            }
            state.epoch++;
            boolean last = state.epoch == config.epochs() || clock.isOver(reserve());
            finishEpoch(pool, clock, state.epoch, last || state.epoch % config.validateEvery() == 0, true);
            if (clock.seconds() - lastCheckpoint >= 60 * config.checkpointMinutes()) {
                checkpoint(clock);
                lastCheckpoint = clock.seconds();
            }
        }
        return Reason.EPOCHS;
    }

    private boolean lastIsValidated() {
        return !state.history.isEmpty() && (state.history.getLast().validated() || validation.size() == 0);
    }

    /** The rest of an epoch; null when it was done to its end. */
    private @Nullable Reason batches(WorkerPool pool, BatchStep step, RunClock clock) {
        if (!state.stageTwo && config.stageTwoStart() < 1 && progress(clock) >= config.stageTwoStart()) {
            state.beginStageTwo();
        }
        EnergyForcesLoss loss = loss();
        long seed = config.seed() * 0x9E3779B97F4A7C15L + state.epoch;
        int[] order = Split.permutation(training.size(), seed);
        while (state.batch < batches) {
            if (stopRequested) {
                return Reason.STOPPED;
            }
            if (state.batch > 0 && clock.isOver(reserve())) {
                return Reason.TIME;
            }
            double begin = clock.seconds();
            step(pool, step, loss, pick(order, state.batch), progress(clock));
            state.batch++;
            state.sums.seconds += clock.seconds() - begin;
            setup.listener().batch(report(clock));
        }
        return null;
    }

    private List<LabelledGraph> pick(int[] order, int batch) {
        List<LabelledGraph> picked = new ArrayList<>();
        int to = Math.min(training.size(), (batch + 1) * config.batchSize());
        for (int i = batch * config.batchSize(); i < to; i++) {
            picked.add(training.get(order[i]));
        }
        return picked;
    }

    private void step(
            WorkerPool pool, BatchStep step, EnergyForcesLoss loss, List<LabelledGraph> batch, double progress) {
        double[] parameters = state.parameters.values();
        pool.load(parameters);
        BatchStep.Result result = step.run(batch, loss);
        double value = loss.value(result.squares(), result.counts());
        double norm = GradientClip.byNorm(step.gradient(), config.clip(), pool.parallel());
        if (!Double.isFinite(value) || !Double.isFinite(norm)) {
            throw diverged(value, norm);
        }
        double rate = state.schedule.rate(state.optimizer.steps(), progress);
        state.optimizer.step(parameters, step.gradient(), rate, pool.parallel());
        state.average.update(parameters, pool.parallel());
        state.sums.add(value, result, norm, rate);
    }

    private InputException diverged(double value, double norm) {
        InputException.Builder builder = InputException.of("the training has diverged")
                .found("loss " + value + " and gradient norm " + norm + " in epoch " + (state.epoch + 1) + ", batch "
                        + (state.batch + 1))
                .wanted("finite numbers")
                .remedy("lower training.learning_rate (now " + config.learningRate()
                        + "), and look for structures with extreme energies or forces");
        Path folder = setup.checkpoints();
        return (folder == null ? builder : builder.file(folder + " (the last good checkpoint)")).build();
    }

    private void finishEpoch(WorkerPool pool, RunClock clock, int number, boolean validate, boolean whole) {
        EpochSums sums = state.sums;
        double trainingLoss = sums.loss / state.batch;
        Validation.Result result = Validation.Result.NONE;
        boolean best = false;
        if (validate) {
            double begin = clock.seconds();
            if (validation.size() > 0) {
                result = validation.run(pool, state.average.average(), loss());
                best = state.judge(result.loss(), number);
            } else {
                state.bestLoss = null;
                best = state.judge(trainingLoss, number);
            }
            state.validationSeconds = clock.seconds() - begin;
            if (whole) {
                state.schedule.observe(validation.size() > 0 ? result.loss() : trainingLoss);
            }
        }
        if (!best) {
            state.epochsSinceBest++;
        }
        double done = Math.min(training.size(), (double) state.batch * config.batchSize());
        EpochRecord record = new EpochRecord(
                number,
                state.optimizer.steps(),
                sums.learningRate,
                trainingLoss,
                sums.energyRmse(),
                sums.forceRmse(),
                result.loss(),
                result.energyRmse(),
                result.energyMae(),
                result.forceRmse(),
                result.forceMae(),
                sums.gradientNorm,
                done / sums.seconds,
                clock.seconds());
        state.history.add(record);
        if (whole) {
            state.batch = 0;
            state.sums = new EpochSums();
        }
        setup.listener().epoch(record, best);
    }

    private void checkpoint(RunClock clock) {
        Path folder = setup.checkpoints();
        if (folder != null) {
            state.capture(clock.seconds(), fingerprint, setup.config()).write(folder);
            setup.listener().checkpoint(folder);
        }
    }

    private EnergyForcesLoss loss() {
        return new EnergyForcesLoss(
                state.stageTwo ? config.stageTwoEnergyWeight() : config.energyWeight(), config.forcesWeight());
    }

    /** Seconds to leave for the validation at the end. */
    private double reserve() {
        return 1.2 * state.validationSeconds;
    }

    private double epochFraction() {
        return (state.epoch + (double) state.batch / batches) / config.epochs();
    }

    /** Part of the budget that is spent, as schedule and stages count it. */
    private double progress(RunClock clock) {
        double epochs = epochFraction();
        return config.budget() == Budget.TIME ? Math.max(epochs, clock.fraction(reserve())) : epochs;
    }

    private BatchReport report(RunClock clock) {
        double done = Math.min(training.size(), (double) state.batch * config.batchSize());
        double fraction = epochFraction();
        double epochsLeft = fraction > 0 ? clock.seconds() / fraction * (1 - fraction) : Double.POSITIVE_INFINITY;
        return new BatchReport(
                state.epoch + 1,
                config.epochs(),
                state.batch,
                batches,
                state.sums.loss / state.batch,
                state.sums.learningRate,
                done / state.sums.seconds,
                Math.max(0, Math.min(epochsLeft, clock.left())),
                Math.max(fraction, clock.fraction(0)));
    }
}
