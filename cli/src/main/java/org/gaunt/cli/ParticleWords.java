package org.gaunt.cli;

import static org.gaunt.cli.ProgressLine.number;

import java.util.Locale;
import org.gaunt.learn.EpochRecord;

/** The progress of a network for particles: mean squared errors of positions. */
final class ParticleWords implements ProgressWords {

    @Override
    public String samples() {
        return "systems";
    }

    @Override
    public String loss(double loss) {
        return "MSE " + number(loss);
    }

    @Override
    public String validation(EpochRecord validated) {
        return "valid " + number(validated.validationLoss());
    }

    @Override
    public String plain(ProgressState state) {
        EpochRecord validated = state.validated();
        return String.format(
                Locale.ROOT,
                "epoch %d/%d  training MSE %.5f  validation %.5f (best %.5f)  %.0f systems/s  %s",
                state.epoch(),
                state.epochs(),
                state.loss(),
                validated == null ? Double.NaN : validated.validationLoss(),
                state.bestLoss(),
                state.samplesPerSecond(),
                ProgressLine.remaining(state));
    }
}
