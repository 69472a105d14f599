package org.gaunt.potential.train;

import java.nio.file.Path;
import java.util.List;
import java.util.function.LongSupplier;
import org.gaunt.files.InputException;
import org.gaunt.linalg.ArraySize;
import org.gaunt.potential.TrainableModel;
import org.gaunt.potential.data.GraphSource;
import org.gaunt.potential.data.LabelledGraph;
import org.gaunt.potential.eval.MemoryErrors;
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
    private final GraphSource training;
    private final Setup setup;
    private final TrainingState state;
    private final Validation validation;
    private final String fingerprint;
    private final Profile profile;
    private volatile boolean stopRequested;
    private volatile @Nullable TrainingLoop loop;

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
     * @throws InputException when there is nothing to train on, when no validation structure has a label that counts, or a pattern of what to freeze fits no weights
     */
    public Trainer(
            TrainableModel model, TrainingConfig config, GraphSource training, GraphSource validation, Setup setup) {
        if (training.size() == 0) {
            throw InputException.of("there are no structures to train on").build();
        }
        this.model = model;
        this.config = config;
        this.training = training;
        this.setup = setup;
        this.state = new TrainingState(model.parameters(), config);
        this.validation = new Validation(validation);
        this.validation.require(config.loss(false), "training");
        if (config.stageTwoStart() < 1) {
            this.validation.require(config.loss(true), "training.stage_two");
        }
        this.fingerprint = Fingerprint.of(training, validation);
        this.profile = new Profile(setup.threads());
    }

    /** Prepares a training on structures that are kept in memory. */
    public Trainer(
            TrainableModel model,
            TrainingConfig config,
            List<LabelledGraph> training,
            List<LabelledGraph> validation,
            Setup setup) {
        this(model, config, GraphSource.of(training), GraphSource.of(validation), setup);
    }

    /** What the time of the training has gone into so far. */
    public Profile profile() {
        return profile;
    }

    /** Asks the training to end at the next batch, with a checkpoint; returns at once. */
    public void requestStop() {
        stopRequested = true;
        TrainingLoop running = loop;
        if (running != null) {
            running.requestStop();
        }
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
                            TrainingLoop.batches(training, config),
                            config.epochs(),
                            setup.threads(),
                            state.history));
            TrainingLoop running =
                    new TrainingLoop(config, state, training, validation, setup, pool, clock, profile, fingerprint);
            loop = running;
            if (stopRequested) {
                running.requestStop();
            }
            Reason reason;
            profile.start();
            try {
                reason = running.run();
            } finally {
                profile.stop();
                takeBest(); // also after a divergence, when they are all that is left
            }
            return new TrainingResult(reason, state.bestEpoch, state.epoch, clock.seconds(), state.history);
        } catch (OutOfMemoryError e) {
            throw MemoryErrors.during(e, "training; a smaller training.batch_size or fewer --threads need less");
        } catch (ArraySize.TooLarge e) {
            throw InputException.of("a batch is too large for the model's arrays")
                    .found(String.valueOf(e.getMessage()))
                    .wanted("a smaller training.batch_size, smaller structures, cut-off or model")
                    .cause(e)
                    .build();
        }
    }

    /** The epoch with the best validation so far, counted from 1; 0 when there was none. */
    public int bestEpoch() {
        return state.bestEpoch;
    }

    /** The epochs done so far. */
    public List<EpochRecord> history() {
        return List.copyOf(state.history);
    }

    private void takeBest() {
        double[] best = state.best == null ? state.average.average() : state.best;
        System.arraycopy(best, 0, state.parameters.values(), 0, best.length);
    }
}
