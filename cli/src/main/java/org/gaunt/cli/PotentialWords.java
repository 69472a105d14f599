package org.gaunt.cli;

import static org.gaunt.cli.ProgressLine.number;

import org.gaunt.learn.EpochRecord;
import org.gaunt.potential.train.PotentialMetrics;
import org.jspecify.annotations.Nullable;

/** The progress of a potential: errors of energies and forces. */
final class PotentialWords implements ProgressWords {

    private static final double MILLI = 1e3;

    @Override
    public String samples() {
        return "structures";
    }

    @Override
    public String loss(double loss) {
        return "loss " + number(loss);
    }

    @Override
    public String validation(EpochRecord validated) {
        return "valid " + energy(validated) + ", " + forces(validated);
    }

    @Override
    public String plain(ProgressState state) {
        return String.join(
                "  ",
                ProgressLine.epoch(state),
                loss(state.loss()),
                "valid energy " + energy(state.validated()) + ", forces " + forces(state.validated()),
                ProgressLine.speed(state, samples()),
                ProgressLine.time(state.elapsedSeconds()) + " elapsed",
                ProgressLine.remaining(state));
    }

    private static String energy(@Nullable EpochRecord validated) {
        return milli(validated, PotentialMetrics.ENERGY_RMSE) + " meV/atom";
    }

    private static String forces(@Nullable EpochRecord validated) {
        return milli(validated, PotentialMetrics.FORCE_RMSE) + " meV/Å";
    }

    private static String milli(@Nullable EpochRecord validated, String metric) {
        return number(
                validated == null ? Double.NaN : MILLI * validated.validation().get(metric));
    }
}
