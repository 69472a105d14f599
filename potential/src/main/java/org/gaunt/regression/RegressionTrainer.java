package org.gaunt.regression;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;
import org.gaunt.files.InputException;
import org.gaunt.learn.Digest;
import org.gaunt.learn.Split;
import org.gaunt.learn.Workers;
import org.gaunt.linalg.Precision;
import org.gaunt.optim.GradientClip;
import org.gaunt.potential.train.RunClock;
import org.gaunt.potential.train.TrainingResult;
import org.gaunt.potential.train.TrainingResult.Reason;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Fits a {@link Segnn} to the later positions of particles, by their mean squared error.
 *
 * <p>Given the same settings, systems and starting weights, every run gives the same bits, whatever the number of threads and however
 * often it was interrupted; only schedules that count time are as irregular as time is. A batch is cut into a fixed number of shards,
 * whose gradients are added in their order.
 *
 * <p>One trainer runs once. {@link #requestStop} may be called from any thread; nothing else may during the run.
 */
public final class RegressionTrainer {

    private final Segnn model;
    private final RegressionTraining config;
    private final SystemSet training;
    private final @Nullable SystemSet validation;
    private final Setup setup;
    private final String fingerprint;
    private final RegressionState state;
    private final int batches;
    private final double[][] gradients;
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
            int threads, @Nullable Path checkpoints, JsonNode config, RegressionListener listener, LongSupplier clock) {

        /** No checkpoints, no listener, the system's clock. */
        public static Setup of(int threads) {
            return new Setup(
                    threads, null, JsonNodeFactory.instance.objectNode(), RegressionListener.NONE, System::nanoTime);
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
        public Setup withListener(RegressionListener told) {
            return new Setup(threads, checkpoints, config, told, clock);
        }
    }

    /**
     * How a training ended. The model has the best weights then: those of the best validation, or, where there was none, the last
     * averages ({@link #weights()}).
     *
     * @param reason why it ended
     * @param bestEpoch epoch with the best validation, counted from 1; 0 when none was finite
     * @param bestError its mean squared error
     * @param seconds time used, also before interruptions
     * @param history all epochs
     */
    public record Result(
            Reason reason, int bestEpoch, double bestError, double seconds, List<RegressionEpoch> history) {
        /** Copies the list. */
        public Result {
            history = List.copyOf(history);
        }

        /** The weights that the model has now, in words, for people. */
        public String weights() {
            return TrainingResult.weights(
                    bestEpoch, bestEpoch > 0 && history.get(bestEpoch - 1).validated());
        }
    }

    /**
     * Prepares a training from the model's present weights.
     *
     * @param model its weights are changed
     * @param config settings
     * @param training systems to train on, at least one
     * @param validation systems to validate on, or null: then the epoch's training error is what counts
     * @param setup surroundings
     */
    public RegressionTrainer(
            Segnn model, RegressionTraining config, Particles training, @Nullable Particles validation, Setup setup) {
        if (training.systems() == 0) {
            throw InputException.of("there are no systems to train on").build();
        }
        this.model = model;
        this.config = config;
        this.setup = setup;
        this.training = new SystemSet(training, model.config(), model.data());
        this.validation = validation == null ? null : new SystemSet(validation, model.config(), model.data());
        this.fingerprint = fingerprint(training, validation);
        this.state = new RegressionState(model.parameters(), config);
        this.batches = (training.systems() + config.batchSize() - 1) / config.batchSize();
        this.gradients = new double[config.shards()][model.parameters().size()];
    }

    /**
     * The mean squared error of a network's predictions over systems, particles and coordinates.
     *
     * @param precision the arithmetic
     * @param threads number of threads, at least 1
     */
    public static double error(Segnn model, Precision precision, Particles systems, int threads) {
        try (Workers<SegnnWorker> workers = new Workers<>(
                () -> model.newWorker(precision), model.parameters().values(), threads)) {
            return new SystemSet(systems, model.config(), model.data()).error(workers);
        }
    }

    /** Asks the training to end at the next batch, with a checkpoint; returns at once. */
    public void requestStop() {
        stopRequested = true;
    }

    /** Trains from the beginning. */
    public Result run() {
        return run(0);
    }

    /**
     * Goes on from the checkpoint in the setup's folder.
     *
     * @throws InputException when there is none, when it is damaged, or when network, systems or settings are not those it was made
     *     with
     */
    public Result resume() {
        Path folder = setup.checkpoints();
        if (folder == null) {
            throw new IllegalStateException("a training goes on from the folder of its checkpoints; none was given");
        }
        return run(RegressionCheckpoint.read(folder, state, fingerprint, setup.config()));
    }

    private Result run(double secondsBefore) {
        RunClock clock = new RunClock(setup.clock(), secondsBefore, config.maxMinutes());
        try (Workers<SegnnWorker> workers =
                new Workers<>(() -> model.newWorker(config.precision()), state.parameters.values(), setup.threads())) {
            setup.listener().started(List.copyOf(state.history));
            Reason reason = epochs(workers, clock);
            checkpoint(clock);
            double[] best = state.best == null ? state.average.average() : state.best;
            System.arraycopy(best, 0, state.parameters.values(), 0, best.length);
            return new Result(reason, state.bestEpoch, state.bestError, clock.seconds(), state.history);
        }
    }

    private Reason epochs(Workers<SegnnWorker> workers, RunClock clock) {
        double lastCheckpoint = clock.seconds();
        while (state.epoch < config.epochs()) {
            if (state.validationsSinceBest >= config.patience()) {
                return Reason.PATIENCE;
            }
            if (state.batch == 0 && clock.isOver(reserve()) && lastIsValidated()) {
                return Reason.TIME;
            }
            if (!batches(workers, clock)) {
                return Reason.STOPPED;
            }
            state.epoch++;
            boolean last = state.epoch == config.epochs() || clock.isOver(reserve());
            finishEpoch(workers, clock, last || state.epoch % config.validateEvery() == 0);
            if (clock.seconds() - lastCheckpoint >= 60 * config.checkpointMinutes()) {
                checkpoint(clock);
                lastCheckpoint = clock.seconds();
            }
        }
        return Reason.EPOCHS;
    }

    private boolean lastIsValidated() {
        return !state.history.isEmpty()
                && (validation == null || state.history.getLast().validated());
    }

    /** The rest of an epoch, or of the time; false when somebody asked to stop. */
    private boolean batches(Workers<SegnnWorker> workers, RunClock clock) {
        int[] order = Split.permutation(training.size(), config.seed() * 0x9E3779B97F4A7C15L + state.epoch);
        while (state.batch < batches) {
            if (stopRequested) {
                return false;
            }
            if (state.batch > 0 && clock.isOver(reserve())) {
                return true;
            }
            double begin = clock.seconds();
            int from = state.batch * config.batchSize();
            step(workers, Arrays.copyOfRange(order, from, Math.min(order.length, from + config.batchSize())), clock);
            state.batch++;
            state.epochSeconds += clock.seconds() - begin;
            setup.listener().batch(state.epoch + 1, state.batch);
        }
        return true;
    }

    private void step(Workers<SegnnWorker> workers, int[] systems, RunClock clock) {
        workers.load(state.parameters.values());
        int shards = Math.min(config.shards(), systems.length);
        int count = systems.length * training.numbers();
        double[] squares = new double[shards];
        workers.run(shards, (worker, s) -> {
            Arrays.fill(gradients[s], 0);
            int from = (int) ((long) s * systems.length / shards);
            int to = (int) ((s + 1L) * systems.length / shards);
            squares[s] = training.squares(worker, Arrays.copyOfRange(systems, from, to), count, gradients[s]);
        });
        double[] gradient = gradients[0];
        double sum = squares[0];
        for (int s = 1; s < shards; s++) {
            sum += squares[s];
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] += gradients[s][i];
            }
        }
        double norm = GradientClip.byNorm(gradient, config.descent().clip());
        if (!Double.isFinite(sum) || !Double.isFinite(norm)) {
            throw diverged(sum / count, norm);
        }
        state.step(gradient, progress(clock), workers.parallel());
        state.add(sum, count, norm);
    }

    private InputException diverged(double error, double norm) {
        InputException.Builder builder = InputException.of("the training has diverged")
                .found("error " + error + " and gradient norm " + norm + " in epoch " + (state.epoch + 1) + ", batch "
                        + (state.batch + 1))
                .wanted("finite numbers")
                .remedy("lower training.learning_rate (now " + config.descent().learningRate() + ")");
        Path folder = setup.checkpoints();
        return (folder == null ? builder : builder.file(folder + " (the last good checkpoint)")).build();
    }

    private void finishEpoch(Workers<SegnnWorker> workers, RunClock clock, boolean validate) {
        double trainingError = state.squares / state.coordinates;
        double error = Double.NaN;
        boolean best = false;
        if (validate) {
            double begin = clock.seconds();
            if (validation != null) {
                workers.load(state.average.average());
                error = validation.error(workers);
            }
            double judged = validation == null ? trainingError : error;
            best = state.judge(judged, state.epoch);
            state.schedule.observe(judged);
            state.validationSeconds = clock.seconds() - begin;
        }
        RegressionEpoch epoch = new RegressionEpoch(
                state.epoch,
                state.optimizer.steps(),
                state.rate,
                trainingError,
                error,
                state.gradientNorm,
                state.coordinates / training.numbers() / state.epochSeconds,
                clock.seconds());
        state.history.add(epoch);
        state.beginEpoch();
        double fraction = (double) state.epoch / config.epochs();
        double left = Math.min(clock.seconds() / fraction * (1 - fraction), clock.left());
        setup.listener().epoch(epoch, best, Math.max(0, left));
    }

    private void checkpoint(RunClock clock) {
        Path folder = setup.checkpoints();
        if (folder != null) {
            RegressionCheckpoint.write(folder, state, clock.seconds(), fingerprint, setup.config());
            setup.listener().checkpoint(folder);
        }
    }

    /** Seconds to leave for the validation at the end. */
    private double reserve() {
        return 1.2 * state.validationSeconds;
    }

    /** Part of the budget that is spent, as schedules count it. */
    private double progress(RunClock clock) {
        double epochs = (state.epoch + (double) state.batch / batches) / config.epochs();
        return config.descent().progress(epochs, clock.fraction(reserve()));
    }

    /** A short text that changes when the systems change. */
    private static String fingerprint(Particles training, @Nullable Particles validation) {
        Digest digest = new Digest();
        add(digest, training);
        if (validation != null) {
            add(digest, validation);
        }
        return digest.text();
    }

    private static void add(Digest digest, Particles p) {
        digest.add(p.positions()).add(p.velocities()).add(p.charges()).add(p.targets());
    }
}
