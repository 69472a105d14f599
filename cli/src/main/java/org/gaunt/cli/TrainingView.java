package org.gaunt.cli;

import org.gaunt.learn.BatchReport;
import org.gaunt.learn.EpochRecord;
import org.gaunt.learn.TrainingListener;
import org.gaunt.learn.TrainingStart;

/** Feeds a {@link ProgressView} from the events of a training. */
final class TrainingView implements TrainingListener {

    private final ProgressView view;
    private ProgressState state;
    private double secondsBefore;
    private long start = System.nanoTime();

    TrainingView(ProgressView view, int epochs) {
        this.view = view;
        this.state = ProgressState.start(epochs);
    }

    @Override
    public void started(TrainingStart begin) {
        start = System.nanoTime();
        if (!begin.history().isEmpty()) {
            secondsBefore = begin.history().getLast().seconds();
            begin.history().forEach(epoch -> remember(epoch, !(loss(epoch) >= state.bestLoss())));
        }
        view.update(state);
    }

    @Override
    public void batch(BatchReport report) {
        state = new ProgressState(
                report.epoch(),
                report.epochs(),
                report.progress(),
                secondsBefore + (System.nanoTime() - start) / 1e9,
                report.secondsLeft(),
                report.loss(),
                state.validated(),
                state.bestLoss(),
                report.samplesPerSecond());
        view.update(state);
    }

    @Override
    public void epoch(EpochRecord epoch, boolean best) {
        remember(epoch, best);
        view.epochDone(state);
    }

    @Override
    public void stageTwo(int epochs, boolean early) {
        view.message("stage two begins after epoch " + epochs
                + (early ? ": training.patience is used up, the validation did not improve any more" : ""));
    }

    private static double loss(EpochRecord epoch) {
        return epoch.validated() ? epoch.validationLoss() : epoch.trainingLoss();
    }

    private void remember(EpochRecord epoch, boolean best) {
        state = new ProgressState(
                epoch.epoch(),
                state.epochs(),
                state.fraction(),
                epoch.seconds(),
                state.remainingSeconds(),
                epoch.trainingLoss(),
                epoch.validated() ? epoch : state.validated(),
                best ? loss(epoch) : state.bestLoss(),
                epoch.samplesPerSecond());
    }
}
