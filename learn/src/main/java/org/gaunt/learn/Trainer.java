package org.gaunt.learn;

import java.nio.file.Path;
import java.util.List;
import org.gaunt.files.InputException;
import org.gaunt.learn.TrainingResult.Reason;
import org.gaunt.learn.json.StrictJson;
import org.gaunt.linalg.ArraySize;
import org.jspecify.annotations.Nullable;

/**
 * Trains any {@link Objective}.
 *
 * <p>Given the same settings, samples and starting weights, every run gives the same bits, whatever the number of threads and
 * however often it was interrupted; only schedules that count time ({@link Budget#TIME} with a time limit) are as irregular as
 * time is.
 *
 * <pre>{@code
 * Trainer<?> trainer = new Trainer<>(objective, config, TrainerSetup.of(2).withCheckpoints(folder));
 * TrainingResult result = trainer.run();   // the objective's parameters have the best weights now
 * }</pre>
 *
 * <p>One trainer runs once. {@link #requestStop} may be called from any thread; nothing else may during the run.
 *
 * @param <W> the workers
 */
public final class Trainer<W extends WeightHolder> {

    private final Objective<W> objective;
    private final TrainerConfig config;
    private final TrainerSetup setup;
    private final TrainingState state;
    private final String fingerprint;
    private final Profile profile;
    private volatile boolean stopRequested;
    private volatile @Nullable TrainingLoop<W> loop;

    /**
     * Prepares a training from the objective's present weights.
     *
     * @param objective its weights are changed
     * @param config settings
     * @param setup surroundings
     * @throws InputException when there is nothing to train on, or a pattern of what to freeze fits no weights
     */
    public Trainer(Objective<W> objective, TrainerConfig config, TrainerSetup setup) {
        if (objective.training().size() == 0) {
            throw InputException.of("there are no " + objective.columns().samples() + " to train on")
                    .build();
        }
        this.objective = objective;
        this.config = config;
        this.setup = setup;
        this.state = new TrainingState(objective.parameters(), config);
        this.fingerprint = Fingerprint.of(objective.training(), objective.validation());
        this.profile = new Profile(objective.phases(), setup.threads());
    }

    /** What the time of the training has gone into so far. */
    public Profile profile() {
        return profile;
    }

    /** Asks the training to end at the next batch, with a checkpoint; returns at once. */
    public void requestStop() {
        stopRequested = true;
        TrainingLoop<W> running = loop;
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
     * @throws InputException when there is none, when it is damaged, or when weights, samples or settings are not those it was
     *     made with
     */
    public TrainingResult resume() {
        Path folder = setup.checkpoints();
        if (folder == null) {
            throw new IllegalStateException("a training goes on from the folder of its checkpoints; none was given");
        }
        Checkpoint checkpoint = Checkpoint.read(folder);
        ConfigChanges.refuse(
                folder, checkpoint.header().config(), StrictJson.mapper().valueToTree(setup.config()));
        if (!checkpoint.header().data().equals(fingerprint)) {
            throw InputException.of(
                            "the " + objective.columns().samples() + " are not those this training was started with")
                    .file(folder)
                    .remedy("restore the data files, or start anew in another output directory")
                    .build();
        }
        state.restore(checkpoint, objective.columns(), folder);
        return run(checkpoint.header().progress().seconds());
    }

    private TrainingResult run(double secondsBefore) {
        RunClock clock =
                new RunClock(setup.clock(), secondsBefore, config.epochs().maxMinutes());
        try (Workers<W> workers = new Workers<>(
                () -> objective.newWorker(config.compute().precision()), state.parameters.values(), setup.threads())) {
            setup.listener()
                    .started(new TrainingStart(
                            state.parameters.size(),
                            objective.training().size(),
                            objective.validation().size(),
                            TrainingLoop.batches(objective.training(), config),
                            config.epochs().epochs(),
                            setup.threads(),
                            objective.columns(),
                            state.history));
            TrainingLoop<W> running =
                    new TrainingLoop<>(objective, config, state, setup, workers, clock, profile, fingerprint);
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
                    .wanted("a smaller training.batch_size, smaller "
                            + objective.columns().samples() + ", cut-off or model")
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
